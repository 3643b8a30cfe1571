//! Conversions that are certain to fail.
//!
//! *Problem.* An untagged enum tries its variants one by one. A failed conversion is no Python
//! exception, but still an error to be made and dropped: three times the cost of the conversion
//! that succeeds in the end.
//!
//! *How.* A type can say of an object that it will not fit, by
//! [`FromPyObject::never_fits`](crate::FromPyObject::never_fits). The attempt is then left out; should no other
//! succeed, it is made after all, for its error.
//!
//! *Invariant.* It says so only where `extract` would fail whatever Python code does: of objects of
//! exactly a built-in type, and where only the type counts.

use crate::object::Borrowed;
use crate::{PyAny, ffi};

/// Whether it is `None`, or exactly a text, `bytes` or a container: these are no numbers.
#[inline(always)]
pub(crate) fn is_no_number(obj: Borrowed<'_, '_, PyAny>) -> bool {
    let object = obj.as_ptr();
    // SAFETY: attached, living object.
    unsafe {
        let actual = ffi::Py_TYPE(object);
        actual == ffi::PyUnicode_Type()
            || actual == ffi::PyBytes_Type()
            || actual == ffi::PyList_Type()
            || actual == ffi::PyDict_Type()
            || actual == ffi::PyTuple_Type()
            || object == ffi::Py_None()
    }
}

/// Whether it is exactly a `float`.
#[inline(always)]
pub(crate) fn is_float(obj: Borrowed<'_, '_, PyAny>) -> bool {
    // SAFETY: attached, living object.
    unsafe { ffi::PyFloat_CheckExact(obj.as_ptr()) != 0 }
}

/// Whether it is exactly an `int` or a `float`.
#[inline(always)]
pub(crate) fn is_number(obj: Borrowed<'_, '_, PyAny>) -> bool {
    // SAFETY: attached, living object.
    unsafe {
        let actual = ffi::Py_TYPE(obj.as_ptr());
        actual == ffi::PyLong_Type() || actual == ffi::PyFloat_Type()
    }
}
