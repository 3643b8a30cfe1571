//! `bytearray`.

use std::ffi::{c_char, c_int};

use crate::table::api;
use crate::{Py_ssize_t, PyObject, PyTypeObject};

api! {
    fn PyByteArray_AsString(o: *mut PyObject) -> *mut c_char;
    fn PyByteArray_Concat(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject;
    fn PyByteArray_FromObject(o: *mut PyObject) -> *mut PyObject;
    fn PyByteArray_FromStringAndSize(string: *const c_char, size: Py_ssize_t) -> *mut PyObject;
    fn PyByteArray_Resize(o: *mut PyObject, size: Py_ssize_t) -> c_int;
    fn PyByteArray_Size(o: *mut PyObject) -> Py_ssize_t;

    static PyByteArrayIter_Type: PyTypeObject;
    static PyByteArray_Type: PyTypeObject;
}
