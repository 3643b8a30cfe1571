//! `OsStr`, `OsString`: a `str` in the file system's encoding.
//!
//! Bytes that are no text become lone surrogates (`surrogateescape`) and back, so a
//! file name survives the way through Python.

use std::borrow::Cow;
use std::convert::Infallible;
use std::ffi::{OsStr, OsString};

use crate::convert::{FromPyObject, IntoPyObject};
use crate::error::{Failure, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyString;
use crate::{PyAny, ffi};

/// Text of the operating system that is not Unicode, as a `str`.
#[cfg(not(windows))]
#[inline]
fn decode<'py>(py: Python<'py>, text: &OsStr) -> Bound<'py, PyString> {
    use std::os::unix::ffi::OsStrExt;
    let bytes = text.as_bytes();
    // SAFETY: attached; readable bytes; a new `str` or, without memory, null: a panic.
    unsafe {
        let size = bytes.len().cast_signed();
        let ptr = ffi::PyUnicode_DecodeFSDefaultAndSize(bytes.as_ptr().cast(), size);
        Bound::from_owned_ptr(py, ptr).cast_into_unchecked()
    }
}

/// A `str` in the encoding of the operating system.
#[cfg(not(windows))]
#[inline]
fn encode(text: Borrowed<'_, '_, PyString>) -> PyResult<OsString> {
    use std::os::unix::ffi::OsStringExt;
    // SAFETY: attached; a `str`; a new `bytes` or null.
    let bytes = unsafe {
        let ptr = ffi::PyUnicode_EncodeFSDefault(text.as_ptr());
        Bound::<crate::types::PyBytes>::from_call(text.py(), ptr)?
    };
    Ok(OsString::from_vec(super::bytes::contents(bytes.as_borrowed()).to_vec()))
}

/// Text of the operating system that is not Unicode, as a `str`.
#[cfg(windows)]
#[inline]
fn decode<'py>(py: Python<'py>, text: &OsStr) -> Bound<'py, PyString> {
    use std::os::windows::ffi::OsStrExt;
    let wide: Vec<u16> = text.encode_wide().collect();
    // SAFETY: attached; readable units; a new `str` or, without memory, null: a panic.
    unsafe {
        let ptr = ffi::PyUnicode_FromWideChar(wide.as_ptr().cast(), wide.len().cast_signed());
        Bound::from_owned_ptr(py, ptr).cast_into_unchecked()
    }
}

/// A `str` in the encoding of the operating system.
#[cfg(windows)]
#[inline]
fn encode(text: Borrowed<'_, '_, PyString>) -> PyResult<OsString> {
    use std::os::windows::ffi::OsStringExt;
    // SAFETY: attached; a `str`. The first call tells the size with the final null,
    // the second fills a buffer of that size.
    unsafe {
        let size = ffi::PyUnicode_AsWideChar(text.as_ptr(), std::ptr::null_mut(), 0);
        let mut wide = vec![0_u16; usize::try_from(size).map_err(|_| PyErr::fetch(text.py()))?];
        let copied = ffi::PyUnicode_AsWideChar(text.as_ptr(), wide.as_mut_ptr().cast(), size);
        let copied = usize::try_from(copied).map_err(|_| PyErr::fetch(text.py()))?;
        Ok(OsString::from_wide(&wide[..copied]))
    }
}

#[inline]
fn as_str<'a, 'py>(obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Borrowed<'a, 'py, PyString>> {
    obj.cast::<PyString>().map_err(|_| Failure::expected("str", obj))
}

impl<'a, 'py> FromPyObject<'a, 'py> for OsString {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        encode(as_str(obj)?)
    }
}

/// Borrowed where the text is Unicode.
impl<'a, 'py> FromPyObject<'a, 'py> for Cow<'a, OsStr> {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        let text = as_str(obj)?;
        match <&'a str>::extract(obj) {
            Ok(text) => Ok(Cow::Borrowed(OsStr::new(text))),
            Err(_) => encode(text).map(Cow::Owned),
        }
    }
}

macro_rules! os_string_into_pyobject {
    ($($ty:ty),*) => {$(
        impl<'py> IntoPyObject<'py> for $ty {
            type Target = PyString;
            type Output = Bound<'py, PyString>;
            type Error = Infallible;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                let text: &OsStr = self.as_ref();
                Ok(match text.to_str() {
                    Some(text) => PyString::new(py, text),
                    None => decode(py, text),
                })
            }
        }
    )*};
}

os_string_into_pyobject!(&OsStr, &&OsStr, OsString, &OsString, Cow<'_, OsStr>, &Cow<'_, OsStr>);
