//! `&CStr` and `CString`: a `str` without a null character.

use std::borrow::Cow;
use std::ffi::{CStr, CString};

use crate::PyAny;
use crate::convert::{FromPyObject, IntoPyObject};
use crate::error::{Failure, Kind, PyErr};
use crate::exceptions::PyUnicodeDecodeError;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyString;

impl<'a, 'py> FromPyObject<'a, 'py> for &'a CStr {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        let text = <&'a str>::extract(obj)?;
        if text.contains('\0') {
            let got = "one with a null character";
            return Err(Failure::described(Kind::Value, "a str without null characters", got));
        }
        // SAFETY: the text of a `str` is followed by a null byte, and has none within.
        unsafe {
            let whole = std::slice::from_raw_parts(text.as_ptr(), text.len() + 1);
            Ok(CStr::from_bytes_with_nul_unchecked(whole))
        }
    }
}

macro_rules! c_string_from_pyobject {
    ($($ty:ty),*) => {$(
        impl<'a, 'py> FromPyObject<'a, 'py> for $ty {
            type Error = PyErr;

            const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

            #[inline]
            fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
                <&CStr>::extract(obj).map(Into::into)
            }
        }
    )*};
}

c_string_from_pyobject!(CString, Cow<'a, CStr>);

macro_rules! c_string_into_pyobject {
    ($($ty:ty),*) => {$(
        impl<'py> IntoPyObject<'py> for $ty {
            type Target = PyString;
            type Output = Bound<'py, PyString>;
            type Error = PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::STR;

            /// # Errors
            /// `UnicodeDecodeError` when the bytes are not UTF-8.
            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
                match self.to_str() {
                    Ok(text) => Ok(PyString::new(py, text)),
                    Err(err) => {
                        Err(PyUnicodeDecodeError::new_utf8(py, self.to_bytes(), err)?.into())
                    }
                }
            }
        }
    )*};
}

c_string_into_pyobject!(&CStr, CString, &CString, Cow<'_, CStr>, &Cow<'_, CStr>);
