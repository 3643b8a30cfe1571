//! What goes wrong between values and objects.

use std::fmt::{self, Display};

use crate::exceptions::PyValueError;
use crate::python::Python;
use crate::{CastError, PyErr};

/// An error of [`to_object`](super::to_object) or [`from_object`](super::from_object): a Python exception. What serde has to say, of a
/// missing field, say, is a `ValueError`.
#[derive(Debug)]
pub struct Error(PyErr);

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Python::attach(|py| self.0.value(py).fmt(f))
    }
}

impl std::error::Error for Error {}

impl serde::ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Error(PyErr::worded::<PyValueError>(message.to_string()))
    }
}

impl serde::de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        serde::ser::Error::custom(message)
    }
}

impl From<PyErr> for Error {
    fn from(error: PyErr) -> Self {
        Error(error)
    }
}

impl From<CastError<'_, '_>> for Error {
    fn from(error: CastError<'_, '_>) -> Self {
        Error(error.into())
    }
}

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        error.0
    }
}
