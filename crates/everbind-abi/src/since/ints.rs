//! Replacements of newer conversions between `int` and C integers.

use std::ffi::{c_int, c_long};

use crate::*;

/// Raises `OverflowError` and returns -1.
///
/// # Safety
/// The thread is attached.
unsafe fn overflow(of: &std::ffi::CStr) -> c_int {
    // SAFETY: a C string; attached (this function's contract).
    unsafe { PyErr_SetString(PyExc_OverflowError, of.as_ptr()) };
    -1
}

#[inline]
pub(super) unsafe extern "C" fn as_int(o: *mut PyObject) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        let value = PyLong_AsLongLong(o);
        c_int::try_from(value)
            .unwrap_or_else(|_| overflow(c"Python int too large to convert to C int"))
    }
}

#[inline]
pub(super) unsafe extern "C" fn as_int32(o: *mut PyObject, value: *mut i32) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        let wide = PyLong_AsLongLong(o);
        if wide == -1 && !PyErr_Occurred().is_null() {
            return -1;
        }
        let Ok(narrow) = i32::try_from(wide) else {
            return overflow(c"Python int too large to convert to C int32_t");
        };
        *value = narrow;
        0
    }
}

#[inline]
pub(super) unsafe extern "C" fn as_int64(o: *mut PyObject, value: *mut i64) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        let wide = PyLong_AsLongLong(o);
        if wide == -1 && !PyErr_Occurred().is_null() {
            return -1;
        }
        *value = wide;
        0
    }
}

#[inline]
pub(super) unsafe extern "C" fn as_uint32(o: *mut PyObject, value: *mut u32) -> c_int {
    let mut wide = 0;
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        if as_uint64(o, &mut wide) < 0 {
            return -1;
        }
        let Ok(narrow) = u32::try_from(wide) else {
            return overflow(c"Python int too large to convert to C uint32_t");
        };
        *value = narrow;
        0
    }
}

/// A negative number is a `ValueError`, as in 3.14; `PyLong_AsUnsignedLongLong` says `OverflowError`
/// and does not call `__index__`.
#[inline]
pub(super) unsafe extern "C" fn as_uint64(o: *mut PyObject, value: *mut u64) -> c_int {
    // SAFETY: the caller's obligations are the callees'; each reference is given up once.
    unsafe {
        let index = PyNumber_Index(o);
        if index.is_null() {
            return -1;
        }
        let wide = PyLong_AsUnsignedLongLong(index);
        let failed = wide == u64::MAX && !PyErr_Occurred().is_null();
        if failed && PyErr_ExceptionMatches(PyExc_OverflowError) != 0 {
            let mut sign = 0;
            let exception = PyErr_GetRaisedException();
            PyLong_AsLongAndOverflow(index, &mut sign);
            let negative = sign <= 0;
            if negative {
                Py_XDECREF(exception);
                PyErr_SetString(PyExc_ValueError, c"Cannot convert negative int".as_ptr());
            } else {
                PyErr_SetRaisedException(exception);
            }
        }
        Py_DECREF(index);
        if failed {
            return -1;
        }
        *value = wide;
        0
    }
}

#[inline]
pub(super) unsafe extern "C" fn from_int32(value: i32) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { PyLong_FromLong(c_long::from(value)) }
}

#[inline]
pub(super) unsafe extern "C" fn from_int64(value: i64) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { PyLong_FromLongLong(value) }
}

#[inline]
pub(super) unsafe extern "C" fn from_uint32(value: u32) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { PyLong_FromUnsignedLongLong(u64::from(value)) }
}

#[inline]
pub(super) unsafe extern "C" fn from_uint64(value: u64) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { PyLong_FromUnsignedLongLong(value) }
}
