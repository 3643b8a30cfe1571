//! Results: what a Rust function returns, as what C wants.

use crate::PyErr;
use crate::PyResult;
use crate::convert::IntoPyObject;
use crate::ffi;
use crate::python::Python;

/// What a function called from Python can return: any type that converts to a
/// Python object, `()` for `None`, and a `Result` of either.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned to Python",
    label = "has no conversion to a Python object",
    note = "return a type that implements `IntoPyObject`, or a `Result` of one with an error that converts to `PyErr`",
    note = "a `#[pyclass]` converts by itself; `#[derive(IntoPyObject)]` makes a dict or tuple of a struct; \
            for an error type of your own write `impl From<MyError> for PyErr`"
)]
pub trait Return<'py> {
    /// An owned reference.
    ///
    /// # Errors
    /// The function's own, or that of the conversion.
    fn into_result(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject>;
}

impl<'py, T: IntoPyObject<'py>> Return<'py> for T {
    #[inline(always)]
    fn into_result(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
        self.into_return(py)
    }
}

impl<'py, T: IntoPyObject<'py>, E: Into<PyErr>> Return<'py> for Result<T, E> {
    #[inline(always)]
    fn into_result(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
        match self {
            Ok(value) => value.into_return(py),
            Err(err) => Err(err.into()),
        }
    }
}

/// The result of a function as an owned reference.
///
/// # Errors
/// Those of [`Return`].
#[inline(always)]
pub fn ret<'py, T: Return<'py>>(py: Python<'py>, value: T) -> PyResult<*mut ffi::PyObject> {
    value.into_result(py)
}
