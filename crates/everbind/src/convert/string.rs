//! `String`, `&str`, `Cow<str>`, `char`, and shared texts.
//!
//! A `str` with a lone surrogate has no UTF-8 form: a `UnicodeEncodeError`.

use std::borrow::Cow;
use std::convert::Infallible;
use std::mem::MaybeUninit;
use std::rc::Rc;
use std::sync::Arc;

use crate::abi::layout::{self, TypeWord};
use crate::convert::{Borrows, Exact, FromPyObject, IntoPyObject, Strict, Token, strict};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyString;
use crate::{PyAny, ffi};

/// The UTF-8 form of a `str`, which CPython keeps in the object. Null, with an
/// exception set, when it has none.
///
/// # Safety
/// `obj` is a `str` or of a subclass.
#[inline]
unsafe fn raw_utf8<'a>(obj: Borrowed<'a, '_, PyAny>) -> Option<&'a str> {
    let mut size = MaybeUninit::uninit();
    // SAFETY: attached; a `str`, whose size is written unless it fails. The UTF-8 form lives as long as
    // the object, which `obj` keeps alive for `'a`, and never changes.
    unsafe {
        let start = ffi::PyUnicode_AsUTF8AndSize(obj.as_ptr(), size.as_mut_ptr());
        if start.is_null() {
            return None;
        }
        let size = size.assume_init().cast_unsigned();
        let bytes = std::slice::from_raw_parts(start.cast::<u8>(), size);
        Some(std::str::from_utf8_unchecked(bytes))
    }
}

/// The text of exactly a `str` which is not ASCII, or where the layout is not known, unless it has no
/// UTF-8 form. Raises nothing, and returns in registers.
#[cold]
#[inline(never)]
pub(super) fn exact_text<'a>(obj: Borrowed<'a, '_, PyAny>) -> Option<&'a str> {
    asked_text(obj)
}

/// As [`exact_text`], in line.
#[inline(always)]
pub(super) fn asked_text<'a>(obj: Borrowed<'a, '_, PyAny>) -> Option<&'a str> {
    // SAFETY: attached, living object; read as a `str` only if it is one.
    unsafe {
        let ptr = obj.as_ptr();
        if !layout::type_word(ptr).is_str() && ffi::Py_TYPE(ptr) != ffi::PyUnicode_Type() {
            return None;
        }
        match raw_utf8(obj) {
            Some(text) => Some(text),
            None => no_text(),
        }
    }
}

/// Clears the exception of a `str` without a UTF-8 form.
///
/// # Safety
/// Attached.
#[cold]
#[inline(never)]
unsafe fn no_text<'a>() -> Option<&'a str> {
    // SAFETY: attached (caller's contract).
    unsafe { ffi::PyErr_Clear() };
    None
}

/// The text of a `str`, or why there is none.
#[cold]
#[inline(never)]
fn text<'a>(obj: Borrowed<'a, '_, PyAny>, word: TypeWord) -> PyResult<&'a str> {
    if word.is_str() {
        // SAFETY: a `str`, says its word.
        if let Some(text) = unsafe { raw_utf8(obj) } {
            return Ok(text);
        }
    }
    any_text(obj)
}

/// As [`text`], of any object, or of a text that has no UTF-8 form.
#[cold]
#[inline(never)]
fn any_text<'a>(obj: Borrowed<'a, '_, PyAny>) -> PyResult<&'a str> {
    if is_no_text(obj) {
        return Err(Failure::expected("str", obj));
    }
    // SAFETY: attached, a `str`. What it raised when it was asked before it raises again.
    unsafe {
        ffi::PyErr_Clear();
        raw_utf8(obj).ok_or_else(|| PyErr::fetch(obj.py()))
    }
}

/// Whether it is neither a `str` nor of a subclass.
#[inline(always)]
fn is_no_text(obj: Borrowed<'_, '_, PyAny>) -> bool {
    // SAFETY: attached, living object.
    unsafe { ffi::PyUnicode_Check(obj.as_ptr()) == 0 }
}

impl<'a, 'py> FromPyObject<'a, 'py> for &'a str {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        // SAFETY: attached, living object.
        let (word, ascii) = unsafe {
            let word = layout::type_word(obj.as_ptr());
            (word, layout::ascii_of(obj.as_ptr(), word))
        };
        match ascii {
            Some(text) => Ok(text),
            None => text(obj, word),
        }
    }

    #[inline(always)]
    fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::text(obj)
    }

    #[inline(always)]
    fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
        exact.str(obj)
    }

    #[inline(always)]
    fn never_fits(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
        is_no_text(obj)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for char {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        let text = <&str>::extract(obj)?;
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(only), None) => Ok(only),
            _ => {
                let got = format!("a str of length {}", text.chars().count());
                Err(Failure::described(Kind::Value, "a str of length 1", got))
            }
        }
    }
}

macro_rules! text_from_pyobject {
    ($($ty:ty: $borrows:ident),*) => {$(
        impl<'a, 'py> FromPyObject<'a, 'py> for $ty {
            type Error = PyErr;

            const BORROWS: Borrows<Self> = Borrows::$borrows;

            const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

            #[inline]
            fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
                <&str>::extract(obj).map(Into::into)
            }

            #[inline(always)]
            fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Strict<Self> {
                strict::text(obj).map(Into::into)
            }

            #[inline(always)]
            fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
                exact.str(obj).map(Into::into)
            }

            #[inline(always)]
            fn never_fits(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
                is_no_text(obj)
            }
        }
    )*};
}

text_from_pyobject!(String: NO, Cow<'a, str>: PERHAPS, Box<str>: NO, Rc<str>: NO, Arc<str>: NO);

macro_rules! text_into_pyobject {
    ($($ty:ty),*) => {$(
        impl<'py> IntoPyObject<'py> for $ty {
            type Target = PyString;
            type Output = Bound<'py, PyString>;
            type Error = Infallible;

            const QUIET: bool = true;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                Ok(PyString::new(py, &self))
            }
        }
    )*};
}

text_into_pyobject!(&str, &&str, Cow<'_, str>, &Cow<'_, str>, String, &String);
text_into_pyobject!(Box<str>, &Box<str>, Rc<str>, &Rc<str>, Arc<str>, &Arc<str>);

impl<'py> IntoPyObject<'py> for char {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    const QUIET: bool = true;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyString::new(py, self.encode_utf8(&mut [0; 4])))
    }
}

super::copy_into_pyobject!(char);
