//! The cyclic garbage collector.

use std::ffi::{c_int, c_void};

use crate::table::api;
use crate::{Py_ssize_t, PyObject, PyTypeObject, PyVarObject};

api! {
    fn PyGC_Collect() -> Py_ssize_t;
    fn PyGC_Disable() -> c_int;
    fn PyGC_Enable() -> c_int;
    fn PyGC_IsEnabled() -> c_int;
    fn PyObject_GC_Del(ptr: *mut c_void);
    fn PyObject_GC_IsFinalized(o: *mut PyObject) -> c_int;
    fn PyObject_GC_IsTracked(o: *mut PyObject) -> c_int;
    fn PyObject_GC_Track(ptr: *mut c_void);
    fn PyObject_GC_UnTrack(ptr: *mut c_void);
    fn _PyObject_GC_New(type_: *mut PyTypeObject) -> *mut PyObject;
    fn _PyObject_GC_NewVar(type_: *mut PyTypeObject, size: Py_ssize_t) -> *mut PyVarObject;
    fn _PyObject_GC_Resize(o: *mut PyVarObject, size: Py_ssize_t) -> *mut PyVarObject;
}

/// CPython's `PyObject_GC_New`: a new instance of `type_`, untracked, uninitialised after its header.
///
/// # Safety
/// As `_PyObject_GC_New`.
#[inline]
pub unsafe fn PyObject_GC_New<T>(type_: *mut PyTypeObject) -> *mut T {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { _PyObject_GC_New(type_) }.cast()
}

/// CPython's `PyObject_GC_NewVar`.
///
/// # Safety
/// As `_PyObject_GC_NewVar`.
#[inline]
pub unsafe fn PyObject_GC_NewVar<T>(type_: *mut PyTypeObject, size: Py_ssize_t) -> *mut T {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { _PyObject_GC_NewVar(type_, size) }.cast()
}

/// CPython's `PyObject_GC_Resize`.
///
/// # Safety
/// As `_PyObject_GC_Resize`.
#[inline]
pub unsafe fn PyObject_GC_Resize<T>(op: *mut PyVarObject, size: Py_ssize_t) -> *mut T {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { _PyObject_GC_Resize(op, size) }.cast()
}

/// CPython's `PyType_IS_GC`.
///
/// # Safety
/// `type_` is a type.
#[inline]
pub unsafe fn PyType_IS_GC(type_: *mut PyTypeObject) -> c_int {
    // SAFETY: `type_` is a type (caller's contract).
    unsafe { crate::PyType_HasFeature(type_, crate::Py_TPFLAGS_HAVE_GC) }
}
