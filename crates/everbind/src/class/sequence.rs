//! Sequence slots made of mapping slots, as CPython does for classes written in Python.

use std::ffi::c_int;

use crate::ffi;

/// `sq_item` by way of `__getitem__`.
pub(super) unsafe extern "C" fn get_item(
    object: *mut ffi::PyObject,
    index: ffi::Py_ssize_t,
) -> *mut ffi::PyObject {
    // SAFETY: called by CPython with a living object; the index is given up here.
    unsafe {
        let index = ffi::PyLong_FromSsize_t(index);
        if index.is_null() {
            return index;
        }
        let result = ffi::PyObject_GetItem(object, index);
        ffi::Py_DECREF(index);
        result
    }
}

/// `sq_ass_item` by way of `__setitem__` and `__delitem__`.
pub(super) unsafe extern "C" fn set_item(
    object: *mut ffi::PyObject,
    index: ffi::Py_ssize_t,
    value: *mut ffi::PyObject,
) -> c_int {
    // SAFETY: called by CPython with living objects, the value null to delete; the
    // index is given up here.
    unsafe {
        let index = ffi::PyLong_FromSsize_t(index);
        if index.is_null() {
            return -1;
        }
        let result = if value.is_null() {
            ffi::PyObject_DelItem(object, index)
        } else {
            ffi::PyObject_SetItem(object, index, value)
        };
        ffi::Py_DECREF(index);
        result
    }
}
