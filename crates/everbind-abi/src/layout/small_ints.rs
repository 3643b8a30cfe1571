//! Small ints, told by their addresses.
//!
//! *Problem.* Without a layout an int is read by `PyLong_AsLongLong`: a call of some twenty instructions for each
//! argument. Nearly all ints that are passed are small.
//!
//! *How.* CPython has one object for each int from -5 to 256 (1,024 from 3.15 on), and they stand in a row. So the distance of an
//! object's address from the first one's says its value, and no byte of it is read. Whether it is so [`find`]
//! sees at load: it asks for each of them twice, and as far as both times the same object comes, 32 bytes after the
//! one before, they are the row. Each is given a reference that is never given up, so none of them can end and
//! leave its address to another object.
//!
//! *When not.* With a known layout, which tells larger ints as well; in feature `pure`; without the GIL, where they are not
//! 32 bytes apart; on a version that is not known. (There an interpreter might have the row to itself, and
//! give the memory back when it ends, whatever references there are. In the known ones it is static.)
//!
//! *What it gains* with the layouts off on 3.14, by instructions: `add(1, 2)` takes 274 instead of 322, C of the limited
//! API 299; `add(a=1, b=2)` 493 instead of 541. A larger int takes five more.

use super::{Layout, is_strange, row};
use crate::table::Table;
use crate::*;

/// How far apart they are: a header, a word, and a digit, aligned.
const STEP: usize = 32;
const FIRST: i64 = -5;
/// Enough for what there is; more would only cost time at load.
const MOST: usize = 5 + 1025;

/// The row, if any.
struct Row {
    start: usize,
    bytes: usize,
}

static SMALL: Table<Row> = Table::new(Row { start: 0, bytes: 0 });

/// Remembers the row.
///
/// # Safety
/// As for `settle` of the parent; the tables are filled and the thread is attached.
pub(super) unsafe fn settle(layout: Option<&Layout>, interpreter: &Interpreter) {
    if is_strange() || layout.is_some() || row(interpreter).is_none_or(|row| row.free_threaded) {
        return;
    }
    // SAFETY: the caller's obligations.
    unsafe { SMALL.slots().write(find()) }
}

/// # Safety
/// The tables are filled and the thread is attached.
unsafe fn find() -> Row {
    let (mut start, mut count) = (0, 0);
    while count < MOST {
        let value = FIRST + count as i64;
        // SAFETY: attached; new references or null.
        unsafe {
            let (int, again) = (PyLong_FromLongLong(value), PyLong_FromLongLong(value));
            let address = int.addr();
            if count == 0 {
                start = address;
            }
            if int.is_null() || int != again || address != start + count * STEP {
                if !int.is_null() {
                    _Py_DecRef(int);
                }
                if !again.is_null() {
                    _Py_DecRef(again);
                }
                break;
            }
            // The other reference stays.
            _Py_DecRef(again);
        }
        count += 1;
    }
    Row { start, bytes: count * STEP }
}

/// The value of an `int` that is known by its address; `None` says nothing.
///
/// # Safety
/// `o` is an object and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn small_int(o: *mut PyObject) -> Option<i64> {
    if cfg!(feature = "pure") {
        return None;
    }
    // SAFETY: not written any more (caller's contract).
    let row = unsafe { &*SMALL.slots() };
    let distance = o.addr().wrapping_sub(row.start);
    // Within the row there are no other objects.
    (distance < row.bytes).then(|| (distance / STEP) as i64 + FIRST)
}
