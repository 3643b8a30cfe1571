//! Types: made from a spec, asked for their data, flags and names.

use std::ffi::{c_char, c_int, c_uint, c_ulong, c_void};

use crate::table::api;
use crate::{Py_ssize_t, PyObject, PyTypeObject};

/// One slot of a [`PyType_Spec`].
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyType_Slot {
    /// Which.
    pub slot: c_int,
    /// Its value, which need not be a function.
    pub pfunc: *mut c_void,
}

// SAFETY: a constant record; what it points to is only read, by the interpreter.
unsafe impl Sync for PyType_Slot {}

/// What `PyType_FromSpec` and its kin make a type from.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyType_Spec {
    /// In UTF-8, ending with a zero.
    pub name: *const c_char,
    /// The size of an instance; 0 or negative: so much beyond the base's.
    pub basicsize: c_int,
    /// In bytes.
    pub itemsize: c_int,
    /// Its flags.
    pub flags: c_uint,
    /// An array that ends with zeroes.
    pub slots: *mut PyType_Slot,
}

// SAFETY: as for `PyType_Slot`.
unsafe impl Sync for PyType_Spec {}

api! {
    fn PyObject_GetTypeData(obj: *mut PyObject, cls: *mut PyTypeObject) -> *mut c_void;
    fn PyType_ClearCache() -> c_uint;
    fn PyType_FromMetaclass(
        metaclass: *mut PyTypeObject,
        module: *mut PyObject,
        spec: *mut PyType_Spec,
        bases: *mut PyObject,
    ) -> *mut PyObject;
    fn PyType_FromModuleAndSpec(
        module: *mut PyObject,
        spec: *mut PyType_Spec,
        bases: *mut PyObject,
    ) -> *mut PyObject;
    fn PyType_FromSpec(spec: *mut PyType_Spec) -> *mut PyObject;
    fn PyType_FromSpecWithBases(spec: *mut PyType_Spec, bases: *mut PyObject) -> *mut PyObject;
    fn PyType_GenericAlloc(type_: *mut PyTypeObject, nitems: Py_ssize_t) -> *mut PyObject;
    fn PyType_GenericNew(
        type_: *mut PyTypeObject,
        args: *mut PyObject,
        kwargs: *mut PyObject,
    ) -> *mut PyObject;
    fn PyType_GetModule(type_: *mut PyTypeObject) -> *mut PyObject;
    fn PyType_GetModuleState(type_: *mut PyTypeObject) -> *mut c_void;
    fn PyType_GetName(type_: *mut PyTypeObject) -> *mut PyObject;
    fn PyType_GetQualName(type_: *mut PyTypeObject) -> *mut PyObject;
    fn PyType_GetTypeDataSize(cls: *mut PyTypeObject) -> Py_ssize_t;
    fn PyType_Modified(type_: *mut PyTypeObject);
    fn PyType_Ready(type_: *mut PyTypeObject) -> c_int;

    static PyType_Type: PyTypeObject;
}

// The flags that `PyType_Spec::flags` takes and `PyType_GetFlags` returns.
/// Of no effect since 3.8.
pub const Py_TPFLAGS_HAVE_FINALIZE: c_ulong = 1;
/// The interpreter keeps the list of weak references.
pub const Py_TPFLAGS_MANAGED_WEAKREF: c_ulong = 1 << 3;
/// The interpreter keeps `__dict__`.
pub const Py_TPFLAGS_MANAGED_DICT: c_ulong = 1 << 4;
/// A sequence for `match`.
pub const Py_TPFLAGS_SEQUENCE: c_ulong = 1 << 5;
/// A mapping for `match`.
pub const Py_TPFLAGS_MAPPING: c_ulong = 1 << 6;
/// It has no constructor.
pub const Py_TPFLAGS_DISALLOW_INSTANTIATION: c_ulong = 1 << 7;
/// Its attributes cannot be set.
pub const Py_TPFLAGS_IMMUTABLETYPE: c_ulong = 1 << 8;
/// It was made at run time.
pub const Py_TPFLAGS_HEAPTYPE: c_ulong = 1 << 9;
/// It can be subclassed.
pub const Py_TPFLAGS_BASETYPE: c_ulong = 1 << 10;
/// Its instances are called by vectorcall.
pub const Py_TPFLAGS_HAVE_VECTORCALL: c_ulong = 1 << 11;
/// It is complete; set by the interpreter.
pub const Py_TPFLAGS_READY: c_ulong = 1 << 12;
/// It is being completed; set by the interpreter.
pub const Py_TPFLAGS_READYING: c_ulong = 1 << 13;
/// Its instances are visited by the garbage collector.
pub const Py_TPFLAGS_HAVE_GC: c_ulong = 1 << 14;
/// Its instances are methods, and can be called without being bound.
pub const Py_TPFLAGS_METHOD_DESCRIPTOR: c_ulong = 1 << 17;
/// Of no effect any more.
pub const Py_TPFLAGS_HAVE_VERSION_TAG: c_ulong = 1 << 18;
/// Its version is valid; set by the interpreter.
pub const Py_TPFLAGS_VALID_VERSION_TAG: c_ulong = 1 << 19;
/// It has abstract methods.
pub const Py_TPFLAGS_IS_ABSTRACT: c_ulong = 1 << 20;
/// Items stand at the end of an instance, after what subclasses add.
pub const Py_TPFLAGS_ITEMS_AT_END: c_ulong = 1 << 23;
/// `int` or derived from it.
pub const Py_TPFLAGS_LONG_SUBCLASS: c_ulong = 1 << 24;
/// `list` or derived from it.
pub const Py_TPFLAGS_LIST_SUBCLASS: c_ulong = 1 << 25;
/// `tuple` or derived from it.
pub const Py_TPFLAGS_TUPLE_SUBCLASS: c_ulong = 1 << 26;
/// `bytes` or derived from it.
pub const Py_TPFLAGS_BYTES_SUBCLASS: c_ulong = 1 << 27;
/// `str` or derived from it.
pub const Py_TPFLAGS_UNICODE_SUBCLASS: c_ulong = 1 << 28;
/// `dict` or derived from it.
pub const Py_TPFLAGS_DICT_SUBCLASS: c_ulong = 1 << 29;
/// `BaseException` or derived from it.
pub const Py_TPFLAGS_BASE_EXC_SUBCLASS: c_ulong = 1 << 30;
/// `type` or derived from it.
pub const Py_TPFLAGS_TYPE_SUBCLASS: c_ulong = 1 << 31;
/// What every type begins with.
pub const Py_TPFLAGS_DEFAULT: c_ulong = 0;
