//! What the C functions of slots call, besides the shims that all entries share
//! (`call/entry.rs`).

use std::ffi::{c_int, c_void};
use std::{mem, ptr};

use super::compare::CompareOp;
use super::record::is_instance;
use super::traits::PyClassImpl;
use crate::call::args::Args;
use crate::call::entry::{guard, noargs, one_arg, two_args};
use crate::call::signature::Signature;
use crate::exceptions::{PyAttributeError, PyNotImplementedError, PyOverflowError};
use crate::python::Python;
use crate::{PyErr, PyResult, ffi};

type Object = *mut ffi::PyObject;

/// `NotImplemented` as a slot returns it. The object is immortal on every version, so
/// it needs no reference of its own.
#[inline(always)]
pub fn not_implemented_ptr() -> Object {
    // SAFETY: only called by entries, which run attached.
    unsafe { ffi::Py_NotImplemented() }
}

/// The result when an operand does not convert.
///
/// # Errors
/// None: the other operand gets its turn.
#[cold]
pub fn not_implemented(_py: Python<'_>, error: PyErr) -> PyResult<Object> {
    drop(error);
    Ok(not_implemented_ptr())
}

/// Whether a slot has returned `NotImplemented`.
#[inline(always)]
pub fn is_not_implemented(result: Object) -> bool {
    // SAFETY: only called by entries, which run attached.
    result == unsafe { ffi::Py_NotImplemented() }
}

/// A binary operator with the instance on the side of `slf`. Python calls it with
/// any two objects of which one is an instance.
///
/// # Safety
/// Called by the interpreter; see [`one_arg`].
#[inline(always)]
pub unsafe fn binary<T, F>(
    signature: &'static Signature,
    slf: Object,
    other: Object,
    body: F,
) -> Object
where
    T: PyClassImpl,
    F: for<'a, 'py> Fn(Args<'a, 'py, 1>) -> PyResult<Object>,
{
    // SAFETY: the caller's obligations; the interpreter calls entries attached.
    unsafe {
        if is_instance::<T>(Python::assume_attached(), slf) {
            one_arg(signature, other, body)
        } else {
            not_implemented_ptr()
        }
    }
}

/// As [`binary`], for `pow`.
///
/// # Safety
/// As for [`binary`].
#[inline(always)]
pub unsafe fn power<T, F>(
    signature: &'static Signature,
    slf: Object,
    other: Object,
    modulus: Object,
    body: F,
) -> Object
where
    T: PyClassImpl,
    F: for<'a, 'py> Fn(Args<'a, 'py, 2>) -> PyResult<Object>,
{
    // SAFETY: as in `binary`.
    unsafe {
        if is_instance::<T>(Python::assume_attached(), slf) {
            two_args(signature, other, or_none(modulus), body)
        } else {
            not_implemented_ptr()
        }
    }
}

/// The comparison of `#[pyclass(eq, ord)]`, or `NotImplemented`.
///
/// # Safety
/// Called by the interpreter with an instance of `T`.
#[inline(always)]
pub unsafe fn compare_default<T: PyClassImpl>(slf: Object, other: Object, op: c_int) -> Object {
    // SAFETY: the caller's obligations.
    unsafe { guard(|py| T::compare(py, slf, other, op)) }
}

/// The opposite of a comparison's result.
///
/// # Safety
/// `result` is a slot's: an owned reference, or null.
pub unsafe fn negated(result: Object) -> Object {
    if result.is_null() || is_not_implemented(result) {
        return result;
    }
    // SAFETY: attached, as entries are; the reference is given up.
    unsafe {
        let truth = ffi::PyObject_IsTrue(result);
        ffi::Py_DECREF(result);
        match truth {
            0 => ffi::Py_True(),
            1 => ffi::Py_False(),
            _ => ptr::null_mut(),
        }
    }
}

/// The operator of a comparison.
#[inline(always)]
pub fn compare_op(op: c_int) -> CompareOp {
    CompareOp::from_raw(op).expect("one of the six operators")
}

/// The count of `__repeat__`.
///
/// # Errors
/// `OverflowError` when the parameter's type cannot hold it.
pub fn count<T: TryFrom<isize>>(_py: Python<'_>, count: isize) -> PyResult<T> {
    T::try_from(count)
        .map_err(|_| crate::PyErr::worded::<PyOverflowError>(format!("{count} is out of range")))
}

/// An argument for which C may pass null.
#[inline(always)]
pub fn or_none(object: Object) -> Object {
    // SAFETY: only called by entries, which run attached.
    if object.is_null() { unsafe { ffi::Py_None() } } else { object }
}

/// The class of an instance, borrowed from it.
///
/// # Safety
/// A living object.
#[inline(always)]
pub unsafe fn type_of(slf: Object) -> Object {
    // SAFETY: the caller's obligation.
    unsafe { ffi::Py_TYPE(slf) }.cast()
}

