//! Objects of exactly a built-in type, read by one comparison and one load.
//!
//! *Problem.* Nearly every argument is an exact `int`, `float`, `str` or `bytes`. Asking whether the
//! layout is known, then for the type, then for each offset, is a dozen loads for an `int`.
//!
//! *How.* In every known row the type is the header's last word, and what comes after the header does
//! not move. So one number, the size of the header, places all; and where the layout is not known,
//! the types to compare with are the address of a static of ours, which is no type, so that the
//! one comparison fails. (But for `float`, whose place is found out on any version: `derived.rs`.) What [`HOT`]
//! holds is one cache line.
//!
//! Who then asks CPython passes the [`TypeWord`] on that was compared, in a register: of the usual
//! argument it says without a call and another look at the object what may be asked.
//!
//! *Invariant.* The rows say so: a version that moves a field stops the build below.

use std::sync::atomic::{AtomicPtr, Ordering};

use super::{Layout, ROWS, reader};
use crate::table::Table;
use crate::*;

/// What the accessors below read, and what a `Reader` is made of.
#[repr(C, align(64))]
#[derive(Clone, Copy)]
pub(super) struct Hot {
    /// `sizeof(PyObject)`.
    pub(super) header: usize,
    pub(super) int: *mut PyTypeObject,
    pub(super) float: *mut PyTypeObject,
    pub(super) str: *mut PyTypeObject,
    pub(super) bytes: *mut PyTypeObject,
    pub(super) tuple: *mut PyTypeObject,
    pub(super) str_ascii: u32,
    /// The one offset that is not the same in all versions.
    pub(super) tuple_items: u32,
}

const _: () = assert!(size_of::<Hot>() == 64);

static HOT: Table<Hot> = Table::new(Hot::unknown(16));

/// `int`, `float`, `str` and `bytes`, whether or not the layout is known.
static TYPES: Table<[*mut PyTypeObject; 4]> = Table::new([std::ptr::null_mut(); 4]);

/// Stands for a type that no object has.
static NO_TYPE: u8 = 0;

pub(super) const INT_DIGITS: usize = 8;
const BYTES_DATA: usize = 16;
const STR_STATE: usize = 16;
const STR_DATA: usize = 24;

const _: () = {
    let mut index = 0;
    while index < ROWS.len() {
        let row = &ROWS[index];
        let header = row.header as usize;
        // A row is of a 64-bit interpreter, on whatever this is compiled for.
        assert!(row.ob_type as usize == header - size_of::<u64>());
        assert!(row.float_value as usize == header && row.long_tag as usize == header);
        assert!(row.long_digits as usize == header + INT_DIGITS);
        assert!(row.ob_size as usize == header && row.str_length as usize == header);
        assert!(row.bytes_data as usize == header + BYTES_DATA);
        assert!(row.str_state as usize == header + STR_STATE);
        assert!(row.str_data as usize == header + STR_DATA);
        index += 1;
    }
};

impl Hot {
    const fn unknown(header: usize) -> Self {
        let none = (&raw const NO_TYPE).cast_mut().cast();
        Hot {
            header,
            int: none,
            float: none,
            str: none,
            bytes: none,
            tuple: none,
            str_ascii: 0,
            tuple_items: 0,
        }
    }

    /// For a `Reader` that asks the interpreter: types, and no offsets but that of a float's value.
    #[inline(always)]
    pub(super) fn asking(self) -> Self {
        Hot {
            int: PyLong_Type(),
            float: self.float,
            tuple: PyTuple_Type(),
            ..Hot::unknown(self.header)
        }
    }

    /// The word of an object that is its type, where that is known.
    ///
    /// # Safety
    /// `o` is an object.
    #[inline(always)]
    pub(super) unsafe fn type_word(&self, o: *mut PyObject) -> *mut PyTypeObject {
        // SAFETY: the last word of the header, of whatever version. Should it not be the type there,
        // others may change it meanwhile: hence an atomic.
        unsafe {
            let word = o.byte_add(self.header - size_of::<usize>());
            (*word.cast::<AtomicPtr<PyTypeObject>>()).load(Ordering::Relaxed)
        }
    }
}

