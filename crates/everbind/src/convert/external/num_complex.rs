//! `Complex<f64>`, `Complex<f32>`: a `complex`.

use std::convert::Infallible;
use std::ffi::c_double;

use num_complex::Complex;

use crate::convert::{FromPyObject, IntoPyObject, copy_into_pyobject};
use crate::error::{Failure, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyComplex};
use crate::{PyAny, ffi, intern};

impl PyComplex {
    /// A new `complex`.
    ///
    /// # Panics
    /// If there is no memory for it.
    pub fn from_complex_bound<F: Into<c_double>>(
        py: Python<'_>,
        complex: Complex<F>,
    ) -> Bound<'_, PyComplex> {
        PyComplex::from_doubles(py, complex.re.into(), complex.im.into())
    }
}

/// The parts of a `complex`, of what `__complex__` returns, or of a real number.
fn parts(obj: Borrowed<'_, '_, PyAny>) -> PyResult<(c_double, c_double)> {
    // SAFETY: attached, living object; read as a `complex` only if it is one.
    unsafe {
        if ffi::PyComplex_Check(obj.as_ptr()) != 0 {
            let real = ffi::PyComplex_RealAsDouble(obj.as_ptr());
            return Ok((real, ffi::PyComplex_ImagAsDouble(obj.as_ptr())));
        }
    }
    let ty = obj.get_type();
    if let Some(method) = ty.getattr_opt(intern!(obj.py(), "__complex__"))? {
        let complex = method.call1((obj,))?;
        if complex.cast::<PyComplex>().is_err() {
            return Err(Failure::expected("complex from __complex__", complex.as_borrowed()));
        }
        return parts(complex.as_borrowed());
    }
    match f64::extract(obj) {
        Ok(real) => Ok((real, 0.0)),
        Err(mut err) => {
            let no_number = err.failure_mut().is_some();
            Err(if no_number { Failure::expected("complex", obj) } else { err })
        }
    }
}

macro_rules! complex_conversions {
    ($($float:ty),*) => {$(
        impl FromPyObject<'_, '_> for Complex<$float> {
            type Error = PyErr;

            const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::COMPLEX;

            fn extract(obj: Borrowed<'_, '_, PyAny>) -> Result<Self, PyErr> {
                let (re, im) = parts(obj)?;
                Ok(Complex { re: re as $float, im: im as $float })
            }
        }

        impl<'py> IntoPyObject<'py> for Complex<$float> {
            type Target = PyComplex;
            type Output = Bound<'py, PyComplex>;
            type Error = Infallible;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                Ok(PyComplex::from_complex_bound(py, self))
            }
        }

        copy_into_pyobject!(Complex<$float>);
    )*};
}

complex_conversions!(f64, f32);
