//! The version file: the only one that compares versions of Python.
//!
//! A function newer than 3.12 stands in `newer!` with the version whose stable ABI it joined and a
//! replacement written in terms of 3.12. [`load`] looks its name up, and a call takes the
//! replacement if there is none, so callers never ask for the version: presence is tested, not
//! inferred, since many of these were exported a version or two before they became stable. In
//! brackets stands the private name under which 3.12, which will not change any more, has the same
//! function. `optional!` lists what cannot be replaced; there the caller gets an `Option`.
//!
//! What is not a function but behaviour is a predicate of [`Features`].

use std::ffi::{CStr, c_char, c_int, c_uint, c_ulong, c_void};

use crate::table::{Kind, Names, newer, optional};
use crate::*;

mod containers;
mod ints;
mod native_bytes;
mod objects;
mod runtime;
mod texts;
pub(crate) mod type_of;

/// A version of Python, ordered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Version {
    /// As in 3.x.
    pub major: u8,
    /// The version's second number.
    pub minor: u8,
    /// The version's third number.
    pub micro: u8,
    /// How far from a release.
    pub level: Level,
    /// The number of an alpha, a beta or a candidate.
    pub serial: u8,
}

/// How finished a version is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// `a`
    Alpha,
    /// `b`
    Beta,
    /// `rc`
    Candidate,
    /// A release.
    Final,
}

impl Version {
    /// The oldest version that is supported.
    pub const OLDEST: Self = Self::release(3, 12);

    /// The first release of a minor version, release candidates included.
    pub const fn release(major: u8, minor: u8) -> Self {
        Self { major, minor, micro: 0, level: Level::Alpha, serial: 0 }
    }

    /// The version that `PY_VERSION_HEX` or `Py_Version` encodes.
    pub const fn from_hex(hex: c_ulong) -> Self {
        const fn byte(hex: c_ulong, at: u32) -> u8 {
            (hex >> at & 0xff) as u8
        }
        let level = match byte(hex, 0) >> 4 {
            0xa => Level::Alpha,
            0xb => Level::Beta,
            0xc => Level::Candidate,
            _ => Level::Final,
        };
        let (major, minor, micro) = (byte(hex, 24), byte(hex, 16), byte(hex, 8));
        Self { major, minor, micro, level, serial: byte(hex, 0) & 0xf }
    }

    /// The version at the start of what `Py_GetVersion` returns, such as `3.11.7 (main, …)`.
    pub fn from_text(text: &str) -> Option<Self> {
        // Major, minor, micro; a plain loop, for the methods of `str` would be a tenth of this crate's
        // code.
        let mut numbers = [0u8; 3];
        let (mut at, mut digits, mut last) = (0, 0, 0);
        for byte in text.bytes() {
            last = byte;
            if byte.is_ascii_digit() {
                numbers[at] = numbers[at].checked_mul(10)?.checked_add(byte - b'0')?;
                digits += 1;
            } else if byte == b'.' && at < 2 && digits != 0 {
                at += 1;
                digits = 0;
            } else {
                break;
            }
        }
        if at == 0 || (at == 1 && digits == 0) {
            return None;
        }
        let level = match last {
            b'a' => Level::Alpha,
            b'b' => Level::Beta,
            b'r' => Level::Candidate,
            _ => Level::Final,
        };
        let [major, minor, micro] = numbers;
        Some(Self { major, minor, micro, level, serial: 0 })
    }

    /// Whether this is a release candidate or a release: object layouts no longer change.
    pub const fn is_settled(self) -> bool {
        matches!(self.level, Level::Candidate | Level::Final)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { major, minor, micro, level, serial } = self;
        let level = match level {
            Level::Alpha => "a",
            Level::Beta => "b",
            Level::Candidate => "rc",
            Level::Final => return write!(f, "{major}.{minor}.{micro}"),
        };
        write!(f, "{major}.{minor}.{micro}{level}{serial}")
    }
}

/// Whether `Py_TYPE` is an exported function; before 3.14 the type is a field at a known offset.
pub(crate) const fn type_is_function(version: Version) -> bool {
    version.major > 3 || version.minor >= 14
}

