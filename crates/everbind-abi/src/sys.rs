//! `sys`.

use std::ffi::{c_char, c_int};

use crate::table::api;
use crate::{PyObject, wchar_t};

api! {
    fn PySys_AddWarnOption(option: *const wchar_t);
    fn PySys_AddWarnOptionUnicode(o: *mut PyObject);
    fn PySys_AddXOption(option: *const wchar_t);
    fn PySys_GetObject(name: *const c_char) -> *mut PyObject;
    fn PySys_GetXOptions() -> *mut PyObject;
    fn PySys_HasWarnOptions() -> c_int;
    fn PySys_ResetWarnOptions();
    fn PySys_SetArgv(argc: c_int, argv: *mut *mut wchar_t);
    fn PySys_SetArgvEx(argc: c_int, argv: *mut *mut wchar_t, update_path: c_int);
    fn PySys_SetObject(name: *const c_char, value: *mut PyObject) -> c_int;
    fn PySys_SetPath(path: *const wchar_t);
}
