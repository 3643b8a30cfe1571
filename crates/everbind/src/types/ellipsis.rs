//! `Ellipsis`, written `...`.

use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::native::native_type;
use crate::{PyAny, PyTypeInfo, ffi};

/// The type of Python's `Ellipsis`.
#[repr(transparent)]
pub struct PyEllipsis(PyAny);

native_type!(@common PyEllipsis);

impl PyEllipsis {
    /// `Ellipsis`.
    #[inline]
    pub fn get(py: Python<'_>) -> Borrowed<'_, '_, PyEllipsis> {
        // SAFETY: the interpreter keeps it alive.
        unsafe { Borrowed::from_ptr_unchecked(py, ffi::Py_Ellipsis()).cast_unchecked() }
    }
}

// SAFETY: the type of `Ellipsis`, whose only instance `Ellipsis` is.
unsafe impl PyTypeInfo for PyEllipsis {
    #[inline]
    fn type_object_raw(_py: Python<'_>) -> *mut ffi::PyTypeObject {
        // SAFETY: `Ellipsis` is a living object.
        unsafe { ffi::Py_TYPE(ffi::Py_Ellipsis()) }
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
