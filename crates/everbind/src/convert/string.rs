//! `String`, `&str`, `Cow<str>`, `char`, and shared texts.
//!
//! A `str` with a lone surrogate has no UTF-8 form: a `UnicodeEncodeError`.

use std::borrow::Cow;
use std::convert::Infallible;
use std::mem::MaybeUninit;
use std::rc::Rc;
use std::sync::Arc;

use crate::convert::{Borrows, Exact, FromPyObject, IntoPyObject, Token};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyString;
use crate::{PyAny, abi, ffi};

/// The UTF-8 form of a `str`, which CPython keeps in the object. Null, with an
/// exception set, when it has none.
///
/// # Safety
/// `obj` is a `str` or of a subclass.
#[inline]
unsafe fn raw_utf8<'a>(obj: Borrowed<'a, '_, PyAny>) -> Option<&'a str> {
    let mut size = MaybeUninit::uninit();
    // SAFETY: attached; a `str`, whose size is written unless it fails. The UTF-8 form lives as long as the object, which
    // `obj` keeps alive for `'a`, and never changes.
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
    // SAFETY: attached, living object; read as a `str` only if it is one.
    unsafe {
        let str = ffi::PyUnicode_Type();
        if !abi::layout::is_surely(obj.as_ptr(), str) && ffi::Py_TYPE(obj.as_ptr()) != str {
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
fn text<'a>(obj: Borrowed<'a, '_, PyAny>) -> PyResult<&'a str> {
    // SAFETY: attached, living object; read as a `str` only if it is one.
    unsafe {
        if !abi::layout::is_surely(obj.as_ptr(), ffi::PyUnicode_Type()) && is_no_text(obj) {
            return Err(Failure::expected("str", obj));
        }
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

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        // SAFETY: attached, living object.
        match unsafe { abi::layout::ascii_exact(obj.as_ptr()) } {
            Some(text) => Ok(text),
            None => text(obj),
        }
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

            #[inline]
            fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
                <&str>::extract(obj).map(Into::into)
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

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyString::new(py, self.encode_utf8(&mut [0; 4])))
    }
}

super::copy_into_pyobject!(char);
