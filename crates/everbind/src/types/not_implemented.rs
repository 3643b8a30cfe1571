//! `NotImplemented`.

use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::native::native_type;
use crate::{PyAny, PyTypeInfo, ffi};

/// The type of Python's `NotImplemented`.
#[repr(transparent)]
pub struct PyNotImplemented(PyAny);

native_type!(@common PyNotImplemented);

impl PyNotImplemented {
    /// `NotImplemented`.
    #[inline]
    pub fn get(py: Python<'_>) -> Borrowed<'_, '_, PyNotImplemented> {
        // SAFETY: the interpreter keeps it alive.
        unsafe { Borrowed::from_ptr_unchecked(py, ffi::Py_NotImplemented()).cast_unchecked() }
    }
}

// SAFETY: the type of `NotImplemented`, whose only instance `NotImplemented` is.
unsafe impl PyTypeInfo for PyNotImplemented {
    #[inline]
    fn type_object_raw(_py: Python<'_>) -> *mut ffi::PyTypeObject {
        // SAFETY: `NotImplemented` is a living object.
        unsafe { ffi::Py_TYPE(ffi::Py_NotImplemented()) }
    }

    #[inline]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        Self::is_exact_type_of(object)
    }

    #[inline]
    fn is_exact_type_of(object: &Bound<'_, PyAny>) -> bool {
        object.as_ptr() == Self::get(object.py()).as_ptr()
    }
}
