//! Files, paths, numbers as text, and the locale's encoding.

use std::ffi::{c_char, c_double, c_int};

use crate::table::api;
use crate::{Py_ssize_t, PyObject, wchar_t};

api! {
    fn PyFile_FromFd(
        fd: c_int,
        name: *const c_char,
        mode: *const c_char,
        buffering: c_int,
        encoding: *const c_char,
        errors: *const c_char,
        newline: *const c_char,
        closefd: c_int,
    ) -> *mut PyObject;
    fn PyFile_GetLine(file: *mut PyObject, n: c_int) -> *mut PyObject;
    fn PyFile_WriteObject(o: *mut PyObject, file: *mut PyObject, flags: c_int) -> c_int;
    fn PyFile_WriteString(string: *const c_char, file: *mut PyObject) -> c_int;
    fn PyOS_FSPath(path: *mut PyObject) -> *mut PyObject;
    fn PyOS_double_to_string(
        val: c_double,
        format_code: c_char,
        precision: c_int,
        flags: c_int,
        type_: *mut c_int,
    ) -> *mut c_char;
    fn PyOS_mystricmp(a: *const c_char, b: *const c_char) -> c_int;
    fn PyOS_mystrnicmp(a: *const c_char, b: *const c_char, size: Py_ssize_t) -> c_int;
    fn PyOS_string_to_double(
        str: *const c_char,
        endptr: *mut *mut c_char,
        overflow_exception: *mut PyObject,
    ) -> c_double;
    fn PyObject_AsFileDescriptor(o: *mut PyObject) -> c_int;
    fn Py_DecodeLocale(arg: *const c_char, size: *mut usize) -> *mut wchar_t;
    fn Py_EncodeLocale(text: *const wchar_t, error_pos: *mut usize) -> *mut c_char;
}
