//! Failed checks of an object's type.

use std::fmt;

use crate::PyAny;
use crate::error::PyErr;
use crate::error::failure::{Failure, text_of};
use crate::object::{Borrowed, Bound, PyTypeCheck};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyTuple, PyType, PyTypeMethods};

/// What was asked for. Most failed casts are followed by another, so who would tell is not asked until somebody wants
/// to know: a failed cast in line is a comparison or two, where holding a class would be counting references to it.
enum Classinfo<'py> {
    Given(Bound<'py, PyAny>),
    Told(Python<'py>, fn(Python<'_>) -> Bound<'_, PyAny>),
}

impl<'py> Classinfo<'py> {
    fn get(&self) -> Bound<'py, PyAny> {
        match self {
            Classinfo::Given(classinfo) => classinfo.clone(),
            Classinfo::Told(py, tell) => tell(*py),
        }
    }
}

/// An object is not of the type that [`cast`](Bound::cast) asked for.
pub struct CastError<'a, 'py> {
    from: Borrowed<'a, 'py, PyAny>,
    classinfo: Classinfo<'py>,
}

impl<'a, 'py> CastError<'a, 'py> {
    /// `from` is no instance of `classinfo` (a class or a tuple of classes).
    #[cold]
    pub fn new(from: Borrowed<'a, 'py, PyAny>, classinfo: Bound<'py, PyAny>) -> Self {
        CastError { from, classinfo: Classinfo::Given(classinfo) }
    }

    /// `from` is no `U`.
    #[inline(always)]
    pub(crate) fn not<U: PyTypeCheck>(from: Borrowed<'a, 'py, PyAny>) -> Self {
        CastError { from, classinfo: Classinfo::Told(from.py(), U::classinfo_object) }
    }
}

/// An object is not of the type that [`cast_into`](Bound::cast_into) asked for; gives the object back.
pub struct CastIntoError<'py> {
    from: Bound<'py, PyAny>,
    classinfo: Classinfo<'py>,
}

impl<'py> CastIntoError<'py> {
    /// `from` is no instance of `classinfo` (a class or a tuple of classes).
    #[cold]
    pub fn new(from: Bound<'py, PyAny>, classinfo: Bound<'py, PyAny>) -> Self {
        CastIntoError { from, classinfo: Classinfo::Given(classinfo) }
    }

    /// `from` is no `U`.
    #[inline(always)]
    pub(crate) fn not<U: PyTypeCheck>(from: Bound<'py, PyAny>) -> Self {
        let py = from.py();
        CastIntoError { from, classinfo: Classinfo::Told(py, U::classinfo_object) }
    }

    /// The object that was to be cast.
    #[inline]
    pub fn into_inner(self) -> Bound<'py, PyAny> {
        self.from
    }
}

/// `int`, or `str | bytes`.
fn expected(classinfo: Borrowed<'_, '_, PyAny>) -> String {
    let Ok(classes) = classinfo.cast::<PyTuple>() else { return expected_one(classinfo) };
    let mut names = String::new();
    for class in classes.iter_borrowed() {
        names.push_str(if names.is_empty() { "" } else { " | " });
        names.push_str(&expected(class));
    }
    names
}

fn expected_one(classinfo: Borrowed<'_, '_, PyAny>) -> String {
    let name = match classinfo.cast::<PyType>() {
        Ok(class) => class.qualname(),
        Err(_) => classinfo.str(),
    };
    text_of(name).unwrap_or_else(|| "another type".into())
}

#[cold]
#[inline(never)]
fn failure<'py>(from: Borrowed<'_, 'py, PyAny>, classinfo: Classinfo<'py>) -> PyErr {
    Failure::instance(expected(classinfo.get().as_borrowed()), from)
}

/// All by value, so that nothing is left to be dropped in line.
#[cold]
#[inline(never)]
fn failure_into<'py>(from: Bound<'py, PyAny>, classinfo: Classinfo<'py>) -> PyErr {
    failure(from.as_borrowed(), classinfo)
}

#[cold]
#[inline]
fn write(
    f: &mut fmt::Formatter<'_>,
    from: &Bound<'_, PyAny>,
    classinfo: &Classinfo<'_>,
) -> fmt::Result {
    let got = from.get_type().qualname().map_err(|_| fmt::Error)?;
    write!(f, "'{got}' object is not an instance of '{}'", expected(classinfo.get().as_borrowed()))
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
                    .field("classinfo", &self.classinfo.get())
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
        far!(failure: for<'a, 'py> fn(Borrowed<'a, 'py, PyAny>, Classinfo<'py>) -> PyErr)(
            err.from,
            err.classinfo,
        )
    }
}

impl From<CastIntoError<'_>> for PyErr {
    #[inline]
    fn from(err: CastIntoError<'_>) -> PyErr {
        far!(failure_into: for<'py> fn(Bound<'py, PyAny>, Classinfo<'py>) -> PyErr)(
            err.from,
            err.classinfo,
        )
    }
}