/// What `object.__getattribute__` does, or that of `type`.
///
/// # Safety
/// Called by the interpreter with living objects, the first an instance of `T`.
#[inline]
pub unsafe fn generic_getattr<T: PyClassImpl>(slf: Object, name: Object) -> Object {
    // SAFETY: the caller's obligation; slots have the types of their numbers.
    unsafe {
        if const { T::IS_TYPE } {
            let slot = ffi::PyType_GetSlot(ffi::PyType_Type(), ffi::Py_tp_getattro);
            return mem::transmute::<*mut c_void, ffi::getattrofunc>(slot)(slf, name);
        }
        ffi::PyObject_GenericGetAttr(slf, name)
    }
}

/// What `object.__setattr__` and `object.__delattr__` do, or those of `type`.
///
/// # Safety
/// Called by the interpreter with living objects, the first an instance of `T`, or null to delete.
#[inline]
pub unsafe fn generic_setattr<T: PyClassImpl>(slf: Object, name: Object, value: Object) -> c_int {
    // SAFETY: the caller's obligation; slots have the types of their numbers.
    unsafe {
        if const { T::IS_TYPE } {
            let slot = ffi::PyType_GetSlot(ffi::PyType_Type(), ffi::Py_tp_setattro);
            return mem::transmute::<*mut c_void, ffi::setattrofunc>(slot)(slf, name, value);
        }
        ffi::PyObject_GenericSetAttr(slf, name, value)
    }
}

/// Whether the raised exception is `AttributeError`; if so it is cleared.
///
/// # Safety
/// Called by an entry, with an exception raised.
pub unsafe fn attribute_missing() -> bool {
    // SAFETY: attached, as entries are.
    unsafe {
        let missing = ffi::PyErr_ExceptionMatches(ffi::PyExc_AttributeError) != 0;
        if missing {
            ffi::PyErr_Clear();
        }
        missing
    }
}

/// Raises `NotImplementedError`, as the result of a slot.
///
/// # Safety
/// Called by an entry.
#[cold]
pub unsafe fn cannot(message: &'static str) -> c_int {
    // SAFETY: attached, as entries are.
    crate::PyErr::worded::<PyNotImplementedError>(message)
        .restore(unsafe { Python::assume_attached() });
    -1
}

/// The C function of a setter; a null value asks to delete.
///
/// # Safety
/// Called by the interpreter; see [`one_arg`].
#[inline(always)]
pub unsafe fn set_property<F>(signature: &'static Signature, value: Object, body: F) -> c_int
where
    F: for<'a, 'py> Fn(Args<'a, 'py, 1>) -> PyResult<c_int>,
{
    // SAFETY: the caller's obligations.
    unsafe {
        if value.is_null() {
            return refuse("can't delete attribute");
        }
        one_arg(signature, value, body)
    }
}

/// The C function of a deleter without a setter.
///
/// # Safety
/// Called by the interpreter.
#[inline(always)]
pub unsafe fn delete_property<F>(signature: &'static Signature, value: Object, body: F) -> c_int
where
    F: for<'a, 'py> Fn(Args<'a, 'py, 0>) -> PyResult<c_int>,
{
    // SAFETY: the caller's obligations.
    unsafe {
        if !value.is_null() {
            return refuse("can't set attribute");
        }
        noargs(signature, body)
    }
}

/// Raises `AttributeError`, as the result of a setter.
///
/// # Safety
/// Called by an entry.
#[cold]
pub(super) unsafe fn refuse(message: &'static str) -> c_int {
    // SAFETY: attached, as entries are.
    crate::PyErr::worded::<PyAttributeError>(message).restore(unsafe { Python::assume_attached() });
    -1
}

/// The result of `__init__` as a status.
///
/// # Safety
/// `result` is an entry's: an owned reference, or null.
pub unsafe fn init_status(result: Object) -> c_int {
    if result.is_null() {
        return -1;
    }
    // SAFETY: attached, as entries are; the reference is given up.
    unsafe { ffi::Py_DECREF(result) };
    0
}

/// The C function of `__releasebuffer__` and `__del__`, which cannot raise an exception
/// and must leave one that is raised alone.
///
/// # Safety
/// Called by the interpreter with a living object.
#[inline(always)]
pub unsafe fn unraisable<F>(signature: &'static Signature, slf: Object, body: F)
where
    F: for<'a, 'py> Fn(Args<'a, 'py, 0>) -> PyResult<()>,
{
    // SAFETY: the caller's obligation.
    unsafe {
        let raised = ffi::PyErr_GetRaisedException();
        if noargs::<c_int, _>(signature, |call| body(call).map(|()| 0)) != 0 {
            ffi::PyErr_WriteUnraisable(slf);
        }
        if !raised.is_null() {
            ffi::PyErr_SetRaisedException(raised);
        }
    }
}
