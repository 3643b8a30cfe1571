//! `bool`.

use std::ffi::{c_int, c_long};

use crate::table::api;
use crate::{PyLongObject, PyObject};

api! {
    fn PyBool_FromLong(value: c_long) -> *mut PyObject;

    static _Py_FalseStruct: PyLongObject;
    static _Py_TrueStruct: PyLongObject;
}

/// CPython's `True`.
///
/// # Safety
/// [`load`](crate::load) has returned `Ok`.
#[inline]
pub unsafe fn Py_True() -> *mut PyObject {
    _Py_TrueStruct().cast()
}

/// CPython's `False`.
///
/// # Safety
/// [`load`](crate::load) has returned `Ok`.
#[inline]
pub unsafe fn Py_False() -> *mut PyObject {
    _Py_FalseStruct().cast()
}

/// Whether `x` is `True`.
///
/// # Safety
/// [`load`](crate::load) has returned `Ok`.
#[inline]
pub unsafe fn Py_IsTrue(x: *mut PyObject) -> c_int {
    c_int::from(x == _Py_TrueStruct().cast())
}

/// Whether `x` is `False`.
///
/// # Safety
/// [`load`](crate::load) has returned `Ok`.
#[inline]
pub unsafe fn Py_IsFalse(x: *mut PyObject) -> c_int {
    c_int::from(x == _Py_FalseStruct().cast())
}