/// Chooses what [`HOT`] holds. `floats` says whether floats can be read without a row.
///
/// # Safety
/// As for `settle` of the parent.
pub(super) unsafe fn settle(row: Option<&Layout>, floats: bool, interpreter: &Interpreter) {
    let types = [PyLong_Type(), PyFloat_Type(), PyUnicode_Type(), PyBytes_Type()];
    let hot = match row {
        Some(row) if !cfg!(feature = "pure") => Hot {
            header: row.header as usize,
            int: PyLong_Type(),
            float: PyFloat_Type(),
            str: PyUnicode_Type(),
            bytes: PyBytes_Type(),
            tuple: PyTuple_Type(),
            str_ascii: row.str_ascii,
            tuple_items: row.tuple_items,
        },
        _ if floats => Hot { float: PyFloat_Type(), ..Hot::unknown(interpreter.header_size) },
        _ => Hot::unknown(interpreter.header_size),
    };
    // SAFETY: nobody reads before `load` has returned (caller's contract).
    unsafe {
        HOT.slots().write(hot);
        TYPES.slots().write(types);
    }
}

/// # Safety
/// [`load`] has returned `Ok`: nothing writes `HOT` any more.
#[inline(always)]
pub(super) unsafe fn hot() -> &'static Hot {
    // SAFETY: not written any more (caller's contract).
    unsafe { &*HOT.slots() }
}

/// `sizeof(PyObject)`, beside what [`type_word`] and [`is_surely`] read.
///
/// # Safety
/// [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn header() -> usize {
    // SAFETY: the caller's obligation.
    unsafe { hot() }.header
}

/// A word of an object that is its type, or else no type's address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct TypeWord(*mut PyTypeObject);

/// The word of an object that is its type, where that is known.
///
/// # Safety
/// `o` is an object and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn type_word(o: *mut PyObject) -> TypeWord {
    // SAFETY: the caller's obligations.
    unsafe { TypeWord(hot().type_word(o)) }
}

/// What can be told of an object by its word. No says nothing: ask [`Py_TYPE`].
impl TypeWord {
    #[inline(always)]
    fn is(self, number: usize) -> bool {
        // SAFETY: whoever has such a word got it after `load` had returned `Ok`.
        self.0 == unsafe { (*TYPES.slots())[number] }
    }

    /// Whether it is certainly exactly an `int`.
    #[inline(always)]
    pub fn is_int(self) -> bool {
        self.is(0)
    }

    /// Whether it is certainly exactly a `float`.
    #[inline(always)]
    pub fn is_float(self) -> bool {
        self.is(1)
    }

    /// Whether it is certainly exactly a `str`.
    #[inline(always)]
    pub fn is_str(self) -> bool {
        self.is(2)
    }

    /// Whether it is certainly exactly a `bytes`.
    #[inline(always)]
    pub fn is_bytes(self) -> bool {
        self.is(3)
    }
}

/// Whether the type of an object is certainly `type_`. False says nothing: ask [`Py_TYPE`].
///
/// # Safety
/// `o` is an object, `type_` a type or null, and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn is_surely(o: *mut PyObject, type_: *mut PyTypeObject) -> bool {
    // SAFETY: the caller's obligations. No other word of a header can be a type's address.
    unsafe { hot().type_word(o) == type_ }
}

/// The value of an exact `float`; `None` for anything else, or if it is not known where that is.
///
/// # Safety
/// `o` is an object and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn float_exact(o: *mut PyObject) -> Option<f64> {
    // SAFETY: the caller's obligations.
    unsafe { float_of(o, type_word(o)) }
}

/// As [`float_exact`], with the object's own word.
///
/// # Safety
/// As for [`float_exact`].
#[inline(always)]
pub unsafe fn float_of(o: *mut PyObject, word: TypeWord) -> Option<f64> {
    if cfg!(feature = "pure") {
        return None;
    }
    // SAFETY: `o` is an object; it is read as a float only if it is one.
    unsafe {
        let hot = hot();
        (word.0 == hot.float).then(|| o.byte_add(hot.header).cast::<f64>().read())
    }
}

