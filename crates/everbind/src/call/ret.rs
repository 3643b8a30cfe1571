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

/// The value a function has returned, on its way to Python.
///
/// The inherent method is for a `Result`, whose halves are asked for one by one, so that the compiler
/// names the one that does not convert; all other types have the method of [`ReturnPlain`].
pub struct Returned<T>(pub T);

impl<T, E> Returned<Result<T, E>> {
    /// An owned reference.
    ///
    /// # Errors
    /// The function's own, or that of the conversion.
    #[inline(always)]
    pub fn to_python<'py>(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject>
    where
        T: IntoPyObject<'py>,
        E: IntoPyErr,
    {
        match self.0 {
            Ok(value) => value.into_return(py),
            Err(err) => Err(err.into()),
        }
    }
}

/// See [`Returned`].
pub trait ReturnPlain<T> {
    /// An owned reference.
    ///
    /// # Errors
    /// That of the conversion.
    fn to_python<'py>(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject>
    where
        T: IntoPyObject<'py>;
}

impl<T> ReturnPlain<T> for Returned<T> {
    #[inline(always)]
    fn to_python<'py>(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject>
    where
        T: IntoPyObject<'py>,
    {
        self.0.into_return(py)
    }
}

/// An error that becomes an exception: the bound of [`Returned`], for its message.
#[diagnostic::on_unimplemented(
    message = "the error `{Self}` cannot be raised in Python",
    label = "the error has no conversion to `PyErr`",
    note = "for a type of your own write `impl From<{Self}> for PyErr`",
    note = "for any other choose the exception: `.map_err(|error| PyValueError::new_err(error.to_string()))`; with the features `anyhow` and `eyre` their errors convert"
)]
pub trait IntoPyErr: Into<PyErr> {}

#[diagnostic::do_not_recommend]
impl<E: Into<PyErr>> IntoPyErr for E {}

/// The result of a function as an owned reference.
///
/// # Errors
/// Those of [`Return`].
#[inline(always)]
pub fn ret<'py, T: Return<'py>>(py: Python<'py>, value: T) -> PyResult<*mut ffi::PyObject> {
    value.into_result(py)
}
