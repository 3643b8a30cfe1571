//! Layouts of objects, by version: the fast paths beside the stable ABI.
//!
//! CPython freezes its structs within a minor version, from the first release candidate on. `ROWS`
//! has one row for each (minor version, GIL or not) that is known, each offset checked by `cargo
//! xtask abi` against that interpreter's own headers. [`load`] picks the row and copies
//! it to `FAST`; every accessor here is then one load from that static and one from the object, and
//! falls back to the stable ABI where the loaded offset is zero.
//!
//! A row is used only if
//! - the interpreter is CPython, a release or candidate, of a version in `ROWS`;
//! - the machine is 64-bit and little-endian, and `int` has 30-bit digits;
//! - Python was built with neither `Py_DEBUG` nor reference tracing: those headers are longer, and
//!   a debug build counts references itself;
//! - the row has read some live objects rightly (`self_test`);
//! - the environment does not say `EVERBIND_LAYOUT=off`, and feature `pure` is not set.
//!
//! Without the GIL only objects that never change (tuple, int, float, str, bytes) are read directly:
//! list items and counts of references belong to other threads as well.
//!
//! Counts of references with the GIL: every version has them in the first word, and marks immortal
//! objects so that bit 31 is set; 3.14 keeps flags in the upper half. So the low half alone is
//! read and written, and left alone if its sign bit is set. A count that passes 2³¹ honestly becomes
//! immortal, for CPython's own macros as for ours. That is so with the layout off too: `ob_refcnt`
//! is, as `ob_type` is, a listed member of the stable ABI with the GIL, which what was compiled for
//! the limited API of 3.11 counts in line. Only how immortal objects are marked is not promised, so
//! the version must be known, and its counts have passed their part of the self-test. And so it is with the value
//! of a `float`, whose place is derived on any version: see `derived.rs`.
//!
//! Rejected: constants chosen at compile time (one library is for all); a function pointer for
//! each accessor (a call is the cost to be avoided); asking for the version in each accessor.

use std::ffi::{c_int, c_ulong};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::table::Table;
use crate::*;

pub mod datetime;
mod derived;
pub mod dict;
mod exact;
mod functions;
mod immortal;
mod items;
mod reader;
mod rows;
mod self_test;
mod small_ints;
mod type_fields;
mod type_version;
mod vectorcall;
mod why;

pub(crate) use derived::is_in_place as floats_in_place;
pub use exact::{
    TypeWord, ascii_exact, ascii_of, bytes_exact, bytes_of, float_exact, float_of, header,
    is_surely, long_exact, long_of, type_word,
};
pub(crate) use functions::{Place as FunctionPlace, find as function_place};
pub use immortal::make_immortal;
pub use items::{
    knows_tuple_items, list_init_item, list_items, list_places, tuple_init_item, tuple_items,
    tuple_places,
};
pub use reader::Reader;
pub use rows::ROWS;
pub(crate) use self_test::self_test;
pub use small_ints::small_int;
pub use type_fields::{
    type_and_methods, type_basicsize, type_dealloc, type_methods, type_vectorcall,
};
pub use type_version::{TypeVersion, type_version};
pub(crate) use vectorcall::Call;
pub use vectorcall::{calls_functions, vectorcall};
pub use why::why_off;

