//! `str`.

use std::borrow::Cow;
use std::ffi::CStr;
use std::fmt;
use std::ptr;

use crate::error::PyResult;
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::types::compare::compare_with;
use crate::types::native::native_type;
use crate::types::support::{Sealed, size};
use crate::types::{PyBytes, PyBytesMethods};
use crate::{PyAny, abi, ffi};

/// Python's `str`.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PyString;
///
/// Python::attach(|py| {
///     let name = PyString::new(py, "Ada");
///     assert_eq!(name.to_str().unwrap(), "Ada");
///     assert_eq!(name, "Ada");
/// });
/// ```
#[repr(transparent)]
pub struct PyString(PyAny);

native_type!(PyString, PyUnicode_Type, flag = Py_TPFLAGS_UNICODE_SUBCLASS);

impl PyString {
    /// A new string.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    #[inline]
    pub fn new<'py>(py: Python<'py>, s: &str) -> Bound<'py, PyString> {
        // SAFETY: attached; `len` bytes of UTF-8, whose number fits a `Py_ssize_t`
        // as all slice lengths do; a new `str` or null.
        unsafe {
            let ptr =
                ffi::PyUnicode_DecodeUTF8(s.as_ptr().cast(), s.len().cast_signed(), ptr::null());
            Bound::from_owned_ptr(py, ptr).cast_into_unchecked()
        }
    }

    /// A new string from UTF-8.
    ///
    /// # Errors
    /// `UnicodeDecodeError` when it is not UTF-8.
    #[inline]
    pub fn from_bytes<'py>(py: Python<'py>, s: &[u8]) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: attached; `len` readable bytes; a new `str` or null.
        unsafe {
            let ptr =
                ffi::PyUnicode_DecodeUTF8(s.as_ptr().cast(), s.len().cast_signed(), ptr::null());
            Bound::from_call(py, ptr)
        }
    }

    /// The one string of this text that all who intern it share; made if there is
    /// none. See [`intern!`](crate::intern) for texts known at compile time.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    #[inline]
    pub fn intern<'py>(py: Python<'py>, s: &str) -> Bound<'py, PyString> {
        let mut ptr = PyString::new(py, s).into_ptr();
        // SAFETY: attached; replaces the reference at `ptr` by one to the interned
        // string, or leaves it as it is.
        unsafe {
            ffi::PyUnicode_InternInPlace(&mut ptr);
            Bound::from_owned_unchecked(py, ptr)
        }
    }

    /// Decodes a bytes-like object. Without an encoding it is UTF-8, without
    /// `errors` it is `strict`.
    ///
    /// # Errors
    /// `TypeError` when `src` is not bytes-like, `LookupError` for an unknown
    /// encoding, `UnicodeDecodeError`.
    #[inline]
    pub fn from_encoded_object<'py>(
        src: &Bound<'py, PyAny>,
        encoding: Option<&CStr>,
        errors: Option<&CStr>,
    ) -> PyResult<Bound<'py, PyString>> {
        let encoding = encoding.map_or(ptr::null(), CStr::as_ptr);
        let errors = errors.map_or(ptr::null(), CStr::as_ptr);
        // SAFETY: attached; nul-terminated texts or null; a new `str` or null.
        unsafe {
            let ptr = ffi::PyUnicode_FromEncodedObject(src.as_ptr(), encoding, errors);
            Bound::from_call(src.py(), ptr)
        }
    }

    /// A new string of what `format_args!` makes; see [`py_format!`](crate::py_format).
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn from_fmt<'py>(
        py: Python<'py>,
        args: fmt::Arguments<'_>,
    ) -> PyResult<Bound<'py, PyString>> {
        match args.as_str() {
            Some(text) => PyString::from_bytes(py, text.as_bytes()),
            None => PyString::from_bytes(py, format!("{args}").as_bytes()),
        }
    }
}

/// The methods of [`PyString`].
#[doc(alias = "PyString")]
pub trait PyStringMethods<'py>: Sealed {
    /// `len(self)`: the number of code points, which is not the number of bytes
    /// that [`to_str`](Self::to_str) has.
    ///
    /// # Errors
    /// None that is known.
    fn code_point_len(&self) -> PyResult<usize>;

    /// The text, without copying. CPython keeps the UTF-8 form of a string that is
    /// not ASCII for as long as the string lives.
    ///
    /// # Errors
    /// `UnicodeEncodeError` when the string holds a lone surrogate.
    fn to_str(&self) -> PyResult<&str>;

    /// As [`to_str`](Self::to_str).
    ///
    /// # Errors
    /// As [`to_str`](Self::to_str).
    fn to_cow(&self) -> PyResult<Cow<'_, str>>;

    /// The text, with `�` in place of what UTF-8 cannot express.
    fn to_string_lossy(&self) -> Cow<'_, str>;

    /// `self.encode("utf-8")`.
    ///
    /// # Errors
    /// `UnicodeEncodeError` when the string holds a lone surrogate.
    fn encode_utf8(&self) -> PyResult<Bound<'py, PyBytes>>;
}

