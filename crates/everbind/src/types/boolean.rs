//! `bool`.

use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::compare::compare_with;
use crate::types::native::native_type;
use crate::types::support::Sealed;
use crate::{PyAny, ffi};

/// Python's `bool`. Rust's converts to and from it by itself.
#[repr(transparent)]
pub struct PyBool(PyAny);

native_type!(PyBool, PyBool_Type);

impl PyBool {
    /// `True` or `False`.
    #[inline]
    pub fn new(py: Python<'_>, val: bool) -> Borrowed<'_, '_, Self> {
        // SAFETY: attached; both are kept alive by the interpreter.
        unsafe {
            let object = if val { ffi::Py_True() } else { ffi::Py_False() };
            Borrowed::from_ptr_unchecked(py, object).cast_unchecked()
        }
    }
}

/// The methods of [`PyBool`].
#[doc(alias = "PyBool")]
pub trait PyBoolMethods<'py>: Sealed {
    /// Whether this is `True`.
    fn is_true(&self) -> bool;
}

impl<'py> PyBoolMethods<'py> for Bound<'py, PyBool> {
    #[inline]
    fn is_true(&self) -> bool {
        // SAFETY: reads the address of `True`.
        self.as_ptr() == unsafe { ffi::Py_True() }
    }
}

compare_with!(PyBool, bool, |object, value| object.is_true() == *value);
