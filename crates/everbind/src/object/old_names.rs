//! Names that PyO3 had until 0.26, where they were not deprecated yet: sources of that time that refuse
//! warnings compile.

use crate::error::{CastError, CastIntoError};
use crate::object::{Bound, PyTypeCheck, PyTypeInfo};

impl<'py, T> Bound<'py, T> {
    /// PyO3's name until 0.26 for [`cast`](Bound::cast).
    ///
    /// # Errors
    /// [`CastError`] when the object is not a `U`.
    pub fn downcast<U: PyTypeCheck>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        self.cast()
    }

    /// PyO3's name until 0.26 for [`cast_into`](Bound::cast_into).
    ///
    /// # Errors
    /// [`CastIntoError`] when the object is not a `U`.
    pub fn downcast_into<U: PyTypeCheck>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        self.cast_into()
    }

    /// PyO3's name until 0.26 for [`cast_exact`](Bound::cast_exact).
    ///
    /// # Errors
    /// [`CastError`] when the object is not exactly a `U`.
    pub fn downcast_exact<U: PyTypeInfo>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        self.cast_exact()
    }

    /// PyO3's name until 0.26 for [`cast_into_exact`](Bound::cast_into_exact).
    ///
    /// # Errors
    /// [`CastIntoError`] when the object is not exactly a `U`.
    pub fn downcast_into_exact<U: PyTypeInfo>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        self.cast_into_exact()
    }
}
