//! Calling: by tuple and dict, by array (vectorcall).

use std::ffi::c_int;

use crate::table::api;
use crate::{Py_ssize_t, PyObject};

api! {
    fn PyArg_ValidateKeywordArguments(o: *mut PyObject) -> c_int;
    fn PyCallable_Check(o: *mut PyObject) -> c_int;
    fn PyEval_CallObjectWithKeywords(
        callable: *mut PyObject,
        args: *mut PyObject,
        kwargs: *mut PyObject,
    ) -> *mut PyObject;
    fn PyObject_Call(
        callable: *mut PyObject,
        args: *mut PyObject,
        kwargs: *mut PyObject,
    ) -> *mut PyObject;
    fn PyObject_CallNoArgs(func: *mut PyObject) -> *mut PyObject;
    fn PyObject_CallObject(callable: *mut PyObject, args: *mut PyObject) -> *mut PyObject;
    fn PyObject_Vectorcall(
        callable: *mut PyObject,
        args: *const *mut PyObject,
        nargsf: usize,
        kwnames: *mut PyObject,
    ) -> *mut PyObject;
    fn PyObject_VectorcallMethod(
        name: *mut PyObject,
        args: *const *mut PyObject,
        nargsf: usize,
        kwnames: *mut PyObject,
    ) -> *mut PyObject;
    fn PyVectorcall_Call(
        callable: *mut PyObject,
        tuple: *mut PyObject,
        dict: *mut PyObject,
    ) -> *mut PyObject;
}

/// The address of `PyObject_Vectorcall` itself.
///
/// # Safety
/// The tables are filled.
#[inline(always)]
pub(crate) unsafe fn address_of_vectorcall() -> crate::layout::Call {
    // SAFETY: filled, and not written any more (caller's contract).
    unsafe { (*(&raw const TABLE as *const Slots)).PyObject_Vectorcall }
}

/// Bit of `nargsf`: the callee may overwrite `args[-1]` while it runs.
pub const PY_VECTORCALL_ARGUMENTS_OFFSET: usize = 1 << (usize::BITS - 1);

/// CPython's `PyVectorcall_NARGS`: the number of positional arguments in `nargsf`.
///
/// # Safety
/// None; unsafe like its namesake elsewhere.
#[inline]
pub const unsafe fn PyVectorcall_NARGS(nargsf: usize) -> Py_ssize_t {
    (nargsf & !PY_VECTORCALL_ARGUMENTS_OFFSET).cast_signed()
}

/// CPython's `PyEval_CallObject`.
///
/// # Safety
/// As `PyEval_CallObjectWithKeywords`.
#[inline]
pub unsafe fn PyEval_CallObject(callable: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { PyEval_CallObjectWithKeywords(callable, args, std::ptr::null_mut()) }
}
