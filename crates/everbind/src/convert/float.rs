//! `f64` and `f32`.

use std::convert::Infallible;

use crate::abi::layout::{self, TypeWord};
use crate::convert::hopeless::is_no_number;
use crate::convert::{Borrows, Exact, FromPyObject, IntoPyObject, Plain, Strict, Token, strict};
use crate::error::{Failure, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyFloat;
use crate::{PyAny, ffi};

impl<'py> IntoPyObject<'py> for f64 {
    type Target = PyFloat;
    type Output = Bound<'py, PyFloat>;
    type Error = Infallible;

    const QUIET: bool = true;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::FLOAT;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyFloat::new(py, self))
    }

    #[inline(always)]
    fn into_raw(self, _py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
        // SAFETY: attached (token).
        Ok(unsafe { ffi::PyFloat_FromDouble(self) })
    }
}

impl<'py> IntoPyObject<'py> for f32 {
    type Target = PyFloat;
    type Output = Bound<'py, PyFloat>;
    type Error = Infallible;

    const QUIET: bool = true;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::FLOAT;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyFloat::new(py, self.into()))
    }

    #[inline(always)]
    fn into_raw(self, _py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
        // SAFETY: attached (token).
        Ok(unsafe { from_f32(self) })
    }
}

/// A new `float`, or null with an exception set. In line it would be eleven bytes more of each function that
/// returns an `f32`, often twice, for one jump less.
///
/// # Safety
/// The thread is attached.
#[inline(never)]
unsafe extern "C" fn from_f32(value: f32) -> *mut ffi::PyObject {
    // SAFETY: the caller's obligation.
    unsafe { ffi::PyFloat_FromDouble(value.into()) }
}

super::copy_into_pyobject!(f64, f32);

/// A `float`, or anything that Python's `float()` takes as a number (`int`,
/// `__float__`, `__index__`), but no text.
impl<'a, 'py> FromPyObject<'a, 'py> for f64 {
    type Error = PyErr;

    const PLAIN: Plain<Self> = Plain::<f64>::NUMBER;

    const BORROWS: Borrows<Self> = Borrows::NO;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::FLOAT;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        // SAFETY: attached, living object.
        let (word, value) = unsafe {
            let word = layout::type_word(obj.as_ptr());
            (word, layout::float_of(obj.as_ptr(), word))
        };
        match value {
            Some(value) => Ok(value),
            None => number_bits(obj, word).map(f64::from_bits),
        }
    }

    /// An `int` is as exact as a `float`: both round to the nearest, ties to even.
    #[inline(always)]
    fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
        match exact.float(obj) {
            Some(value) => Some(value),
            None if exact.is_leaf() => None,
            None => exact_int(obj),
        }
    }

    #[inline(always)]
    fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::float(obj)
    }

    #[inline(always)]
    fn never_fits(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
        is_no_number(obj)
    }
}

/// As `f64`, rounded to the nearest `f32`.
impl<'a, 'py> FromPyObject<'a, 'py> for f32 {
    type Error = PyErr;

    const PLAIN: Plain<Self> = Plain::<f32>::NUMBER;

    const BORROWS: Borrows<Self> = Borrows::NO;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::FLOAT;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        f64::extract(obj).map(|value| value as f32)
    }

    #[inline(always)]
    fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
        f64::extract_exact(obj, exact).map(|value| value as f32)
    }

    #[inline(always)]
    fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::float(obj).map(|value| value as f32)
    }

    #[inline(always)]
    fn never_fits(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
        is_no_number(obj)
    }
}

/// Out of line, so that a loop over floats stays as short as it is without it.
#[cold]
#[inline(never)]
fn exact_int(obj: Borrowed<'_, '_, PyAny>) -> Option<f64> {
    Exact::new(obj.py()).int(obj).map(|value| value as f64)
}

/// Any object. That it is a number is looked up first, so that an exception is only
/// ever raised by the number's own code.
///
/// The value is returned as its bits, in registers, so that an entry keeps nothing on its stack.
#[cold]
#[inline(never)]
fn number_bits(obj: Borrowed<'_, '_, PyAny>, word: TypeWord) -> PyResult<u64> {
    if word.is_float() {
        // SAFETY: attached, living object; of an exact float it cannot fail.
        return Ok(unsafe { ffi::PyFloat_AsDouble(obj.as_ptr()) }.to_bits());
    }
    any_as_double(obj).map(f64::to_bits)
}

#[inline(never)]
fn any_as_double(obj: Borrowed<'_, '_, PyAny>) -> PyResult<f64> {
    if let Some(value) = f64::extract_exact(obj, Exact::new(obj.py())) {
        return Ok(value);
    }
    let ptr = obj.as_ptr();
    // SAFETY: attached, living object.
    unsafe {
        let is_number = ffi::PyLong_CheckExact(ptr) != 0
            || !ffi::PyType_GetSlot(ffi::Py_TYPE(ptr), ffi::Py_nb_float).is_null()
            || ffi::PyIndex_Check(ptr) != 0;
        if !is_number {
            return Err(Failure::expected("float", obj));
        }
        let value = ffi::PyFloat_AsDouble(ptr);
        if value == -1.0 && !ffi::PyErr_Occurred().is_null() {
            return Err(PyErr::fetch(obj.py()));
        }
        Ok(value)
    }
}