/// What the running interpreter knows or does; asked instead of its version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Features {
    /// Modules take `Py_mod_gil` (3.13). Before, the slot is an error.
    pub mod_gil_slot: bool,
    /// Types take `Py_tp_vectorcall` (3.14). Before, the slot is an error.
    pub tp_vectorcall_slot: bool,
    /// Types take `Py_tp_token`, and `PyType_GetBaseByToken` finds them by it (3.14).
    pub type_token: bool,
    /// `Py_RELATIVE_OFFSET` counts for `__vectorcalloffset__`, `__dictoffset__` and
    /// `__weaklistoffset__` (3.14). Before, it is silently ignored for them.
    pub relative_special_offsets: bool,
    /// An immutable type must have immutable bases (3.14); before, 3.12 and 3.13 only warn.
    pub immutable_bases_required: bool,
    /// The `PyModExport_` hook is looked for, and comes before `PyInit_` (3.15).
    pub mod_export: bool,
    /// `PyInit_` may return a `PyModuleDef` of ours: everywhere but without the GIL from 3.15 on.
    pub module_def: bool,
    /// Within `tp_traverse` and `tp_clear` the `…_DuringGC` functions are to be used (3.15).
    pub during_gc: bool,
}

impl Features {
    /// The features of a version.
    pub const fn of(version: Version, free_threaded: bool) -> Self {
        // Only these two fields count: a pre-release already has its version's features.
        const fn since(version: Version, minor: u8) -> bool {
            version.major > 3 || (version.major == 3 && version.minor >= minor)
        }
        Self {
            mod_gil_slot: since(version, 13),
            tp_vectorcall_slot: since(version, 14),
            type_token: since(version, 14),
            relative_special_offsets: since(version, 14),
            immutable_bases_required: since(version, 14),
            mod_export: since(version, 15),
            module_def: !(free_threaded && since(version, 15)),
            during_gc: since(version, 15),
        }
    }
}

pub(crate) use self::newer::FAMILY as NEWER;
pub use self::newer::*;
pub(crate) use self::optional::FAMILY as OPTIONAL;
pub use self::optional::*;

/// A critical section, on the stack of whoever holds it. Its fields are CPython's.
#[repr(C)]
#[derive(Debug)]
pub struct PyCriticalSection {
    _prev: usize,
    _mutex: *mut c_void,
}

/// A critical section that locks two objects.
#[repr(C)]
#[derive(Debug)]
pub struct PyCriticalSection2 {
    _base: PyCriticalSection,
    _mutex2: *mut c_void,
}

/// The machine's byte order, signed.
pub const Py_ASNATIVEBYTES_DEFAULTS: c_int = -1;
/// The highest byte first.
pub const Py_ASNATIVEBYTES_BIG_ENDIAN: c_int = 0;
/// The lowest byte first.
pub const Py_ASNATIVEBYTES_LITTLE_ENDIAN: c_int = 1;
/// The machine's byte order.
pub const Py_ASNATIVEBYTES_NATIVE_ENDIAN: c_int = 3;
/// The highest bit is no sign.
pub const Py_ASNATIVEBYTES_UNSIGNED_BUFFER: c_int = 4;
/// A negative number is an error.
pub const Py_ASNATIVEBYTES_REJECT_NEGATIVE: c_int = 8;
/// An object with `__index__` will do.
pub const Py_ASNATIVEBYTES_ALLOW_INDEX: c_int = 16;

/// `None`
pub const Py_CONSTANT_NONE: c_uint = 0;
/// `False`
pub const Py_CONSTANT_FALSE: c_uint = 1;
/// `True`
pub const Py_CONSTANT_TRUE: c_uint = 2;
/// `...`
pub const Py_CONSTANT_ELLIPSIS: c_uint = 3;
/// `NotImplemented`
pub const Py_CONSTANT_NOT_IMPLEMENTED: c_uint = 4;
/// `0`
pub const Py_CONSTANT_ZERO: c_uint = 5;
/// `1`
pub const Py_CONSTANT_ONE: c_uint = 6;
/// `''`
pub const Py_CONSTANT_EMPTY_STR: c_uint = 7;
/// `b''`
pub const Py_CONSTANT_EMPTY_BYTES: c_uint = 8;
/// `()`
pub const Py_CONSTANT_EMPTY_TUPLE: c_uint = 9;

mod newer {
    use super::*;

