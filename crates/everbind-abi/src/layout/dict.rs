//! The entries of a dict, read in place.
//!
//! `PyDict_Next` is a call of some thirty instructions for each entry, a third of what reading a text
//! and a number costs besides. A dict whose values are in its own table (all but the attributes of
//! instances) has its entries one after the other, in their order, behind the indices of the hash
//! table: with two words each where every key is a text, else with three, the first of which is the hash.
//! An entry without a value was removed. A position is the number of an entry, here as in
//! `PyDict_Next`, so the two can be mixed.
//!
//! A [`View`] remembers where the entries begin. Whether that is still so is asked for each entry: the
//! dict must have the same table, and the bytes that say where the entries are in it must be the same,
//! since a new table may have got the old one's place.
//!
//! Only with the GIL: else other threads may replace the table meanwhile.
//!
//! *Invariants.* Every row with the GIL has the same offsets, which the build checks; and the
//! table of every known version is [`TABLE`], which `cargo xtask abi` compares with the headers
//! and the self-test with `PyDict_Next`.

use std::ptr;

use super::{ROWS, field, known};
use crate::{Py_ssize_t, PyObject};

/// The fields of the table behind a dict: offsets in bytes.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct DictTable {
    /// The logarithm of the size of the indices: one byte.
    pub index_log: u32,
    /// Which kind of entries it has: one byte.
    pub kind: u32,
    /// How many entries there are, removed ones included.
    pub count: u32,
    /// The indices, after which the entries come.
    pub indices: u32,
    /// The kind whose entries are (hash, key, value).
    pub general: u8,
    /// The kind whose entries are (key, value), each key being a text.
    pub texts: u8,
}

/// The table of every version in `ROWS`.
pub const TABLE: DictTable =
    DictTable { index_log: 9, kind: 10, count: 24, indices: 32, general: 0, texts: 1 };

const USED: u32 = 16;
const KEYS: u32 = 32;
const VALUES: u32 = 40;

const _: () = {
    let mut index = 0;
    while index < ROWS.len() {
        let row = &ROWS[index];
        let same = row.dict_used == USED && row.dict_keys == KEYS && row.dict_values == VALUES;
        assert!(row.free_threaded || same);
        index += 1;
    }
};

/// What [`dict_next`] finds.
pub enum Entry {
    /// A key and its value, borrowed from the dict.
    There(*mut PyObject, *mut PyObject),
    /// Nothing more.
    End,
    /// Ask `PyDict_Next`.
    Unknown,
}

/// Whether dicts are read in place: with the GIL and a layout in use.
///
/// # Safety
/// [`load`](crate::load) has returned `Ok`.
#[inline(always)]
pub unsafe fn is_direct() -> bool {
    // SAFETY: loaded (caller's contract).
    unsafe { known() }.direct_dicts
}

/// The number of items in a dict; `None` if the layout is not known or there is no GIL.
///
/// # Safety
/// `dict` is a `dict` or an instance of a subclass, and [`load`](crate::load) has returned `Ok`.
#[inline(always)]
pub unsafe fn dict_len(dict: *mut PyObject) -> Option<usize> {
    // SAFETY: the caller's obligations.
    unsafe { is_direct().then(|| dict_len_direct(dict)) }
}

/// The number of items in a dict.
///
/// # Safety
/// As for [`dict_len`], and [`is_direct`] was true.
#[inline(always)]
pub unsafe fn dict_len_direct(dict: *mut PyObject) -> usize {
    // SAFETY: `dict` is a dict and the offset its version's.
    unsafe { field::<usize>(dict, USED).read() }
}

/// Where the entries of a dict are, as long as it has the same table.
#[derive(Clone, Copy, Debug)]
pub struct View {
    table: *mut PyObject,
    /// The bytes that say how the table is laid out.
    shape: u32,
    /// The key of the first entry; its value follows.
    first: *const PyObject,
    /// From one key to the next.
    stride: usize,
}

/// Where [`View::shape`] is in a table.
const SHAPE: u32 = 8;
const _: () = assert!(SHAPE < TABLE.index_log && TABLE.kind < SHAPE + 4);

impl View {
    /// A view of nothing.
    pub const NONE: View = View { table: ptr::null_mut(), shape: 0, first: ptr::null(), stride: 0 };

