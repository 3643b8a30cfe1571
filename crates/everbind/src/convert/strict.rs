//! Strict conversions: the first pass over the candidates of an overloaded function.
//!
//! *Problem.* `f(1)` is to choose `f(x: int)` though `f(x: float)` was written before it and would
//! take an `int` as well.
//!
//! *How.* [`FromPyObject::extract_strict`](crate::FromPyObject::extract_strict) takes only what the value
//! is by itself: a `float` for an `f64`, an `int` that is no `bool` for an integer, a list or tuple (or
//! a buffer of exactly the items' type) for a `Vec`, whose items are read strictly in turn. Types that do not
//! say otherwise are read as ever.
//!
//! *Refusals.* `Err(None)` says no more than that the object is another: nothing is made for a candidate that is
//! merely passed over. Its reason is found anew, should no other accept the call.
//!
//! *Cost.* The word that tells the type that is wanted tells most others as well: an object of exactly `int`,
//! `float` or `str` is refused without another look at it.

use std::ffi::c_ulong;

use crate::convert::{FromPyObject, FromPyObjectOwned, Token};
use crate::error::PyErr;
use crate::object::{Borrowed, Bound};
use crate::types::PyTupleMethods;
use crate::types::{PyAnyMethods, PyDict, PyDictMethods, PyList, PyListMethods, PyTuple};
use crate::{PyAny, abi, ffi};

/// What a strict conversion gives: the value, or a refusal with or without its reason.
pub type Strict<T> = Result<T, Option<PyErr>>;

/// Whether the object's type has one of the flags, by which CPython tells its built-in types.
#[inline(always)]
fn has_flag(obj: Borrowed<'_, '_, PyAny>, flags: c_ulong) -> bool {
    // SAFETY: attached, living object.
    unsafe { abi::layout::type_flags(ffi::Py_TYPE(obj.as_ptr())) & flags != 0 }
}

/// Flags of types that have no `float` among their subclasses.
const NO_FLOAT: c_ulong = ffi::Py_TPFLAGS_LONG_SUBCLASS
    | ffi::Py_TPFLAGS_LIST_SUBCLASS
    | ffi::Py_TPFLAGS_TUPLE_SUBCLASS
    | ffi::Py_TPFLAGS_BYTES_SUBCLASS
    | ffi::Py_TPFLAGS_UNICODE_SUBCLASS
    | ffi::Py_TPFLAGS_DICT_SUBCLASS;

/// The value of a `float`, or of a subclass.
#[inline(always)]
pub(super) fn float(obj: Borrowed<'_, '_, PyAny>) -> Strict<f64> {
    #[inline]
    fn other(obj: Borrowed<'_, '_, PyAny>) -> Strict<f64> {
        // SAFETY: attached, living object; reading a `float` runs no Python code and cannot fail.
        unsafe {
            match ffi::PyFloat_Check(obj.as_ptr()) {
                0 => Err(None),
                _ => Ok(ffi::PyFloat_AsDouble(obj.as_ptr())),
            }
        }
    }
    // SAFETY: attached, living object.
    let word = unsafe { abi::layout::type_word(obj.as_ptr()) };
    // SAFETY: as above; its own word.
    match unsafe { abi::layout::float_of(obj.as_ptr(), word) } {
        Some(value) => Ok(value),
        None if word.is_int() || word.is_str() || has_flag(obj, NO_FLOAT) => Err(None),
        None => other(obj),
    }
}

/// A text.
#[inline(always)]
pub(super) fn text<'a>(obj: Borrowed<'a, '_, PyAny>) -> Strict<&'a str> {
    // SAFETY: attached, living object.
    let word = unsafe { abi::layout::type_word(obj.as_ptr()) };
    // SAFETY: as above; its own word.
    match unsafe { abi::layout::ascii_of(obj.as_ptr(), word) } {
        Some(text) => Ok(text),
        None if word.is_int() || word.is_float() => Err(None),
        None if has_flag(obj, ffi::Py_TPFLAGS_UNICODE_SUBCLASS) => {
            <&str>::extract(obj).map_err(Some)
        }
        None => Err(None),
    }
}

