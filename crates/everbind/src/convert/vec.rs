//! `Vec<T>`, `Box<[T]>`, slices: from any sequence but `str`, and into a list.
//!
//! `u8` is special: `Vec<u8>` is also read from `bytes` and `bytearray` in one copy,
//! and becomes `bytes`.

use std::borrow::Cow;

use crate::convert::hopeless::is_number;
use crate::convert::source::is_walked;
use crate::convert::walk::{collect, walk_exact, walk_nested, walk_on};
use crate::convert::{Exact, FromPyObject, FromPyObjectOwned, IntoPyObject, Strict, Token, strict};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyAnyMethods;
use crate::{PyAny, ffi};

/// # Errors
/// `TypeError` when it is no sequence or a `str`, and those of the items.
impl<'py, T: FromPyObjectOwned<'py>> FromPyObject<'_, 'py> for Vec<T> {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = T::SEQUENCE_INPUT_TYPE;

    #[inline(always)]
    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        // SAFETY: nothing runs in between.
        match unsafe { collect(obj).all(obj) } {
            Ok(values) => Ok(values),
            Err(values) => extract_on(obj, values),
        }
    }

    /// A list within a list, whose own items are all exact.
    fn extract_exact(obj: Borrowed<'_, 'py, PyAny>, _exact: Exact) -> Option<Self> {
        // SAFETY: nothing runs in between.
        match unsafe { collect(obj).all(obj) } {
            Ok(values) => Some(values),
            Err(mut values) => walk_nested(obj, &mut values).then_some(values),
        }
    }

    fn extract_strict(obj: Borrowed<'_, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::sequence(obj)
    }

    #[inline(always)]
    fn never_fits(obj: Borrowed<'_, 'py, PyAny>, _: Token) -> bool {
        // SAFETY: attached, living object.
        is_number(obj) || obj.is_none() || unsafe { ffi::PyUnicode_CheckExact(obj.as_ptr()) != 0 }
    }
}

/// What cannot be read at once: the items after `values`.
#[inline(never)]
fn extract_on<'py, T: FromPyObjectOwned<'py>>(
    obj: Borrowed<'_, 'py, PyAny>,
    mut values: Vec<T>,
) -> PyResult<Vec<T>> {
    if walk_exact(obj, &mut values) {
        return Ok(values);
    }
    if !is_walked(obj) {
        if let Some(values) = T::extract_bulk(obj, Token::NEW) {
            return Ok(values);
        }
        // SAFETY: attached, living object.
        if unsafe { ffi::PyUnicode_Check(obj.as_ptr()) } != 0 {
            return Err(Failure::message(Kind::Type, "Can't extract `str` to `Vec`"));
        }
    }
    match walk_on(obj, &mut values) {
        Ok(_) => Ok(values),
        Err(err) => Err(err),
    }
}

impl<'py, T: FromPyObjectOwned<'py>> FromPyObject<'_, 'py> for Box<[T]> {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = T::SEQUENCE_INPUT_TYPE;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        Vec::extract(obj).map(Vec::into_boxed_slice)
    }

    fn extract_strict(obj: Borrowed<'_, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::sequence(obj).map(Vec::into_boxed_slice)
    }
}

macro_rules! owned_into_pyobject {
    ($($ty:ty),*) => {$(
        impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for $ty {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = T::SEQUENCE_OUTPUT_TYPE;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
                T::sequence_into_pyobject(self, py, Token::NEW)
            }
        }
    )*};
}

owned_into_pyobject!(Vec<T>, Box<[T]>);

macro_rules! borrowed_into_pyobject {
    ($($ty:ty),*) => {$(
        impl<'a, 'py, T> IntoPyObject<'py> for $ty
        where
            &'a T: IntoPyObject<'py>,
        {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = <&'a T as IntoPyObject<'py>>::SEQUENCE_OUTPUT_TYPE;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
                let items: &'a [T] = self;
                <&T>::borrowed_sequence_into_pyobject(items, py, Token::NEW)
            }
        }
    )*};
}

borrowed_into_pyobject!(&'a [T], &'a Vec<T>, &'a Box<[T]>);

impl<'py, T> IntoPyObject<'py> for Cow<'_, [T]>
where
    T: Clone,
    for<'a> &'a T: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = <&T as IntoPyObject<'py>>::SEQUENCE_OUTPUT_TYPE;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        <&T>::borrowed_sequence_into_pyobject(self.as_ref(), py, Token::NEW)
    }
}
