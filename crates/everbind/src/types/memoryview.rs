//! `memoryview`.

use crate::error::{PyErr, PyResult};
use crate::object::Bound;
use crate::types::native::native_type;
use crate::{PyAny, ffi};

/// Python's `memoryview`.
#[repr(transparent)]
pub struct PyMemoryView(PyAny);

native_type!(PyMemoryView, PyMemoryView_Type);

impl PyMemoryView {
    /// `memoryview(src)`.
    ///
    /// # Errors
    /// `TypeError` when `src` has no buffer.
    #[inline]
    pub fn from<'py>(src: &Bound<'py, PyAny>) -> PyResult<Bound<'py, Self>> {
        // SAFETY: attached, a living object; a new view or null.
        unsafe { Bound::from_call(src.py(), ffi::PyMemoryView_FromObject(src.as_ptr())) }
    }
}

impl<'py> TryFrom<&Bound<'py, PyAny>> for Bound<'py, PyMemoryView> {
    type Error = PyErr;

    /// As [`PyMemoryView::from`].
    #[inline]
    fn try_from(value: &Bound<'py, PyAny>) -> PyResult<Self> {
        PyMemoryView::from(value)
    }
}
