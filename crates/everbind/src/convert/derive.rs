//! What the derived conversions call.

use std::borrow::Cow;
use std::fmt::Write;

use super::{FromPyObject, Token};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::exceptions::{PyIndexError, PyKeyError, PyRecursionError};
use crate::object::Bound;
use crate::python::Python;
use crate::types::{PyAnyMethods, PyDict, PyDictMethods, PyString, PyTuple, PyTupleMethods};
use crate::{IntoPyObject, PyAny};

/// The attribute `name`.
///
/// # Errors
/// When there is none.
#[inline]
pub fn attribute<'py>(
    object: &Bound<'py, PyAny>,
    name: &Bound<'py, PyString>,
) -> PyResult<Bound<'py, PyAny>> {
    object.getattr(name)
}

/// The attribute `name`, or `None` when there is none.
///
/// # Errors
/// When looking it up fails in another way.
#[inline]
pub fn attribute_opt<'py>(
    object: &Bound<'py, PyAny>,
    name: &Bound<'py, PyString>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    object.getattr_opt(name)
}

/// The item `key`.
///
/// # Errors
/// When there is none.
#[inline]
pub fn item<'py, K: IntoPyObject<'py>>(
    object: &Bound<'py, PyAny>,
    key: K,
) -> PyResult<Bound<'py, PyAny>> {
    object.get_item(key)
}

/// The item `key`, or `None` when there is none.
///
/// # Errors
/// When looking it up fails in another way.
#[inline]
pub fn item_opt<'py, K: IntoPyObject<'py>>(
    object: &Bound<'py, PyAny>,
    key: K,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = object.py();
    let found = match object.cast_exact::<PyDict>() {
        Ok(dict) => return dict.get_item(key),
        Err(_) => object.get_item(key),
    };
    match found {
        Ok(value) => Ok(Some(value)),
        Err(err)
            if err.is_instance_of::<PyKeyError>(py) || err.is_instance_of::<PyIndexError>(py) =>
        {
            Ok(None)
        }
        Err(err) => Err(err),
    }
}

/// The items of a tuple of length `N`.
///
/// # Errors
/// When the object is none.
pub fn tuple_items<'py, const N: usize>(
    object: &Bound<'py, PyAny>,
) -> PyResult<[Bound<'py, PyAny>; N]> {
    let tuple = object.cast::<PyTuple>()?;
    let items: Vec<_> = tuple.iter().collect();
    items.try_into().map_err(|items: Vec<_>| {
        Failure::described(
            Kind::Value,
            format!("a tuple of length {N}"),
            format!("a tuple of length {}", items.len()),
        )
    })
}

/// One field; `place` says in errors which, and is empty for one that is the whole object.
///
/// # Errors
/// Those of the conversion.
#[inline]
pub fn field<'a, 'py, T>(object: &'a Bound<'py, PyAny>, place: &'static str) -> PyResult<T>
where
    T: FromPyObject<'a, 'py>,
{
    T::extract(object.as_borrowed()).map_err(|err| misfit(object.py(), err.into(), place))
}

/// One field, converted by the user's own function.
///
/// # Errors
/// Those of the function.
#[inline]
pub fn field_with<'a, 'py, T>(
    object: &'a Bound<'py, PyAny>,
    convert: impl FnOnce(&'a Bound<'py, PyAny>) -> PyResult<T>,
    place: &'static str,
) -> PyResult<T> {
    convert(object).map_err(|err| misfit(object.py(), err, place))
}

#[cold]
#[inline]
fn misfit(py: Python<'_>, err: PyErr, place: &'static str) -> PyErr {
    if place.is_empty() { err } else { err.at_place(py, place) }
}

/// Why a variant of an enum does not fit: an error, or something known without making one.
pub enum Miss {
    /// The attempt has to be made again for its error.
    Unsaid,
    /// The error.
    Said(PyErr),
}

impl Miss {
    /// The error of an attempt that was not made quietly.
    #[inline]
    pub fn into_error(self) -> PyErr {
        match self {
            Miss::Said(err) => err,
            Miss::Unsaid => unreachable!("only a quiet attempt leaves the error out"),
        }
    }
}

impl From<PyErr> for Miss {
    #[inline]
    fn from(err: PyErr) -> Self {
        Miss::Said(err)
    }
}

/// Whether no variant can be read from the object by one field of type `T`: see `hopeless.rs`.
#[inline(always)]
pub fn never_fits<'a, 'py, T: FromPyObject<'a, 'py>>(object: &'a Bound<'py, PyAny>) -> bool {
    T::never_fits(object.as_borrowed(), Token::NEW)
}

/// The attribute `name` for a variant of an enum. `quietly` does not make an error of it when
/// there is none.
///
/// # Errors
/// When there is none, or looking it up fails in another way.
#[inline]
pub fn variant_attribute<'py>(
    object: &Bound<'py, PyAny>,
    name: &Bound<'py, PyString>,
    quietly: bool,
) -> Result<Bound<'py, PyAny>, Miss> {
    if !quietly {
        return object.getattr(name).map_err(Miss::Said);
    }
    object.getattr_opt(name)?.ok_or(Miss::Unsaid)
}