/// The layout of objects in one minor version, with or without the GIL: offsets in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Layout {
    /// The minor version of Python 3.
    pub minor: u8,
    /// Whether the build has no GIL.
    pub free_threaded: bool,
    /// `sizeof(PyObject)`.
    pub header: u32,
    /// An object's type.
    pub ob_type: u32,
    /// Without the GIL, the count of references that the owning thread has; else zero.
    pub ref_local: u32,
    /// `PyVarObject.ob_size`: the length of a list, tuple or bytes.
    pub ob_size: u32,
    /// A float's value.
    pub float_value: u32,
    /// The word with an int's sign and number of digits.
    pub long_tag: u32,
    /// An int's digits.
    pub long_digits: u32,
    /// The pointer to a list's items.
    pub list_items: u32,
    /// A tuple's first item.
    pub tuple_items: u32,
    /// The first byte of a `bytes`.
    pub bytes_data: u32,
    /// A string's length.
    pub str_length: u32,
    /// The 32 bits that say how a str is stored.
    pub str_state: u32,
    /// The bits of `str_state` that are set if the text follows the header and is ASCII.
    pub str_ascii: u32,
    /// The text of such a str.
    pub str_data: u32,
    /// A type's name.
    pub type_name: u32,
    /// The size of a type's instances.
    pub type_basicsize: u32,
    /// A type's `tp_dealloc`.
    pub type_dealloc: u32,
    /// Where a type says in which place of its instances the function for vectorcall is.
    pub type_call_offset: u32,
    /// A type's flags.
    pub type_flags: u32,
    /// A type's own methods.
    pub type_methods: u32,
    /// The number that changes whenever an attribute of the type or of a base does.
    pub type_version: u32,
    /// A type's `tp_vectorcall`.
    pub type_vectorcall: u32,
    /// The number of items in a dict.
    pub dict_used: u32,
    /// The pointer to a dict's table, and that to its values if they are elsewhere.
    pub dict_keys: u32,
    /// A dict's values, where its keys are shared.
    pub dict_values: u32,
    /// Whether a `datetime` or a `time` has a zone: one byte.
    pub date_has_zone: u32,
    /// The packed fields of a `date`, a `datetime` or a `time`.
    pub date_data: u32,
    /// The fold of a `datetime`.
    pub datetime_fold: u32,
    /// The zone of a `datetime`.
    pub datetime_zone: u32,
    /// The fold of a `time`.
    pub time_fold: u32,
    /// The zone of a `time`.
    pub time_zone: u32,
    /// The days of a `timedelta`; seconds and microseconds follow.
    pub delta_days: u32,
}

/// What the accessors read: the chosen row, zero where an access is not allowed.
struct Fast {
    row: Option<Layout>,
    inline_refcount: bool,
    direct_dicts: bool,
    ob_type: u32,
    list_items: u32,
    tuple_items: u32,
    ob_size: u32,
    bytes_data: u32,
    str_length: u32,
    str_state: u32,
    str_ascii: u32,
    str_data: u32,
    type_flags: u32,
    type_call_offset: u32,
}

impl Fast {
    const PURE: Self = Self {
        row: None,
        inline_refcount: false,
        direct_dicts: false,
        ob_type: 0,
        list_items: 0,
        tuple_items: 0,
        ob_size: 0,
        bytes_data: 0,
        str_length: 0,
        str_state: 0,
        str_ascii: 0,
        str_data: 0,
        type_flags: 0,
        type_call_offset: 0,
    };

    const fn of(row: &Layout) -> Self {
        Self {
            row: Some(*row),
            inline_refcount: !row.free_threaded,
            direct_dicts: !row.free_threaded,
            ob_type: row.ob_type,
            list_items: if row.free_threaded { 0 } else { row.list_items },
            tuple_items: row.tuple_items,
            ob_size: row.ob_size,
            bytes_data: row.bytes_data,
            str_length: row.str_length,
            str_state: row.str_state,
            str_ascii: row.str_ascii,
            str_data: row.str_data,
            type_flags: row.type_flags,
            type_call_offset: row.type_call_offset,
        }
    }
}

static FAST: Table<Fast> = Table::new(Fast::PURE);

/// Whether counts of references can be changed in place, whether or not the layout is in use.
///
/// # Safety
/// The tables are filled and the thread is attached.
pub(crate) unsafe fn counts_in_place(interpreter: &Interpreter) -> bool {
    let known = !is_strange() && row(interpreter).is_some_and(|row| !row.free_threaded);
    // SAFETY: this function's contract; a version with the GIL.
    known && unsafe { self_test::counts_rightly() }
}

/// Switches the fast paths on, or leaves them off.
///
/// # Safety
/// Called once, attached and under the lock of `load`, before any thread has seen it return `Ok`; `row` is the
/// running interpreter's and has passed `self_test`, or is `None`, and `counts` what
/// [`counts_in_place`] says, `floats` what [`floats_in_place`] does, and `functions` what [`function_place`] does.
pub(crate) unsafe fn settle(
    row: Option<&Layout>,
    counts: bool,
    floats: bool,
    functions: Option<FunctionPlace>,
    interpreter: &Interpreter,
) {
    let mut fast = row.map_or(Fast::PURE, Fast::of);
    if row.is_none() {
        fast.ob_type = since::type_of::offset(interpreter).unwrap_or(0);
        fast.inline_refcount = counts;
    }
    // SAFETY: nobody reads before `load` has returned (caller's contract).
    unsafe {
        FAST.slots().write(fast);
        exact::settle(row, floats, interpreter);
        small_ints::settle(row, interpreter);
        vectorcall::settle(row, functions);
    }
}

