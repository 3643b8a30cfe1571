//! `int`.

use std::ffi::{c_char, c_double, c_int, c_long, c_longlong, c_ulong, c_ulonglong, c_void};

use crate::table::api;
use crate::{Py_ssize_t, PyObject};

api! {
    fn PyLong_AsDouble(o: *mut PyObject) -> c_double;
    fn PyLong_AsLong(o: *mut PyObject) -> c_long;
    fn PyLong_AsLongAndOverflow(o: *mut PyObject, overflow: *mut c_int) -> c_long;
    fn PyLong_AsLongLong(o: *mut PyObject) -> c_longlong;
    fn PyLong_AsLongLongAndOverflow(o: *mut PyObject, overflow: *mut c_int) -> c_longlong;
    fn PyLong_AsSize_t(o: *mut PyObject) -> usize;
    fn PyLong_AsSsize_t(o: *mut PyObject) -> Py_ssize_t;
    fn PyLong_AsUnsignedLong(o: *mut PyObject) -> c_ulong;
    fn PyLong_AsUnsignedLongLong(o: *mut PyObject) -> c_ulonglong;
    fn PyLong_AsUnsignedLongLongMask(o: *mut PyObject) -> c_ulonglong;
    fn PyLong_AsUnsignedLongMask(o: *mut PyObject) -> c_ulong;
    fn PyLong_AsVoidPtr(o: *mut PyObject) -> *mut c_void;
    fn PyLong_FromDouble(value: c_double) -> *mut PyObject;
    fn PyLong_FromString(
        string: *const c_char,
        end: *mut *mut c_char,
        base: c_int,
    ) -> *mut PyObject;
    fn PyLong_FromVoidPtr(ptr: *mut c_void) -> *mut PyObject;
    fn PyLong_GetInfo() -> *mut PyObject;
    fn PyOS_strtol(string: *const c_char, end: *mut *mut c_char, base: c_int) -> c_long;
    fn PyOS_strtoul(string: *const c_char, end: *mut *mut c_char, base: c_int) -> c_ulong;
}