    newer! {
        (3, 13) fn PyDict_GetItemRef(mp: *mut PyObject, key: *mut PyObject, result: *mut *mut PyObject) -> c_int = containers::dict_get_item_ref;
        (3, 13) fn PyDict_GetItemStringRef(mp: *mut PyObject, key: *const c_char, result: *mut *mut PyObject) -> c_int = containers::dict_get_item_string_ref;
        (3, 15) fn PyDict_SetDefaultRef(mp: *mut PyObject, key: *mut PyObject, default: *mut PyObject, result: *mut *mut PyObject) -> c_int = containers::dict_set_default_ref;
        (3, 13) fn PyList_GetItemRef(list: *mut PyObject, index: Py_ssize_t) -> *mut PyObject = containers::list_get_item_ref;
        (3, 13) fn PyMapping_GetOptionalItem(o: *mut PyObject, key: *mut PyObject, result: *mut *mut PyObject) -> c_int = containers::mapping_get_optional_item;
        (3, 13) fn PyMapping_GetOptionalItemString(o: *mut PyObject, key: *const c_char, result: *mut *mut PyObject) -> c_int = containers::mapping_get_optional_item_string;
        (3, 13) fn PyMapping_HasKeyWithError(o: *mut PyObject, key: *mut PyObject) -> c_int = containers::mapping_has_key_with_error;
        (3, 13) fn PyMapping_HasKeyStringWithError(o: *mut PyObject, key: *const c_char) -> c_int = containers::mapping_has_key_string_with_error;
        (3, 14) fn PyIter_NextItem(iter: *mut PyObject, item: *mut *mut PyObject) -> c_int = containers::iter_next_item;

        (3, 13) fn PyObject_GetOptionalAttr(o: *mut PyObject, name: *mut PyObject, result: *mut *mut PyObject) -> c_int = objects::get_optional_attr [_PyObject_LookupAttr];
        (3, 13) fn PyObject_GetOptionalAttrString(o: *mut PyObject, name: *const c_char, result: *mut *mut PyObject) -> c_int = objects::get_optional_attr_string;
        (3, 13) fn PyObject_HasAttrWithError(o: *mut PyObject, name: *mut PyObject) -> c_int = objects::has_attr_with_error;
        (3, 13) fn PyObject_HasAttrStringWithError(o: *mut PyObject, name: *const c_char) -> c_int = objects::has_attr_string_with_error;
        (3, 13) fn PyObject_DelAttr(o: *mut PyObject, name: *mut PyObject) -> c_int = objects::del_attr;
        (3, 13) fn PyObject_DelAttrString(o: *mut PyObject, name: *const c_char) -> c_int = objects::del_attr_string;
        (3, 13) fn PyWeakref_GetRef(reference: *mut PyObject, result: *mut *mut PyObject) -> c_int = objects::weakref_get_ref;
        (3, 14) fn Py_REFCNT(o: *mut PyObject) -> Py_ssize_t = objects::refcnt;
        (3, 13) fn PyType_GetFullyQualifiedName(type_: *mut PyTypeObject) -> *mut PyObject = objects::type_fully_qualified_name;
        (3, 13) fn PyType_GetModuleName(type_: *mut PyTypeObject) -> *mut PyObject = objects::type_module_name;
        (3, 13) fn PyType_GetModuleByDef(type_: *mut PyTypeObject, def: *mut PyModuleDef) -> *mut PyObject = objects::type_module_by_def;
        (3, 15) fn PyObject_GetTypeData_DuringGC(o: *mut PyObject, cls: *mut PyTypeObject) -> *mut c_void = objects::type_data;
        (3, 15) fn PyType_GetModuleState_DuringGC(type_: *mut PyTypeObject) -> *mut c_void = objects::type_module_state;
        (3, 15) fn PyType_GetModule_DuringGC(type_: *mut PyTypeObject) -> *mut PyObject = objects::type_module;
        (3, 15) fn PyModule_GetState_DuringGC(module: *mut PyObject) -> *mut c_void = objects::module_state;

        (3, 13) fn PyLong_AsInt(o: *mut PyObject) -> c_int = ints::as_int [_PyLong_AsInt];
        (3, 14) fn PyLong_AsInt32(o: *mut PyObject, value: *mut i32) -> c_int = ints::as_int32;
        (3, 14) fn PyLong_AsInt64(o: *mut PyObject, value: *mut i64) -> c_int = ints::as_int64;
        (3, 14) fn PyLong_AsUInt32(o: *mut PyObject, value: *mut u32) -> c_int = ints::as_uint32;
        (3, 14) fn PyLong_AsUInt64(o: *mut PyObject, value: *mut u64) -> c_int = ints::as_uint64;
        (3, 14) fn PyLong_FromInt32(value: i32) -> *mut PyObject = ints::from_int32;
        (3, 14) fn PyLong_FromInt64(value: i64) -> *mut PyObject = ints::from_int64;
        (3, 14) fn PyLong_FromUInt32(value: u32) -> *mut PyObject = ints::from_uint32;
        (3, 14) fn PyLong_FromUInt64(value: u64) -> *mut PyObject = ints::from_uint64;
        (3, 14) fn PyLong_AsNativeBytes(o: *mut PyObject, buffer: *mut c_void, size: Py_ssize_t, flags: c_int) -> Py_ssize_t = native_bytes::as_native_bytes;
        (3, 14) fn PyLong_FromNativeBytes(buffer: *const c_void, size: usize, flags: c_int) -> *mut PyObject = native_bytes::from_native_bytes;
        (3, 14) fn PyLong_FromUnsignedNativeBytes(buffer: *const c_void, size: usize, flags: c_int) -> *mut PyObject = native_bytes::from_unsigned_native_bytes;

        (3, 14) fn PyUnicode_Equal(a: *mut PyObject, b: *mut PyObject) -> c_int = texts::equal;
        (3, 13) fn PyUnicode_EqualToUTF8(unicode: *mut PyObject, string: *const c_char) -> c_int = texts::equal_to_utf8;
        (3, 13) fn PyUnicode_EqualToUTF8AndSize(unicode: *mut PyObject, string: *const c_char, size: Py_ssize_t) -> c_int = texts::equal_to_utf8_and_size;
        (3, 16) fn Py_HashBuffer(buffer: *const c_void, size: Py_ssize_t) -> Py_hash_t = texts::hash_buffer [_Py_HashBytes];

        (3, 13) fn PyModule_Add(module: *mut PyObject, name: *const c_char, value: *mut PyObject) -> c_int = runtime::module_add;
        (3, 13) fn PyImport_AddModuleRef(name: *const c_char) -> *mut PyObject = runtime::import_add_module_ref;
        (3, 13) fn Py_GetConstant(id: c_uint) -> *mut PyObject = runtime::constant;
        (3, 13) fn Py_GetConstantBorrowed(id: c_uint) -> *mut PyObject = runtime::constant;
        (3, 13) fn Py_IsFinalizing() -> c_int = runtime::is_finalizing [_Py_IsFinalizing];
        (3, 15) fn PySys_GetAttr(name: *mut PyObject) -> *mut PyObject = runtime::sys_attr;
        (3, 15) fn PySys_GetAttrString(name: *const c_char) -> *mut PyObject = runtime::sys_attr_string;
        (3, 15) fn PySys_GetOptionalAttr(name: *mut PyObject, result: *mut *mut PyObject) -> c_int = runtime::sys_optional_attr;
        (3, 15) fn PySys_GetOptionalAttrString(name: *const c_char, result: *mut *mut PyObject) -> c_int = runtime::sys_optional_attr_string;
        (3, 13) fn PyEval_GetFrameBuiltins() -> *mut PyObject = runtime::frame_builtins;
        (3, 13) fn PyEval_GetFrameGlobals() -> *mut PyObject = runtime::frame_globals;
        (3, 13) fn PyEval_GetFrameLocals() -> *mut PyObject = runtime::frame_locals;
        (3, 15) fn PyCriticalSection_Begin(section: *mut PyCriticalSection, o: *mut PyObject) = runtime::critical_section_begin;
        (3, 15) fn PyCriticalSection_End(section: *mut PyCriticalSection) = runtime::critical_section_end;
        (3, 15) fn PyCriticalSection2_Begin(section: *mut PyCriticalSection2, a: *mut PyObject, b: *mut PyObject) = runtime::critical_section2_begin;
        (3, 15) fn PyCriticalSection2_End(section: *mut PyCriticalSection2) = runtime::critical_section2_end;
        (3, 13) fn PyMem_RawMalloc(size: usize) -> *mut c_void = runtime::raw_malloc;
        (3, 13) fn PyMem_RawCalloc(nelem: usize, elsize: usize) -> *mut c_void = runtime::raw_calloc;
        (3, 13) fn PyMem_RawRealloc(ptr: *mut c_void, new_size: usize) -> *mut c_void = runtime::raw_realloc;
        (3, 13) fn PyMem_RawFree(ptr: *mut c_void) = runtime::raw_free;
        (none) fn PyThreadState_GetUnchecked() -> *mut PyThreadState = runtime::thread_state_unchecked [_PyThreadState_UncheckedGet];
    }
}