/// What `settle` has chosen; in feature `pure`, the constant of the pure path.
///
/// # Safety
/// [`load`] has returned `Ok`: nothing writes `FAST` any more.
#[inline(always)]
unsafe fn known() -> &'static Fast {
    const PURE: &Fast = &Fast::PURE;
    if cfg!(feature = "pure") {
        return PURE;
    }
    // SAFETY: not written any more (caller's contract).
    unsafe { &*FAST.slots() }
}

/// The layout in use, if the fast paths are on. There is none before [`load`].
pub fn layout() -> Option<&'static Layout> {
    // SAFETY: loaded.
    crate::load::is_loaded().then(|| unsafe { known() }.row.as_ref())?
}

/// Whether the fast paths are on.
///
/// # Safety
/// [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn fast() -> bool {
    // SAFETY: loaded (caller's contract).
    unsafe { known() }.row.is_some()
}

/// Whether the running interpreter is of a version in [`ROWS`], whether or not its layout is in use.
/// What is known of such a version but not documented may be relied on, after a test. Never in feature
/// `pure`.
///
/// # Panics
/// If [`load`] has not returned `Ok`.
pub fn is_known() -> bool {
    !cfg!(feature = "pure") && row(interpreter()).is_some()
}

/// Whether the value of an exact `float` is read in place: with a layout, or because its place could be derived.
///
/// # Panics
/// If [`load`] has not returned `Ok`.
pub fn reads_floats() -> bool {
    let loaded = crate::load::is_loaded();
    assert!(loaded, "everbind_abi::load() has not returned Ok");
    // SAFETY: loaded; the type is only compared.
    !cfg!(feature = "pure") && unsafe { exact::hot() }.float == PyFloat_Type()
}

/// Whether Python was built without the GIL.
///
/// # Safety
/// [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn free_threaded() -> bool {
    // SAFETY: loaded (caller's contract).
    unsafe { interp::current() }.free_threaded
}

/// Whether counts of references are changed in place: with the GIL, on a known version, also where
/// its layout is not in use. Never in feature `pure`.
///
/// # Safety
/// [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn inline_refcount() -> bool {
    // SAFETY: loaded (caller's contract).
    unsafe { known() }.inline_refcount
}

/// Where the type stands in an object; zero where only `Py_TYPE` knows. On the pure path, and in
/// feature `pure`, it is what the stable ABI says, see [`settle`].
///
/// # Safety
/// [`load`] has returned `Ok`.
#[inline(always)]
unsafe fn type_offset() -> u32 {
    // SAFETY: loaded (caller's contract).
    unsafe { &*FAST.slots() }.ob_type
}

/// The type of an object, borrowed: CPython's `Py_TYPE`.
///
/// # Safety
/// `o` is an object and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn Py_TYPE(o: *mut PyObject) -> *mut PyTypeObject {
    // SAFETY: loaded (caller's contract).
    let offset = unsafe { type_offset() };
    if offset == 0 {
        // SAFETY: `o` is an object (caller's contract).
        return unsafe { since::type_of::Py_TYPE(o) };
    }
    // SAFETY: `o` is an object and the offset is its version's.
    unsafe { field::<*mut PyTypeObject>(o, offset).read() }
}

/// The flags of a type, `Py_TPFLAGS_…`.
///
/// # Safety
/// `type_` is a type and [`load`] has returned `Ok`.
#[inline(always)]
pub unsafe fn type_flags(type_: *mut PyTypeObject) -> c_ulong {
    // SAFETY: loaded (caller's contract).
    let known = unsafe { known() };
    let offset = known.type_flags;
    if offset == 0 {
        // SAFETY: `type_` is a type (caller's contract).
        return unsafe { PyType_GetFlags(type_) };
    }
    // SAFETY: `type_` is a type and the offset its version's. Without the GIL flags change
    // atomically; a relaxed load of a word is a plain load.
    unsafe {
        let flags = field::<std::sync::atomic::AtomicUsize>(type_.cast(), offset);
        (*flags).load(Ordering::Relaxed) as c_ulong
    }
}