    /// Where the entries are now; [`NONE`](Self::NONE) if that is not for us to know.
    ///
    /// # Safety
    /// As for [`dict_len`]; [`is_direct`] was true.
    #[inline]
    pub unsafe fn of(dict: *mut PyObject) -> View {
        const WORD: usize = size_of::<*mut PyObject>();
        // SAFETY: a dict has a table, whose fields are where `TABLE` says.
        unsafe {
            let table = field::<*mut PyObject>(dict, KEYS).read();
            let shape = field::<u32>(table, SHAPE).read();
            let kind = field::<u8>(table, TABLE.kind).read();
            let indices = 1usize << field::<u8>(table, TABLE.index_log).read();
            let first = field::<PyObject>(table, TABLE.indices).byte_add(indices).cast_const();
            if !field::<*mut PyObject>(dict, VALUES).read().is_null() {
                View::NONE
            } else if kind == TABLE.texts {
                View { table, shape, first, stride: 2 * WORD }
            } else if kind == TABLE.general {
                View { table, shape, first: first.byte_add(WORD), stride: 3 * WORD }
            } else {
                View::NONE
            }
        }
    }

    /// The entry at `position`; `None` if there is none, it was removed, the dict has another number of
    /// items than `used`, or its entries are elsewhere now.
    ///
    /// # Safety
    /// As for [`dict_len`]; [`is_direct`] was true; the view is of this dict; `position` is not
    /// negative.
    #[inline(always)]
    pub unsafe fn entry(
        &self,
        dict: *mut PyObject,
        position: Py_ssize_t,
        used: usize,
    ) -> Option<(*mut PyObject, *mut PyObject)> {
        // SAFETY: the table of a living dict. With the same address and shape, its entries are where
        // they were (a dict whose values are elsewhere has a table of another kind), and it has
        // as many as it says.
        unsafe {
            if dict_len_direct(dict) != used
                || field::<*mut PyObject>(dict, KEYS).read() != self.table
                || field::<u32>(self.table, SHAPE).read() != self.shape
                || position >= field::<Py_ssize_t>(self.table, TABLE.count).read()
            {
                return None;
            }
            let key = self.first.byte_add(position.cast_unsigned() * self.stride);
            let key = key.cast::<*mut PyObject>();
            let value = key.add(1).read();
            (!value.is_null()).then(|| (key.read(), value))
        }
    }
}

/// The entry at `position` or after it; `position` becomes the next one.
///
/// # Safety
/// As for [`dict_len`]; [`is_direct`] was true; `position` is not negative.
#[inline(always)]
pub unsafe fn dict_next(dict: *mut PyObject, position: &mut Py_ssize_t) -> Entry {
    // SAFETY: the dict has a table, which has as many entries as it says.
    unsafe {
        let table = field::<*mut PyObject>(dict, KEYS).read();
        if !field::<*mut PyObject>(dict, VALUES).read().is_null() {
            return Entry::Unknown;
        }
        let kind = field::<u8>(table, TABLE.kind).read();
        let count = field::<Py_ssize_t>(table, TABLE.count).read();
        let indices = 1usize << field::<u8>(table, TABLE.index_log).read();
        let entries = field::<*mut PyObject>(table, TABLE.indices).byte_add(indices);
        if kind == TABLE.texts {
            entry::<2>(entries, count, position)
        } else if kind == TABLE.general {
            entry::<3>(entries.cast(), count, position)
        } else {
            Entry::Unknown
        }
    }
}

/// The entry at `position` or after it, of entries with so many words.
///
/// # Safety
/// There are `count` entries; `position` is not negative.
#[inline(always)]
unsafe fn entry<const WORDS: usize>(
    entries: *const *mut PyObject,
    count: Py_ssize_t,
    position: &mut Py_ssize_t,
) -> Entry {
    let mut at = *position;
    while at < count {
        // SAFETY: within the entries; key and value come last in one.
        let (key, value) = unsafe {
            let entry = entries.offset(at * WORDS.cast_signed());
            (entry.add(WORDS - 2).read(), entry.add(WORDS - 1).read())
        };
        at += 1;
        if !ptr::eq(value, ptr::null()) {
            *position = at;
            return Entry::There(key, value);
        }
    }
    Entry::End
}
