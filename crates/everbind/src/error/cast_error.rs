//! Failed checks of an object's type.

use std::fmt;

use crate::PyAny;
use crate::error::failure::{Failure, text_of};
use crate::error::{PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::types::{PyAnyMethods, PyString, PyTuple, PyTupleMethods, PyType, PyTypeMethods};

/// An object is not of the type that [`cast`](Bound::cast) asked for.
pub struct CastError<'a, 'py> {
    from: Borrowed<'a, 'py, PyAny>,
    classinfo: Bound<'py, PyAny>,
}

impl<'a, 'py> CastError<'a, 'py> {
    /// `from` is no instance of `classinfo` (a class or a tuple of classes).
    #[cold]
    pub fn new(from: Borrowed<'a, 'py, PyAny>, classinfo: Bound<'py, PyAny>) -> Self {
        CastError { from, classinfo }
    }
}

/// An object is not of the type that [`cast_into`](Bound::cast_into) asked for; gives the object back.
pub struct CastIntoError<'py> {
    from: Bound<'py, PyAny>,
    classinfo: Bound<'py, PyAny>,
}

impl<'py> CastIntoError<'py> {
    /// `from` is no instance of `classinfo` (a class or a tuple of classes).
    #[cold]
    pub fn new(from: Bound<'py, PyAny>, classinfo: Bound<'py, PyAny>) -> Self {
        CastIntoError { from, classinfo }
    }

    /// The object that was to be cast.
    #[inline]
    pub fn into_inner(self) -> Bound<'py, PyAny> {
        self.from
    }
}

/// `int`, or `str | bytes`.
fn expected(classinfo: &Bound<'_, PyAny>) -> String {
    if let Ok(class) = classinfo.cast::<PyType>() {
        return named(class.qualname());
    }
    if let Ok(classes) = classinfo.cast::<PyTuple>() {
        let mut names = String::new();
        for class in classes.iter() {
            names.push_str(if names.is_empty() { "" } else { " | " });
            names.push_str(&expected(&class));
        }
        return names;
    }
    named(classinfo.str())
}

fn named(name: PyResult<Bound<'_, PyString>>) -> String {
    text_of(name).unwrap_or_else(|| "another type".into())
}

fn failure<'py>(from: Borrowed<'_, 'py, PyAny>, classinfo: &Bound<'py, PyAny>) -> PyErr {
    Failure::instance(expected(classinfo), from)
}

#[cold]
#[inline]
fn write(
    f: &mut fmt::Formatter<'_>,
    from: &Bound<'_, PyAny>,
    classinfo: &Bound<'_, PyAny>,
) -> fmt::Result {
    let got = from.get_type().qualname().map_err(|_| fmt::Error)?;
    write!(f, "'{got}' object is not an instance of '{}'", expected(classinfo))
}

macro_rules! cast_error_impls {
    ($ty:ty) => {
        impl std::error::Error for $ty {}

        impl fmt::Display for $ty {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(f, &self.from, &self.classinfo)
            }
        }

        impl fmt::Debug for $ty {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct("CastError")
                    .field("from", &self.from)
                    .field("classinfo", &self.classinfo)
                    .finish()
            }
        }
    };
}

cast_error_impls!(CastError<'_, '_>);
cast_error_impls!(CastIntoError<'_>);

impl From<CastError<'_, '_>> for PyErr {
    #[inline]
    fn from(err: CastError<'_, '_>) -> PyErr {
        far!(failure: for<'a, 'b, 'py> fn(Borrowed<'a, 'py, PyAny>, &'b Bound<'py, PyAny>) -> PyErr)(
            err.from,
            &err.classinfo,
        )
    }
}

impl From<CastIntoError<'_>> for PyErr {
    #[inline]
    fn from(err: CastIntoError<'_>) -> PyErr {
        far!(failure: for<'a, 'b, 'py> fn(Borrowed<'a, 'py, PyAny>, &'b Bound<'py, PyAny>) -> PyErr)(
            err.from.as_borrowed(),
            &err.classinfo,
        )
    }
}