/// The text of a `str` if it is ASCII; `None` if it is not, or the layout is not known.
///
/// # Safety
/// `unicode` is a `str` or an instance of a subclass, alive for `'a`, and [`load`] has
/// returned `Ok`.
#[inline(always)]
pub unsafe fn unicode_ascii<'a>(unicode: *mut PyObject) -> Option<&'a str> {
    // SAFETY: loaded (caller's contract).
    let known = unsafe { known() };
    let ascii = known.str_ascii;
    if ascii == 0 {
        return None;
    }
    // SAFETY: `unicode` is a str; with these bits its text follows the header, is ASCII and never
    // changes. Without the GIL other bits of the word may change, atomically.
    unsafe {
        let state = (*field::<AtomicU32>(unicode, known.str_state)).load(Ordering::Relaxed);
        if state & ascii != ascii {
            return None;
        }
        let length = field::<usize>(unicode, known.str_length).read();
        let bytes = std::slice::from_raw_parts(field(unicode, known.str_data), length);
        Some(std::str::from_utf8_unchecked(bytes))
    }
}

/// The content of a `bytes`; `None` if the layout is not known.
///
/// # Safety
/// `bytes` is a `bytes` or an instance of a subclass, alive for `'a`, and [`load`] has
/// returned `Ok`.
#[inline(always)]
pub unsafe fn bytes_view<'a>(bytes: *mut PyObject) -> Option<&'a [u8]> {
    // SAFETY: loaded (caller's contract).
    let known = unsafe { known() };
    let offset = known.bytes_data;
    if offset == 0 {
        return None;
    }
    // SAFETY: a `bytes` has `ob_size` bytes at the offset, and never changes.
    unsafe {
        let length = field::<usize>(bytes, known.ob_size).read();
        Some(std::slice::from_raw_parts(field(bytes, offset), length))
    }
}

/// The name of a type that is not on the heap, without its module; `None` of one that is, if it is
/// not ASCII, or if the layout is not known.
///
/// # Safety
/// `type_` is a type, alive for `'a`, and [`load`] has returned `Ok`.
pub unsafe fn static_type_name<'a>(type_: *mut PyTypeObject) -> Option<&'a str> {
    // SAFETY: loaded (caller's contract).
    let row = unsafe { known() }.row.as_ref()?;
    // SAFETY: `type_` is a type and the offset its version's. A type that is not on the heap has a
    // constant text there.
    unsafe {
        if type_flags(type_) & Py_TPFLAGS_HEAPTYPE != 0 {
            return None;
        }
        let mut start = field::<*const u8>(type_.cast(), row.type_name).read();
        let mut end = start;
        loop {
            match end.read() {
                0 => break,
                b'.' => start = end.add(1),
                byte if !byte.is_ascii() => return None,
                _ => {}
            }
            end = end.add(1);
        }
        let name = std::slice::from_raw_parts(start, end.offset_from_unsigned(start));
        Some(std::str::from_utf8_unchecked(name))
    }
}

/// The address of the field at `offset`.
///
/// # Safety
/// The object is at least that long.
#[inline(always)]
unsafe fn field<T>(o: *mut PyObject, offset: u32) -> *mut T {
    // SAFETY: within the object (caller's contract).
    unsafe { o.byte_add(offset as usize).cast() }
}

/// Whether the environment or the build forbids the fast paths.
pub(crate) fn forbidden() -> bool {
    is_strange() || std::env::var_os("EVERBIND_LAYOUT").is_some_and(|value| value == "off")
}

/// Whether nothing is known of this machine, or nothing may be used: feature `pure`.
fn is_strange() -> bool {
    cfg!(feature = "pure") || cfg!(target_endian = "big") || cfg!(not(target_pointer_width = "64"))
}

/// The row of an interpreter, if there is one that fits it.
#[inline(never)]
pub(crate) fn row(interpreter: &Interpreter) -> Option<&'static Layout> {
    let version = interpreter.version;
    let known = interpreter.implementation == Implementation::CPython
        && version.major == 3
        && version.is_settled()
        && !interpreter.debug;
    let fits = |row: &&Layout| {
        row.minor == version.minor
            && row.free_threaded == interpreter.free_threaded
            && row.header as usize == interpreter.header_size
    };
    known.then(|| ROWS.iter().find(fits)).flatten()
}

const _: () = assert!(size_of::<c_int>() == 4);