mod optional {
    use super::*;

    optional! {
        (3, 13) fn _Py_SetRefcnt(o: *mut PyObject, count: Py_ssize_t);
        (3, 14) fn PyType_Freeze(type_: *mut PyTypeObject) -> c_int;
        (3, 14) fn PyType_GetBaseByToken(type_: *mut PyTypeObject, token: *mut c_void, result: *mut *mut PyTypeObject) -> c_int;
        (3, 15) fn PyType_GetBaseByToken_DuringGC(type_: *mut PyTypeObject, token: *mut c_void, result: *mut *mut PyTypeObject) -> c_int;
        (3, 15) fn PyType_FromSlots(slots: *mut PySlot) -> *mut PyObject;
        (3, 15) fn PyType_GetModuleByToken(type_: *mut PyTypeObject, token: *const c_void) -> *mut PyObject;
        (3, 15) fn PyType_GetModuleByToken_DuringGC(type_: *mut PyTypeObject, token: *const c_void) -> *mut PyObject;
        (3, 15) fn PyModule_FromSlotsAndSpec(slots: *const PySlot, spec: *mut PyObject) -> *mut PyObject;
        (3, 15) fn PyModule_Exec(module: *mut PyObject) -> c_int;
        (3, 15) fn PyModule_GetStateSize(module: *mut PyObject, result: *mut Py_ssize_t) -> c_int;
        (3, 15) fn PyModule_GetToken(module: *mut PyObject, result: *mut *mut c_void) -> c_int;
        (3, 15) fn PyModule_GetToken_DuringGC(module: *mut PyObject, result: *mut *mut c_void) -> c_int;
        (3, 15) fn PyABIInfo_Check(info: *mut PyABIInfo, module_name: *const c_char) -> c_int;
        (3, 15) fn PyObject_CallFinalizerFromDealloc(o: *mut PyObject) -> c_int;
        (none) fn PyUnstable_Module_SetGIL(module: *mut PyObject, gil: *mut c_void) -> c_int;
        (none) fn PyUnstable_Object_EnableDeferredRefcount(o: *mut PyObject) -> c_int;
        (none) fn PyVectorcall_Function(callable: *mut PyObject) -> Option<vectorcallfunc>;
    }
}

