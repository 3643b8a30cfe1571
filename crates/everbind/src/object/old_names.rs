//! Names that PyO3 had until 0.27.

use crate::error::{CastError, CastIntoError};
use crate::object::{Bound, PyTypeCheck, PyTypeInfo};

impl<'py, T> Bound<'py, T> {
    /// As [`cast`](Bound::cast).
    ///
    /// # Errors
    /// [`CastError`] when the object is not a `U`.
    #[deprecated(note = "renamed to `cast`")]
    pub fn downcast<U: PyTypeCheck>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        self.cast()
    }

    /// As [`cast_into`](Bound::cast_into).
    ///
    /// # Errors
    /// [`CastIntoError`] when the object is not a `U`.
    #[deprecated(note = "renamed to `cast_into`")]
    pub fn downcast_into<U: PyTypeCheck>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        self.cast_into()
    }

    /// As [`cast_exact`](Bound::cast_exact).
    ///
    /// # Errors
    /// [`CastError`] when the object is not exactly a `U`.
    #[deprecated(note = "renamed to `cast_exact`")]
    pub fn downcast_exact<U: PyTypeInfo>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        self.cast_exact()
    }

    /// As [`cast_into_exact`](Bound::cast_into_exact).
    ///
    /// # Errors
    /// [`CastIntoError`] when the object is not exactly a `U`.
    #[deprecated(note = "renamed to `cast_into_exact`")]
    pub fn downcast_into_exact<U: PyTypeInfo>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        self.cast_into_exact()
    }
}
