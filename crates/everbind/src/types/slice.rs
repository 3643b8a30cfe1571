//! `slice`.

use std::convert::Infallible;

use crate::error::{PyErr, PyResult};
use crate::object::Bound;
use crate::python::Python;
use crate::types::native::native_type;
use crate::types::support::Sealed;
use crate::types::{PyAnyMethods, PyRange, PyRangeMethods};
use crate::{IntoPyObject, PyAny, ffi};

/// Python's `slice`: what `start:stop:step` in brackets makes.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PySlice;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let every_second = py.eval(c"slice(None, None, 2)", None, None)?.cast_into::<PySlice>()?;
/// let indices = every_second.indices(5)?;
/// assert_eq!((indices.start, indices.stop, indices.slicelength), (0, 5, 3));
/// # Ok(()) }).unwrap();
/// ```
#[repr(transparent)]
pub struct PySlice(PyAny);

native_type!(PySlice, PySlice_Type);

/// The indices that a slice selects from a sequence of known length.
#[derive(Debug, Eq, PartialEq)]
pub struct PySliceIndices {
    /// The first index.
    pub start: isize,
    /// The index before which it ends; -1 may stand for "before the first" when the
    /// step is negative.
    pub stop: isize,
    /// From one index to the next; never zero.
    pub step: isize,
    /// How many indices there are.
    pub slicelength: usize,
}

impl PySliceIndices {
    /// Indices of which it is not known how many there are: `slicelength` is 0.
    #[inline]
    pub fn new(start: isize, stop: isize, step: isize) -> PySliceIndices {
        PySliceIndices { start, stop, step, slicelength: 0 }
    }
}

impl PySlice {
    /// `slice(start, stop, step)`.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    #[inline]
    pub fn new(py: Python<'_>, start: isize, stop: isize, step: isize) -> Bound<'_, PySlice> {
        let made = py.get_type::<PySlice>().call1((start, stop, step));
        let made = made.unwrap_or_else(|err| panic!("making a slice: {err}"));
        // SAFETY: what `slice` returns when called.
        unsafe { made.cast_into_unchecked() }
    }

    /// `slice(None)`, all of a sequence: the `:` of `x[:]`.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    #[inline]
    pub fn full(py: Python<'_>) -> Bound<'_, PySlice> {
        // SAFETY: attached, living objects; a new slice or null.
        unsafe {
            let none = ffi::Py_None();
            Bound::from_owned_ptr(py, ffi::PySlice_New(none, none, none)).cast_into_unchecked()
        }
    }
}

/// The methods of [`PySlice`].
#[doc(alias = "PySlice")]
pub trait PySliceMethods<'py>: Sealed {
    /// What the slice selects from a sequence of `length` items: negative ends
    /// counted from the end, and ends outside cut off.
    ///
    /// # Errors
    /// `ValueError` for a step of zero or a negative length, `TypeError` for ends
    /// that are no integers.
    fn indices(&self, length: isize) -> PyResult<PySliceIndices>;
}

impl<'py> PySliceMethods<'py> for Bound<'py, PySlice> {
    #[inline]
    fn indices(&self, length: isize) -> PyResult<PySliceIndices> {
        if length < 0 {
            let message = "the length of a sequence cannot be negative";
            return Err(crate::PyErr::worded::<crate::exceptions::PyValueError>(message));
        }
        let (mut start, mut stop, mut step) = (0, 0, 0);
        // SAFETY: attached, a living slice, three integers to be set; then set, and
        // the length not negative.
        unsafe {
            if ffi::PySlice_Unpack(self.as_ptr(), &mut start, &mut stop, &mut step) < 0 {
                return Err(PyErr::fetch(self.py()));
            }
            let count = ffi::PySlice_AdjustIndices(length, &mut start, &mut stop, step);
            Ok(PySliceIndices { start, stop, step, slicelength: count.cast_unsigned() })
        }
    }
}

impl<'py> IntoPyObject<'py> for PySliceIndices {
    type Target = PySlice;
    type Output = Bound<'py, PySlice>;
    type Error = Infallible;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::SLICE;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        (&self).into_pyobject(py)
    }
}

impl<'py> IntoPyObject<'py> for &PySliceIndices {
    type Target = PySlice;
    type Output = Bound<'py, PySlice>;
    type Error = Infallible;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::SLICE;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(PySlice::new(py, self.start, self.stop, self.step))
    }
}

impl<'py> TryFrom<Bound<'py, PyRange>> for Bound<'py, PySlice> {
    type Error = PyErr;

    /// The slice that selects the range's indices.
    #[inline]
    fn try_from(range: Bound<'py, PyRange>) -> PyResult<Self> {
        Ok(PySlice::new(range.py(), range.start()?, range.stop()?, range.step()?))
    }
}
