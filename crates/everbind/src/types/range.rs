//! `range`.

use crate::error::PyResult;
use crate::object::Bound;
use crate::python::Python;
use crate::types::PyAnyMethods;
use crate::types::native::native_type;
use crate::types::support::Sealed;
use crate::{PyAny, intern};

/// Python's `range`.
#[repr(transparent)]
pub struct PyRange(PyAny);

native_type!(PyRange, PyRange_Type);

impl<'py> PyRange {
    /// `range(start, stop)`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new(py: Python<'py>, start: isize, stop: isize) -> PyResult<Bound<'py, Self>> {
        Self::new_with_step(py, start, stop, 1)
    }

    /// `range(start, stop, step)`.
    ///
    /// # Errors
    /// `ValueError` for a step of zero.
    #[inline]
    pub fn new_with_step(
        py: Python<'py>,
        start: isize,
        stop: isize,
        step: isize,
    ) -> PyResult<Bound<'py, Self>> {
        let made = py.get_type::<PyRange>().call1((start, stop, step))?;
        // SAFETY: what `range` returns when called.
        Ok(unsafe { made.cast_into_unchecked() })
    }
}

/// The methods of [`PyRange`].
#[doc(alias = "PyRange")]
pub trait PyRangeMethods<'py>: Sealed {
    /// The first number.
    ///
    /// # Errors
    /// `OverflowError` when it does not fit.
    fn start(&self) -> PyResult<isize>;

    /// The number before which it ends.
    ///
    /// # Errors
    /// `OverflowError` when it does not fit.
    fn stop(&self) -> PyResult<isize>;

    /// From one number to the next.
    ///
    /// # Errors
    /// `OverflowError` when it does not fit.
    fn step(&self) -> PyResult<isize>;
}

impl<'py> PyRangeMethods<'py> for Bound<'py, PyRange> {
    #[inline]
    fn start(&self) -> PyResult<isize> {
        self.getattr(intern!(self.py(), "start"))?.extract()
    }

    #[inline]
    fn stop(&self) -> PyResult<isize> {
        self.getattr(intern!(self.py(), "stop"))?.extract()
    }

    #[inline]
    fn step(&self) -> PyResult<isize> {
        self.getattr(intern!(self.py(), "step"))?.extract()
    }
}
