//! `None`.

use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::native::native_type;
use crate::{PyAny, PyTypeInfo, ffi};

/// The type of Python's `None`.
#[repr(transparent)]
pub struct PyNone(PyAny);

native_type!(@common PyNone);

impl PyNone {
    /// `None`.
    #[inline]
    pub fn get(py: Python<'_>) -> Borrowed<'_, '_, PyNone> {
        // SAFETY: the interpreter keeps it alive.
        unsafe { Borrowed::from_ptr_unchecked(py, ffi::Py_None()).cast_unchecked() }
    }
}

// SAFETY: the type of `None`, whose only instance `None` is.
unsafe impl PyTypeInfo for PyNone {
    #[inline]
    fn type_object_raw(_py: Python<'_>) -> *mut ffi::PyTypeObject {
        // SAFETY: `None` is a living object.
        unsafe { ffi::Py_TYPE(ffi::Py_None()) }
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