/// As [`variant_attribute`], the item `key`.
///
/// # Errors
/// As for [`variant_attribute`].
#[inline]
pub fn variant_item<'py, K: IntoPyObject<'py>>(
    object: &Bound<'py, PyAny>,
    key: K,
    quietly: bool,
) -> Result<Bound<'py, PyAny>, Miss> {
    match object.cast_exact::<PyDict>() {
        Ok(dict) if quietly => dict.get_item(key)?.ok_or(Miss::Unsaid),
        _ => object.get_item(key).map_err(Miss::Said),
    }
}

/// As [`tuple_items`], for a variant of an enum.
///
/// # Errors
/// As for [`tuple_items`].
#[inline]
pub fn variant_items<'py, const N: usize>(
    object: &Bound<'py, PyAny>,
    quietly: bool,
) -> Result<[Bound<'py, PyAny>; N], Miss> {
    if quietly && !object.cast::<PyTuple>().is_ok_and(|tuple| tuple.len() == N) {
        return Err(Miss::Unsaid);
    }
    tuple_items(object).map_err(Miss::Said)
}

/// The error when no variant of an enum fits: each variant's name, what it is
/// called in errors, and why it did not fit.
#[cold]
pub fn no_variant<const N: usize>(
    object: &Bound<'_, PyAny>,
    name: &'static str,
    variants: [(&'static str, &'static str, PyErr); N],
) -> PyErr {
    // Nested too deeply: that none fits was not found out, and there would be such a text at every level.
    let py = object.py();
    for (_, _, err) in &variants {
        if err.is_instance_of::<PyRecursionError>(py) {
            return err.clone_ref(py);
        }
    }
    Failure::worded(Kind::Type, move |py| {
        let mut text = format!("failed to extract enum {name} ('");
        for (index, (_, called, _)) in variants.iter().enumerate() {
            text.push_str(if index == 0 { "" } else { " | " });
            text.push_str(called);
        }
        text.push_str("')");
        for (variant, called, err) in &variants {
            // Writing to a String cannot fail.
            let _ = write!(text, "\n- variant {variant} ({called}): {err}");
            let mut cause = err.cause(py);
            while let Some(err) = cause {
                let _ = write!(text, ", caused by {err}");
                cause = err.cause(py);
            }
        }
        text
    })
}

/// One field, converted to Python by the user's own function.
///
/// # Errors
/// Those of the function.
#[inline]
pub fn into_with<'a, 'py, T: Clone + 'a>(
    py: Python<'py>,
    value: Cow<'a, T>,
    convert: impl FnOnce(Cow<'a, T>, Python<'py>) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    convert(value, py)
}
