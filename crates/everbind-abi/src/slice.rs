//! `slice` and `Ellipsis`.

use std::ffi::c_int;

use crate::table::api;
use crate::{Py_ssize_t, PyObject, PyTypeObject};

api! {
    fn PySlice_AdjustIndices(
        length: Py_ssize_t,
        start: *mut Py_ssize_t,
        stop: *mut Py_ssize_t,
        step: Py_ssize_t,
    ) -> Py_ssize_t;
    fn PySlice_GetIndices(
        r: *mut PyObject,
        length: Py_ssize_t,
        start: *mut Py_ssize_t,
        stop: *mut Py_ssize_t,
        step: *mut Py_ssize_t,
    ) -> c_int;
    fn PySlice_GetIndicesEx(
        r: *mut PyObject,
        length: Py_ssize_t,
        start: *mut Py_ssize_t,
        stop: *mut Py_ssize_t,
        step: *mut Py_ssize_t,
        slicelength: *mut Py_ssize_t,
    ) -> c_int;
    fn PySlice_New(start: *mut PyObject, stop: *mut PyObject, step: *mut PyObject) -> *mut PyObject;
    fn PySlice_Unpack(
        slice: *mut PyObject,
        start: *mut Py_ssize_t,
        stop: *mut Py_ssize_t,
        step: *mut Py_ssize_t,
    ) -> c_int;

    static PyEllipsis_Type: PyTypeObject;
    static PySlice_Type: PyTypeObject;
    static _Py_EllipsisObject: PyObject;
}

/// CPython's `Ellipsis`.
///
/// # Safety
/// [`load`](crate::load) has returned `Ok`.
#[inline]
pub unsafe fn Py_Ellipsis() -> *mut PyObject {
    _Py_EllipsisObject()
}
