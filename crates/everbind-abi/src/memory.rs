//! Memory, and the allocation of objects.

use std::ffi::c_void;

use crate::table::api;
use crate::{Py_ssize_t, PyTypeObject, PyVarObject};

api! {
    fn PyMem_Calloc(nelem: usize, elsize: usize) -> *mut c_void;
    fn PyMem_Free(ptr: *mut c_void);
    fn PyMem_Malloc(size: usize) -> *mut c_void;
    fn PyMem_Realloc(ptr: *mut c_void, new_size: usize) -> *mut c_void;
    fn PyObject_Calloc(nelem: usize, elsize: usize) -> *mut c_void;
    fn PyObject_InitVar(
        o: *mut PyVarObject,
        type_: *mut PyTypeObject,
        size: Py_ssize_t,
    ) -> *mut PyVarObject;
    fn PyObject_Malloc(size: usize) -> *mut c_void;
    fn PyObject_Realloc(ptr: *mut c_void, new_size: usize) -> *mut c_void;
    fn _PyObject_NewVar(type_: *mut PyTypeObject, size: Py_ssize_t) -> *mut PyVarObject;
}

/// CPython's `PyObject_New`: a new instance of `type_`, uninitialised after its header.
///
/// # Safety
/// As `_PyObject_New`.
#[inline]
pub unsafe fn PyObject_New<T>(type_: *mut PyTypeObject) -> *mut T {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { crate::_PyObject_New(type_) }.cast()
}

/// CPython's `PyObject_NewVar`.
///
/// # Safety
/// As `_PyObject_NewVar`.
#[inline]
pub unsafe fn PyObject_NewVar<T>(type_: *mut PyTypeObject, size: Py_ssize_t) -> *mut T {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { _PyObject_NewVar(type_, size) }.cast()
}
