//! What every object can do.

use std::ffi::{c_char, c_int, c_void};

use crate::table::api;
use crate::{Py_hash_t, Py_ssize_t, PyObject, PyTypeObject};

api! {
    fn PyObject_ASCII(o: *mut PyObject) -> *mut PyObject;
    fn PyObject_Bytes(o: *mut PyObject) -> *mut PyObject;
    fn PyObject_ClearWeakRefs(o: *mut PyObject);
    fn PyObject_DelItem(o: *mut PyObject, key: *mut PyObject) -> c_int;
    fn PyObject_DelItemString(o: *mut PyObject, key: *const c_char) -> c_int;
    fn PyObject_Dir(o: *mut PyObject) -> *mut PyObject;
    fn PyObject_Format(obj: *mut PyObject, format_spec: *mut PyObject) -> *mut PyObject;
    fn PyObject_GenericGetAttr(o: *mut PyObject, name: *mut PyObject) -> *mut PyObject;
    fn PyObject_GenericSetAttr(
        o: *mut PyObject,
        name: *mut PyObject,
        value: *mut PyObject,
    ) -> c_int;
    fn PyObject_GenericSetDict(
        o: *mut PyObject,
        value: *mut PyObject,
        context: *mut c_void,
    ) -> c_int;
    fn PyObject_GetAttr(o: *mut PyObject, name: *mut PyObject) -> *mut PyObject;
    fn PyObject_GetAttrString(o: *mut PyObject, name: *const c_char) -> *mut PyObject;
    fn PyObject_GetItem(o: *mut PyObject, key: *mut PyObject) -> *mut PyObject;
    fn PyObject_HasAttr(o: *mut PyObject, name: *mut PyObject) -> c_int;
    fn PyObject_HasAttrString(o: *mut PyObject, name: *const c_char) -> c_int;
    fn PyObject_Hash(o: *mut PyObject) -> Py_hash_t;
    fn PyObject_HashNotImplemented(o: *mut PyObject) -> Py_hash_t;
    fn PyObject_IsInstance(object: *mut PyObject, typeorclass: *mut PyObject) -> c_int;
    fn PyObject_IsSubclass(object: *mut PyObject, typeorclass: *mut PyObject) -> c_int;
    fn PyObject_IsTrue(o: *mut PyObject) -> c_int;
    fn PyObject_Length(o: *mut PyObject) -> Py_ssize_t;
    fn PyObject_Not(o: *mut PyObject) -> c_int;
    fn PyObject_Repr(o: *mut PyObject) -> *mut PyObject;
    fn PyObject_RichCompare(o: *mut PyObject, other: *mut PyObject, op: c_int) -> *mut PyObject;
    fn PyObject_RichCompareBool(o: *mut PyObject, other: *mut PyObject, op: c_int) -> c_int;
    fn PyObject_SelfIter(o: *mut PyObject) -> *mut PyObject;
    fn PyObject_SetAttr(o: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> c_int;
    fn PyObject_SetAttrString(o: *mut PyObject, name: *const c_char, value: *mut PyObject) -> c_int;
    fn PyObject_SetItem(o: *mut PyObject, key: *mut PyObject, v: *mut PyObject) -> c_int;
    fn PyObject_Size(o: *mut PyObject) -> Py_ssize_t;
    fn PyObject_Str(o: *mut PyObject) -> *mut PyObject;
    fn PyObject_Type(o: *mut PyObject) -> *mut PyObject;
    fn Py_ReprEnter(o: *mut PyObject) -> c_int;
    fn Py_ReprLeave(o: *mut PyObject);

    static PyBaseObject_Type: PyTypeObject;
    static PyBool_Type: PyTypeObject;
    static PyLong_Type: PyTypeObject;
    static PySuper_Type: PyTypeObject;
    static _Py_NoneStruct: PyObject;
    static _Py_NotImplementedStruct: PyObject;
}

/// CPython's `None`.
///
/// # Safety
/// [`load`](crate::load) has returned `Ok`.
#[inline]
pub unsafe fn Py_None() -> *mut PyObject {
    _Py_NoneStruct()
}

/// CPython's `NotImplemented`.
///
/// # Safety
/// [`load`](crate::load) has returned `Ok`.
#[inline]
pub unsafe fn Py_NotImplemented() -> *mut PyObject {
    _Py_NotImplementedStruct()
}

/// Whether `x` is `y`.
///
/// # Safety
/// None; unsafe like its namesake elsewhere.
#[inline]
pub unsafe fn Py_Is(x: *mut PyObject, y: *mut PyObject) -> c_int {
    c_int::from(x == y)
}

/// Whether `x` is `None`.
///
/// # Safety
/// [`load`](crate::load) has returned `Ok`.
#[inline]
pub unsafe fn Py_IsNone(x: *mut PyObject) -> c_int {
    c_int::from(x == _Py_NoneStruct())
}

/// `PyObject_Print` by `str()` instead of `repr()`.
pub const Py_PRINT_RAW: c_int = 1;
