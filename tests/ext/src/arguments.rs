//! The arguments of a test function that takes the name of an operation and what it works on.

use everbind::conversion::FromPyObjectOwned;
use everbind::exceptions::PyKeyError;
use everbind::prelude::*;
use everbind::types::PyTuple;

/// Typed access to `*args`.
pub struct Args<'a, 'py>(pub &'a Bound<'py, PyTuple>);

impl<'py> Args<'_, 'py> {
    /// Argument `index` as a `T`.
    pub fn at<T: FromPyObjectOwned<'py>>(&self, index: usize) -> PyResult<T> {
        self.0.get_item(index)?.extract::<T>().map_err(Into::into)
    }

    /// Argument `index` as it is.
    pub fn any(&self, index: usize) -> PyResult<Bound<'py, PyAny>> {
        self.0.get_item(index)
    }

    /// Argument `index` as an object of type `T`.
    pub fn cast<T: everbind::type_object::PyTypeCheck>(
        &self,
        index: usize,
    ) -> PyResult<Bound<'py, T>> {
        Ok(self.any(index)?.cast_into::<T>()?)
    }
}

/// The error for an operation that the test extension does not have.
pub fn unknown(operation: &str) -> PyErr {
    PyKeyError::new_err(operation.to_owned())
}