/// An integer out of an `int` that is no `bool`.
#[inline(always)]
pub(super) fn int<'a, 'py, T>(obj: Borrowed<'a, 'py, PyAny>) -> Strict<T>
where
    T: FromPyObject<'a, 'py> + TryFrom<i64>,
{
    // SAFETY: attached, living object.
    let word = unsafe { abi::layout::type_word(obj.as_ptr()) };
    // SAFETY: as above; its own word.
    let small = unsafe { abi::layout::long_of(obj.as_ptr(), word) };
    match small.and_then(|value| T::try_from(value).ok()) {
        Some(value) => Ok(value),
        None if word.is_str() || word.is_float() => Err(None),
        None if has_flag(obj, ffi::Py_TPFLAGS_LONG_SUBCLASS) => any_int(obj),
        None => Err(None),
    }
}

/// As [`int`], where its layout does not help.
#[inline]
pub(super) fn any_int<'a, 'py, T: FromPyObject<'a, 'py>>(
    obj: Borrowed<'a, 'py, PyAny>,
) -> Strict<T> {
    let ptr = obj.as_ptr();
    // SAFETY: attached, living object.
    let is_int = unsafe {
        abi::layout::is_surely(ptr, ffi::PyLong_Type())
            || (ffi::PyLong_Check(ptr) != 0 && ffi::PyBool_Check(ptr) == 0)
    };
    if !is_int {
        return Err(None);
    }
    T::extract(obj).map_err(|error| Some(error.into()))
}

/// The items of a list or tuple, or those of a buffer of exactly their type.
pub(super) fn sequence<'py, T: FromPyObjectOwned<'py>>(
    obj: Borrowed<'_, 'py, PyAny>,
) -> Strict<Vec<T>> {
    if let Ok(list) = obj.cast::<PyList>() {
        let mut values = Vec::with_capacity(list.len());
        // Reading an item can run Python code, which can change the list.
        while values.len() < list.len() {
            match list.get_item(values.len()) {
                Ok(item) => values.push(T::extract_strict(item.as_borrowed(), Token::NEW)?),
                Err(_) => break,
            }
        }
        return Ok(values);
    }
    if let Ok(tuple) = obj.cast::<PyTuple>() {
        let mut values = Vec::with_capacity(tuple.len());
        for item in tuple.iter() {
            values.push(T::extract_strict(item.as_borrowed(), Token::NEW)?);
        }
        return Ok(values);
    }
    T::extract_bulk(obj, Token::NEW).ok_or(None)
}

/// The pairs of a `dict`.
pub(super) fn pairs<'py, K, V>(obj: Borrowed<'_, 'py, PyAny>) -> Strict<Vec<(K, V)>>
where
    K: FromPyObjectOwned<'py>,
    V: FromPyObjectOwned<'py>,
{
    let Ok(dict) = obj.cast::<PyDict>() else { return Err(None) };
    // A copy is nobody else's, whatever code runs meanwhile.
    let dict: Bound<'py, PyDict> = dict.copy().map_err(Some)?;
    let mut pairs = Vec::with_capacity(dict.len());
    for (key, value) in dict.iter() {
        let key = K::extract_strict(key.as_borrowed(), Token::NEW)?;
        pairs.push((key, V::extract_strict(value.as_borrowed(), Token::NEW)?));
    }
    Ok(pairs)
}

/// The elements of a `set` or `frozenset`.
pub(super) fn elements<'py, T: FromPyObjectOwned<'py>>(
    obj: Borrowed<'_, 'py, PyAny>,
) -> Strict<Vec<T>> {
    // SAFETY: attached, living object.
    if unsafe { ffi::PyAnySet_Check(obj.as_ptr()) } == 0 {
        return Err(None);
    }
    let mut elements = Vec::new();
    for element in obj.try_iter().map_err(Some)? {
        let element = element.map_err(Some)?;
        elements.push(T::extract_strict(element.as_borrowed(), Token::NEW)?);
    }
    Ok(elements)
}