impl<'py> PyStringMethods<'py> for Bound<'py, PyString> {
    #[inline]
    fn code_point_len(&self) -> PyResult<usize> {
        // SAFETY: attached, a living `str`.
        size(self.py(), unsafe { ffi::PyUnicode_GetLength(self.as_ptr()) })
    }

    #[inline]
    fn to_str(&self) -> PyResult<&str> {
        self.as_borrowed().to_str()
    }

    #[inline]
    fn to_cow(&self) -> PyResult<Cow<'_, str>> {
        self.as_borrowed().to_str().map(Cow::Borrowed)
    }

    #[inline]
    fn to_string_lossy(&self) -> Cow<'_, str> {
        self.as_borrowed().to_string_lossy()
    }

    #[inline]
    fn encode_utf8(&self) -> PyResult<Bound<'py, PyBytes>> {
        // SAFETY: attached, a living `str`; a new `bytes` or null.
        unsafe { Bound::from_call(self.py(), ffi::PyUnicode_AsUTF8String(self.as_ptr())) }
    }
}

impl<'a> Borrowed<'a, '_, PyString> {
    /// As [`PyStringMethods::to_str`], for as long as the string is borrowed.
    #[inline]
    pub(crate) fn to_str(self) -> PyResult<&'a str> {
        // SAFETY: a living `str`, which somebody owns for `'a`.
        if let Some(text) = unsafe { abi::layout::unicode_ascii(self.as_ptr()) } {
            return Ok(text);
        }
        let mut len = 0;
        // SAFETY: attached, a living `str`; null with an exception, or `len` bytes of
        // UTF-8 that never change while the string lives, which it does for `'a`.
        unsafe {
            let data = ffi::PyUnicode_AsUTF8AndSize(self.as_ptr(), &mut len);
            if data.is_null() {
                return Err(crate::PyErr::fetch(self.py()));
            }
            let bytes = std::slice::from_raw_parts(data.cast::<u8>(), len.cast_unsigned());
            Ok(std::str::from_utf8_unchecked(bytes))
        }
    }

    /// As [`PyStringMethods::to_string_lossy`], for as long as the string is borrowed.
    #[inline]
    pub(crate) fn to_string_lossy(self) -> Cow<'a, str> {
        far!(lossy: for<'b, 'py> fn(Borrowed<'b, 'py, PyString>) -> Cow<'b, str>)(self)
    }
}

/// Surrogates are replaced.
fn lossy<'a>(string: Borrowed<'a, '_, PyString>) -> Cow<'a, str> {
    if let Ok(text) = string.to_str() {
        return Cow::Borrowed(text);
    }
    // SAFETY: attached, a living `str`; nul-terminated texts; a new `bytes` or null.
    let bytes = unsafe {
        let (encoding, errors) = (c"utf-8".as_ptr(), c"surrogatepass".as_ptr());
        let ptr = ffi::PyUnicode_AsEncodedString(string.as_ptr(), encoding, errors);
        Bound::<PyBytes>::from_call(string.py(), ptr)
    };
    match bytes {
        Ok(bytes) => Cow::Owned(String::from_utf8_lossy(bytes.as_bytes()).into_owned()),
        Err(_) => Cow::Borrowed("\u{fffd}"),
    }
}

impl Py<PyString> {
    /// As [`PyStringMethods::to_str`].
    ///
    /// # Errors
    /// `UnicodeEncodeError` when the string holds a lone surrogate.
    #[inline]
    pub fn to_str<'a>(&'a self, py: Python<'_>) -> PyResult<&'a str> {
        self.bind_borrowed(py).to_str()
    }

    /// As [`PyStringMethods::to_cow`].
    ///
    /// # Errors
    /// `UnicodeEncodeError` when the string holds a lone surrogate.
    #[inline]
    pub fn to_cow<'a>(&'a self, py: Python<'_>) -> PyResult<Cow<'a, str>> {
        self.to_str(py).map(Cow::Borrowed)
    }

    /// As [`PyStringMethods::to_string_lossy`].
    #[inline]
    pub fn to_string_lossy<'a>(&'a self, py: Python<'_>) -> Cow<'a, str> {
        self.bind_borrowed(py).to_string_lossy()
    }
}

compare_with!(PyString, str, |string, text| string.to_str().is_ok_and(|string| string == text));

/// `format!` into a [`PyString`].
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::py_format;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let greeting = py_format!(py, "Hello {}!", "world")?;
/// assert_eq!(greeting, "Hello world!");
/// # Ok(()) }).unwrap();
/// ```
#[macro_export]
macro_rules! py_format {
    ($py:expr, $($arg:tt)*) => {
        $crate::types::PyString::from_fmt($py, ::core::format_args!($($arg)*))
    };
}