/// A function newer than 3.12 that the running interpreter lacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lacking<'a> {
    /// Its calls go to a function of an older name.
    Older(&'a CStr),
    /// Its calls go to a replacement, written with functions of 3.12.
    Replaced,
    /// There is none; who wants to call it does something else.
    Absent,
}

/// Calls `note` with each of the newer functions that the interpreter in this process lacks.
#[cold]
pub fn lacking(note: &mut dyn FnMut(&CStr, Lacking<'_>)) {
    let Some(library) = Library::process() else { return };
    let mut names = Names::new();
    for family in crate::FAMILIES {
        for _ in 0..family.count() {
            let is_there = |name: &CStr| !library.symbol(name).is_null();
            names.next();
            let newer = names;
            if newer.has_older() {
                names.next();
            }
            let lacking = match family.kind() {
                Kind::Newer if newer.has_older() && is_there(names.last()) => {
                    Lacking::Older(names.last())
                }
                Kind::Newer => Lacking::Replaced,
                Kind::Optional => Lacking::Absent,
                _ => continue,
            };
            if !is_there(newer.last()) {
                note(newer.last(), lacking);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_ordered() {
        for (hex, text, shown) in [
            (0x030c01f0, "3.12.1 (main, Nov 1 2026) [GCC]", "3.12.1"),
            (0x030b07f0, "3.11.7", "3.11.7"),
            (0x030f00c2, "3.15.0rc2+ free-threading build", "3.15.0rc2"),
            (0x031000a3, "3.16.0a3", "3.16.0a3"),
        ] {
            let version = Version::from_hex(hex);
            assert_eq!(version.to_string(), shown);
            let read = Version::from_text(text).expect("a version");
            assert_eq!(Version { serial: version.serial, ..read }, version);
        }
        assert!(Version::from_hex(0x030b07f0) < Version::OLDEST);
        assert!(Version::from_hex(0x030c00a1) >= Version::OLDEST);
        assert!(Version::from_hex(0x030f00c1).is_settled());
        assert!(!Version::from_hex(0x030f00b4).is_settled());
        assert_eq!(Version::from_text("unknown"), None);
    }

    #[test]
    fn features_follow_versions() {
        let of = |hex, free_threaded| Features::of(Version::from_hex(hex), free_threaded);
        assert!(!of(0x030c00f0, false).mod_gil_slot);
        assert!(of(0x030d00f0, true).mod_gil_slot);
        assert!(!of(0x030d00f0, false).tp_vectorcall_slot);
        assert!(of(0x030e00b1, false).tp_vectorcall_slot);
        assert!(of(0x030e00f0, true).module_def);
        assert!(of(0x030f00f0, false).module_def);
        assert!(!of(0x030f00f0, true).module_def);
        assert!(of(0x040000f0, false).mod_export);
    }
}
