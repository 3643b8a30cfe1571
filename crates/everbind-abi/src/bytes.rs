//! `bytes`.

use std::ffi::{c_char, c_int};

use crate::table::api;
use crate::{Py_ssize_t, PyObject, PyTypeObject};

api! {
    fn PyBytes_AsStringAndSize(
        obj: *mut PyObject,
        s: *mut *mut c_char,
        len: *mut Py_ssize_t,
    ) -> c_int;
    fn PyBytes_Concat(bytes: *mut *mut PyObject, part: *mut PyObject);
    fn PyBytes_ConcatAndDel(bytes: *mut *mut PyObject, part: *mut PyObject);
    fn PyBytes_DecodeEscape(
        string: *const c_char,
        size: Py_ssize_t,
        errors: *const c_char,
        unicode: Py_ssize_t,
        recode_encoding: *const c_char,
    ) -> *mut PyObject;
    fn PyBytes_FromObject(o: *mut PyObject) -> *mut PyObject;
    fn PyBytes_FromString(string: *const c_char) -> *mut PyObject;
    fn PyBytes_Repr(o: *mut PyObject, smart_quotes: c_int) -> *mut PyObject;

    static PyBytesIter_Type: PyTypeObject;
    static PyBytes_Type: PyTypeObject;
}
