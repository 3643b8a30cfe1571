//! `types.GenericAlias`.

use crate::error::PyResult;
use crate::object::Bound;
use crate::types::native::native_type;
use crate::{PyAny, ffi};

/// What `list[int]` is an instance of.
#[repr(transparent)]
pub struct PyGenericAlias(PyAny);

native_type!(PyGenericAlias, Py_GenericAliasType);

impl PyGenericAlias {
    /// `origin[args]`, for a class without `__class_getitem__` of its own.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new<'py>(
        _py: crate::Python<'py>,
        origin: &Bound<'py, PyAny>,
        args: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyGenericAlias>> {
        // SAFETY: attached, both alive; a new object or null.
        unsafe {
            Bound::from_call(origin.py(), ffi::Py_GenericAlias(origin.as_ptr(), args.as_ptr()))
        }
    }
}
