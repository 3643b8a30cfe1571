//! `float`.

use std::ffi::c_double;

use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::compare::compare_with;
use crate::types::native::native_type;
use crate::types::support::Sealed;
use crate::{PyAny, abi, ffi};

/// Python's `float`. Rust's `f64` and `f32` convert to and from it by themselves.
#[repr(transparent)]
pub struct PyFloat(PyAny);

native_type!(PyFloat, PyFloat_Type);

impl PyFloat {
    /// A new `float`.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    #[inline]
    pub fn new(py: Python<'_>, val: c_double) -> Bound<'_, PyFloat> {
        // SAFETY: attached; a new `float` or null.
        unsafe { Bound::from_owned_ptr(py, ffi::PyFloat_FromDouble(val)).cast_into_unchecked() }
    }
}

/// The methods of [`PyFloat`].
#[doc(alias = "PyFloat")]
pub trait PyFloatMethods<'py>: Sealed {
    /// The number.
    fn value(&self) -> c_double;
}

impl<'py> PyFloatMethods<'py> for Bound<'py, PyFloat> {
    #[inline]
    fn value(&self) -> c_double {
        self.as_borrowed().value()
    }
}

impl Borrowed<'_, '_, PyFloat> {
    #[inline]
    pub(crate) fn value(self) -> c_double {
        // SAFETY: attached, a living `float`, of which both read the number.
        unsafe {
            let value = abi::layout::float_exact(self.as_ptr());
            value.unwrap_or_else(|| ffi::PyFloat_AsDouble(self.as_ptr()))
        }
    }
}

compare_with!(PyFloat, f64, |float, number| float.value() == *number);
compare_with!(PyFloat, f32, |float, number| float.value() as f32 == *number);