/// The value of an exact `int` of one digit (30 bits), as most arguments are; `None` for anything else,
/// or if the layout is not known. It is in every function, so there is nothing more of it.
///
/// # Safety
/// `o` is an object and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn long_exact(o: *mut PyObject) -> Option<i64> {
    // SAFETY: the caller's obligations.
    unsafe { long_of(o, type_word(o)) }
}

/// As [`long_exact`], with the object's own word.
///
/// # Safety
/// As for [`long_exact`].
#[inline(always)]
pub unsafe fn long_of(o: *mut PyObject, word: TypeWord) -> Option<i64> {
    if cfg!(feature = "pure") {
        return None;
    }
    // SAFETY: `o` is an object; it is read as an int only if it is one.
    unsafe {
        let hot = hot();
        if word.0 != hot.int {
            return None;
        }
        let tag = o.byte_add(hot.header);
        reader::compact_int(tag.cast(), tag.byte_add(INT_DIGITS).cast())
    }
}

/// The text of a `str` of exactly that type which is ASCII and follows the header; `None` for
/// anything else, or if the layout is not known.
///
/// # Safety
/// `o` is an object, alive for `'a`, and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn ascii_exact<'a>(o: *mut PyObject) -> Option<&'a str> {
    // SAFETY: the caller's obligations.
    unsafe { ascii_of(o, type_word(o)) }
}

/// As [`ascii_exact`], with the object's own word.
///
/// # Safety
/// As for [`ascii_exact`].
#[inline(always)]
pub unsafe fn ascii_of<'a>(o: *mut PyObject, word: TypeWord) -> Option<&'a str> {
    if cfg!(feature = "pure") {
        return None;
    }
    // SAFETY: `o` is an object; it is read as a str only if it is one.
    unsafe {
        let hot = hot();
        if word.0 != hot.str {
            return None;
        }
        ascii(o.byte_add(hot.header), hot.str_ascii)
    }
}

/// # Safety
/// `fields` are those of a `str` that lives for `'a`, and `bits` its version's.
#[inline(always)]
pub(super) unsafe fn ascii<'a>(fields: *mut PyObject, bits: u32) -> Option<&'a str> {
    // SAFETY: with these bits the text follows the header, is ASCII and never changes. Without the
    // GIL other bits of the word may change, atomically.
    unsafe {
        let state = fields.byte_add(STR_STATE).cast::<std::sync::atomic::AtomicU32>();
        if (*state).load(Ordering::Relaxed) & bits != bits {
            return None;
        }
        let length = fields.cast::<usize>().read();
        let bytes = std::slice::from_raw_parts(fields.byte_add(STR_DATA).cast(), length);
        Some(std::str::from_utf8_unchecked(bytes))
    }
}

/// The content of a `bytes` of exactly that type; `None` for anything else, or if the layout is not
/// known.
///
/// # Safety
/// `o` is an object, alive for `'a`, and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn bytes_exact<'a>(o: *mut PyObject) -> Option<&'a [u8]> {
    // SAFETY: the caller's obligations.
    unsafe { bytes_of(o, type_word(o)) }
}

/// As [`bytes_exact`], with the object's own word.
///
/// # Safety
/// As for [`bytes_exact`].
#[inline(always)]
pub unsafe fn bytes_of<'a>(o: *mut PyObject, word: TypeWord) -> Option<&'a [u8]> {
    if cfg!(feature = "pure") {
        return None;
    }
    // SAFETY: `o` is an object; it is read as a bytes only if it is one. That has so many bytes
    // there, and never changes.
    unsafe {
        let hot = hot();
        if word.0 != hot.bytes {
            return None;
        }
        let fields = o.byte_add(hot.header);
        let length = fields.cast::<usize>().read();
        Some(std::slice::from_raw_parts(fields.byte_add(BYTES_DATA).cast(), length))
    }
}
