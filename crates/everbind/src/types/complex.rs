//! `complex`.

use std::ffi::c_double;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyAnyMethods;
use crate::types::native::native_type;
use crate::types::support::Sealed;
use crate::{PyAny, PyResult, ffi};

/// Python's `complex`.
///
/// The operators `+ - * /` and unary `-` work between handles to it; they panic
/// where Python raises, on a division by zero for one.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PyComplex;
///
/// Python::attach(|py| {
///     let z = PyComplex::from_doubles(py, 3.0, 4.0);
///     assert_eq!(z.abs(), 5.0);
///     assert_eq!((&z + &z).imag(), 8.0);
/// });
/// ```
#[repr(transparent)]
pub struct PyComplex(PyAny);

native_type!(PyComplex, PyComplex_Type);

impl PyComplex {
    /// A new `complex`.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    #[inline]
    pub fn from_doubles(py: Python<'_>, real: c_double, imag: c_double) -> Bound<'_, PyComplex> {
        // SAFETY: attached; a new `complex` or null.
        unsafe {
            let ptr = ffi::PyComplex_FromDoubles(real, imag);
            Bound::from_owned_ptr(py, ptr).cast_into_unchecked()
        }
    }
}

/// The methods of [`PyComplex`].
#[doc(alias = "PyComplex")]
pub trait PyComplexMethods<'py>: Sealed {
    /// The real part.
    fn real(&self) -> c_double;

    /// The imaginary part.
    fn imag(&self) -> c_double;

    /// `abs(self)`.
    ///
    /// # Panics
    /// If it is too large for a float.
    fn abs(&self) -> c_double;

    /// `self ** other`.
    ///
    /// # Panics
    /// If Python raises: zero to a negative or complex power, or an overflow.
    fn pow(&self, other: &Bound<'py, PyComplex>) -> Bound<'py, PyComplex>;
}

impl<'py> PyComplexMethods<'py> for Bound<'py, PyComplex> {
    #[inline]
    fn real(&self) -> c_double {
        // SAFETY: attached, a living `complex`: it cannot fail.
        unsafe { ffi::PyComplex_RealAsDouble(self.as_ptr()) }
    }

    #[inline]
    fn imag(&self) -> c_double {
        // SAFETY: attached, a living `complex`: it cannot fail.
        unsafe { ffi::PyComplex_ImagAsDouble(self.as_ptr()) }
    }

    #[track_caller]
    #[inline]
    fn abs(&self) -> c_double {
        let abs = PyAnyMethods::abs(self.as_any()).and_then(|abs| abs.extract());
        abs.unwrap_or_else(|err| panic!("abs({self}): {err}"))
    }

    #[track_caller]
    #[inline]
    fn pow(&self, other: &Bound<'py, PyComplex>) -> Bound<'py, PyComplex> {
        result("**", PyAnyMethods::pow(self.as_any(), other, self.py().None()))
    }
}

/// The complex number that an operator gave.
#[track_caller]
#[inline]
fn result<'py>(operator: &str, value: PyResult<Bound<'py, PyAny>>) -> Bound<'py, PyComplex> {
    let value = value.and_then(|value| Ok(value.cast_into()?));
    value.unwrap_or_else(|err| panic!("{operator} of complex numbers: {err}"))
}

macro_rules! operator {
    ($trait:ident, $method:ident, $symbol:literal) => {
        operator! { $trait, $method, $symbol;
            Borrowed<'_, 'py, PyComplex>, Borrowed<'_, 'py, PyComplex>;
            Bound<'py, PyComplex>, Bound<'py, PyComplex>;
            Bound<'py, PyComplex>, &Bound<'py, PyComplex>;
            &Bound<'py, PyComplex>, Bound<'py, PyComplex>;
            &Bound<'py, PyComplex>, &Bound<'py, PyComplex>;
        }
    };
    ($trait:ident, $method:ident, $symbol:literal; $($left:ty, $right:ty;)*) => {$(
        impl<'py> $trait<$right> for $left {
            type Output = Bound<'py, PyComplex>;

            #[track_caller]
            #[inline]
            fn $method(self, other: $right) -> Self::Output {
                result($symbol, PyAnyMethods::$method(self.as_any(), other.as_any()))
            }
        }
    )*};
}

operator!(Add, add, "+");
operator!(Sub, sub, "-");
operator!(Mul, mul, "*");
operator!(Div, div, "/");

macro_rules! negative {
    ($($handle:ty)*) => {$(
        impl<'py> Neg for $handle {
            type Output = Bound<'py, PyComplex>;

            #[inline]
            fn neg(self) -> Self::Output {
                result("-", PyAnyMethods::neg(self.as_any()))
            }
        }
    )*};
}

negative!(Borrowed<'_, 'py, PyComplex> Bound<'py, PyComplex> &Bound<'py, PyComplex>);
