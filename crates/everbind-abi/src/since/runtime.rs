//! Replacements of newer functions on modules, `sys`, threads and critical sections.

use std::ffi::{c_char, c_int, c_uint, c_void};
use std::ptr;

use crate::*;

#[inline]
pub(super) unsafe extern "C" fn module_add(
    module: *mut PyObject,
    name: *const c_char,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: the caller's obligations are the callees'; the value was the caller's and is given up.
    unsafe {
        let answer = PyModule_AddObjectRef(module, name, value);
        Py_XDECREF(value);
        answer
    }
}

#[inline]
pub(super) unsafe extern "C" fn import_add_module_ref(name: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callees'.
    unsafe { Py_XNewRef(PyImport_AddModule(name)) }
}

/// Borrowed and new are one: all of these are immortal in 3.12, which alone needs this.
#[inline]
pub(super) unsafe extern "C" fn constant(id: c_uint) -> *mut PyObject {
    // SAFETY: attached (caller's contract).
    unsafe {
        match id {
            Py_CONSTANT_NONE => Py_None(),
            Py_CONSTANT_FALSE => Py_False(),
            Py_CONSTANT_TRUE => Py_True(),
            Py_CONSTANT_ELLIPSIS => Py_Ellipsis(),
            Py_CONSTANT_NOT_IMPLEMENTED => Py_NotImplemented(),
            Py_CONSTANT_ZERO => PyLong_FromLong(0),
            Py_CONSTANT_ONE => PyLong_FromLong(1),
            Py_CONSTANT_EMPTY_STR => PyUnicode_FromStringAndSize(ptr::null(), 0),
            Py_CONSTANT_EMPTY_BYTES => PyBytes_FromStringAndSize(ptr::null(), 0),
            Py_CONSTANT_EMPTY_TUPLE => PyTuple_New(0),
            _ => {
                PyErr_BadInternalCall();
                ptr::null_mut()
            }
        }
    }
}

/// For a stranger that has neither name: 3.12 has the private one.
pub(super) unsafe extern "C" fn is_finalizing() -> c_int {
    // SAFETY: may be called at any time.
    c_int::from(unsafe { Py_IsInitialized() } == 0)
}

#[inline]
pub(super) unsafe extern "C" fn sys_attr(name: *mut PyObject) -> *mut PyObject {
    let mut value = ptr::null_mut();
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        if sys_optional_attr(name, &mut value) == 0 {
            PyErr_Format(PyExc_RuntimeError, c"lost sys.%U".as_ptr(), name);
        }
    }
    value
}

#[inline]
pub(super) unsafe extern "C" fn sys_attr_string(name: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        let value = Py_XNewRef(PySys_GetObject(name));
        if value.is_null() {
            PyErr_Format(PyExc_RuntimeError, c"lost sys.%s".as_ptr(), name);
        }
        value
    }
}

#[inline]
pub(super) unsafe extern "C" fn sys_optional_attr(
    name: *mut PyObject,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        *result = ptr::null_mut();
        let text = PyUnicode_AsUTF8AndSize(name, ptr::null_mut());
        if text.is_null() {
            return -1;
        }
        sys_optional_attr_string(text, result)
    }
}

#[inline]
pub(super) unsafe extern "C" fn sys_optional_attr_string(
    name: *const c_char,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: the caller's obligations are the callees'; `PySys_GetObject` raises nothing.
    unsafe {
        *result = Py_XNewRef(PySys_GetObject(name));
        c_int::from(!(*result).is_null())
    }
}

#[inline]
pub(super) unsafe extern "C" fn frame_builtins() -> *mut PyObject {
    // SAFETY: the caller's obligations are the callees'.
    unsafe { Py_XNewRef(PyEval_GetBuiltins()) }
}

#[inline]
pub(super) unsafe extern "C" fn frame_globals() -> *mut PyObject {
    // SAFETY: the caller's obligations are the callees'.
    unsafe { Py_XNewRef(PyEval_GetGlobals()) }
}

#[inline]
pub(super) unsafe extern "C" fn frame_locals() -> *mut PyObject {
    // SAFETY: the caller's obligations are the callees'.
    unsafe { Py_XNewRef(PyEval_GetLocals()) }
}

// With the GIL there is nothing to lock; every version without it exports these four.

pub(super) unsafe extern "C" fn critical_section_begin(
    _: *mut PyCriticalSection,
    _: *mut PyObject,
) {
}

pub(super) unsafe extern "C" fn critical_section_end(_: *mut PyCriticalSection) {}

pub(super) unsafe extern "C" fn critical_section2_begin(
    _: *mut PyCriticalSection2,
    _: *mut PyObject,
    _: *mut PyObject,
) {
}

pub(super) unsafe extern "C" fn critical_section2_end(_: *mut PyCriticalSection2) {}

/// For a stranger that has neither name. `PyThreadState_GetDict` returns null when not attached.
pub(super) unsafe extern "C" fn thread_state_unchecked() -> *mut PyThreadState {
    // SAFETY: both may be called, the second because the thread is attached.
    unsafe { if PyThreadState_GetDict().is_null() { ptr::null_mut() } else { PyThreadState_Get() } }
}

// For a stranger: every known version exports `PyMem_Raw…`. Zero bytes are asked for as one, as there.

mod libc {
    use std::ffi::c_void;

    // SAFETY: functions of the C library with their standard signatures.
    unsafe extern "C" {
        pub(super) fn malloc(size: usize) -> *mut c_void;
        pub(super) fn calloc(nelem: usize, elsize: usize) -> *mut c_void;
        pub(super) fn realloc(ptr: *mut c_void, size: usize) -> *mut c_void;
        pub(super) fn free(ptr: *mut c_void);
    }
}

#[inline]
pub(super) unsafe extern "C" fn raw_malloc(size: usize) -> *mut c_void {
    // SAFETY: may be called at any time.
    unsafe { libc::malloc(size.max(1)) }
}

#[inline]
pub(super) unsafe extern "C" fn raw_calloc(nelem: usize, elsize: usize) -> *mut c_void {
    // SAFETY: may be called at any time.
    unsafe { libc::calloc(nelem.max(1), elsize.max(1)) }
}

#[inline]
pub(super) unsafe extern "C" fn raw_realloc(ptr: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: null, or memory of one of these (caller's contract).
    unsafe { libc::realloc(ptr, size.max(1)) }
}

#[inline]
pub(super) unsafe extern "C" fn raw_free(ptr: *mut c_void) {
    // SAFETY: null, or memory of one of these (caller's contract).
    unsafe { libc::free(ptr) }
}
