//! The mapping protocol.

use std::ffi::{c_char, c_int};

use crate::table::api;
use crate::{Py_ssize_t, PyObject};

api! {
    fn PyMapping_Check(o: *mut PyObject) -> c_int;
    fn PyMapping_GetItemString(o: *mut PyObject, key: *const c_char) -> *mut PyObject;
    fn PyMapping_HasKey(o: *mut PyObject, key: *mut PyObject) -> c_int;
    fn PyMapping_HasKeyString(o: *mut PyObject, key: *const c_char) -> c_int;
    fn PyMapping_Items(o: *mut PyObject) -> *mut PyObject;
    fn PyMapping_Keys(o: *mut PyObject) -> *mut PyObject;
    fn PyMapping_Length(o: *mut PyObject) -> Py_ssize_t;
    fn PyMapping_SetItemString(o: *mut PyObject, key: *const c_char, value: *mut PyObject) -> c_int;
    fn PyMapping_Size(o: *mut PyObject) -> Py_ssize_t;
    fn PyMapping_Values(o: *mut PyObject) -> *mut PyObject;
}

/// CPython's `PyMapping_DelItem`.
///
/// # Safety
/// As `PyObject_DelItem`.
#[inline]
pub unsafe fn PyMapping_DelItem(o: *mut PyObject, key: *mut PyObject) -> c_int {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { crate::PyObject_DelItem(o, key) }
}

/// CPython's `PyMapping_DelItemString`.
///
/// # Safety
/// As `PyObject_DelItemString`.
#[inline]
pub unsafe fn PyMapping_DelItemString(o: *mut PyObject, key: *const c_char) -> c_int {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { crate::PyObject_DelItemString(o, key) }
}
