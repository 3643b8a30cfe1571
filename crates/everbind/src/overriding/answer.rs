//! What an override returns, as the Rust method's result.

use super::find::OverridableMethod;
use crate::convert::{FromPyObject, FromPyObjectOwned};
use crate::object::Bound;
use crate::{PyAny, PyErr, PyResult};

/// The result of a method that Python may override: a `Result` whose error can be a Python exception.
#[diagnostic::on_unimplemented(
    message = "a method that Python may override cannot return `{Self}`",
    label = "an override can raise, and return anything",
    note = "return `PyResult<T>`, where `T` is `()` or can be read from a Python object by value"
)]
pub trait OverrideReturn<'py>: Sized {
    /// The result of the method of `object`.
    fn of_override(
        method: &OverridableMethod,
        object: &Bound<'py, PyAny>,
        result: PyResult<Bound<'py, PyAny>>,
    ) -> Self;
}

impl<'py, T: Answer<'py>, E: From<PyErr>> OverrideReturn<'py> for Result<T, E> {
    #[inline(always)]
    fn of_override(
        method: &OverridableMethod,
        object: &Bound<'py, PyAny>,
        result: PyResult<Bound<'py, PyAny>>,
    ) -> Self {
        match result {
            Ok(answer) => match T::read(&answer) {
                Ok(value) => Ok(value),
                Err(error) => Err(method.misfit(object, error).into()),
            },
            Err(error) => Err(error.into()),
        }
    }
}

/// What can be read from an override's answer.
pub trait Answer<'py>: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// Those of the conversion.
    fn read(answer: &Bound<'py, PyAny>) -> PyResult<Self>;
}

/// What is returned does not matter.
impl<'py> Answer<'py> for () {
    #[inline(always)]
    fn read(_: &Bound<'py, PyAny>) -> PyResult<()> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<'py, T: FromPyObjectOwned<'py>> Answer<'py> for T {
    #[inline(always)]
    fn read(answer: &Bound<'py, PyAny>) -> PyResult<T> {
        <T as FromPyObject<'_, 'py>>::extract(answer.as_borrowed()).map_err(Into::into)
    }
}
