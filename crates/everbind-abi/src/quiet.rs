//! The functions of every call that neither run Python code nor let another thread run: they make or
//! read one object of a built-in type, and at most allocate for it.
//!
//! So no thread is ended in them (see `unwind.rs`), and they are called as what they are, C functions
//! that cannot unwind: a call needs no place to land, and one at the end of an entry is a jump. A
//! function belongs here only if that is so in every version: an error it raises must be one that
//! CPython makes by itself.

use std::ffi::{c_char, c_double, c_int, c_long, c_longlong, c_ulong, c_ulonglong, c_void};

use crate::table::quiet;
use crate::{Py_ssize_t, PyObject, PyTypeObject};

quiet! {
    fn PyBytes_AsString(o: *mut PyObject) -> *mut c_char;
    fn PyBytes_FromStringAndSize(string: *const c_char, size: Py_ssize_t) -> *mut PyObject;
    fn PyBytes_Size(o: *mut PyObject) -> Py_ssize_t;
    fn PyErr_Occurred() -> *mut PyObject;
    fn PyFloat_FromDouble(value: c_double) -> *mut PyObject;
    fn PyLong_FromLong(value: c_long) -> *mut PyObject;
    fn PyLong_FromLongLong(value: c_longlong) -> *mut PyObject;
    fn PyLong_FromSize_t(size: usize) -> *mut PyObject;
    fn PyLong_FromSsize_t(size: Py_ssize_t) -> *mut PyObject;
    fn PyLong_FromUnsignedLong(value: c_ulong) -> *mut PyObject;
    fn PyLong_FromUnsignedLongLong(value: c_ulonglong) -> *mut PyObject;
    fn PyObject_Free(ptr: *mut c_void);
    fn PyObject_Init(o: *mut PyObject, type_: *mut PyTypeObject) -> *mut PyObject;
    fn PyTuple_GetItem(tuple: *mut PyObject, index: Py_ssize_t) -> *mut PyObject;
    fn PyTuple_Size(tuple: *mut PyObject) -> Py_ssize_t;
    fn PyType_GetFlags(type_: *mut PyTypeObject) -> c_ulong;
    fn PyType_GetSlot(type_: *mut PyTypeObject, slot: c_int) -> *mut c_void;
    fn PyType_IsSubtype(sub: *mut PyTypeObject, base: *mut PyTypeObject) -> c_int;
    fn _PyObject_New(type_: *mut PyTypeObject) -> *mut PyObject;
    fn _Py_IncRef(o: *mut PyObject);
}
