//! `i128` and `u128`.
//!
//! Values of up to 64 bits go the way of `i64`; only what is beyond is copied out
//! of an `int`, or into one, as 16 bytes.

use std::convert::Infallible;
use std::ffi::c_int;

use crate::convert::int::{exceeded, with_int};
use crate::convert::{Exact, FromPyObject, IntoPyObject, Strict, Token, strict};
use crate::error::PyErr;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyInt;
use crate::{PyAny, ffi};

const BYTES: usize = 16;
const SIGNED: c_int = ffi::Py_ASNATIVEBYTES_NATIVE_ENDIAN;
const UNSIGNED: c_int =
    SIGNED | ffi::Py_ASNATIVEBYTES_UNSIGNED_BUFFER | ffi::Py_ASNATIVEBYTES_REJECT_NEGATIVE;

const I128: &str = "an int from -170141183460469231731687303715884105728 to \
    170141183460469231731687303715884105727 (i128)";
const U128: &str = "an int from 0 to 340282366920938463463374607431768211455 (u128)";

/// The bytes of an `int`, unless there are more than 16, or there is a sign that
/// `flags` reject.
#[inline]
fn bytes_of(int: Borrowed<'_, '_, PyAny>, flags: c_int) -> Option<[u8; BYTES]> {
    let mut bytes = [0; BYTES];
    let size = bytes.len().cast_signed();
    // SAFETY: attached; a living object and a buffer of `size` bytes. An exception
    // (not an `int`, a negative one, no memory) is cleared: the caller makes its own.
    unsafe {
        let needed =
            ffi::PyLong_AsNativeBytes(int.as_ptr(), bytes.as_mut_ptr().cast(), size, flags);
        if needed < 0 {
            ffi::PyErr_Clear();
        }
        (0..=size).contains(&needed).then_some(bytes)
    }
}

impl<'py> IntoPyObject<'py> for i128 {
    type Target = PyInt;
    type Output = Bound<'py, PyInt>;
    type Error = Infallible;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        if let Ok(small) = i64::try_from(self) {
            return small.into_pyobject(py);
        }
        let bytes = self.to_ne_bytes();
        // SAFETY: attached; 16 readable bytes; a new `int` or null.
        unsafe {
            let ptr = ffi::PyLong_FromNativeBytes(bytes.as_ptr().cast(), BYTES, SIGNED);
            Ok(Bound::from_owned_ptr(py, ptr).cast_into_unchecked())
        }
    }
}

impl<'py> IntoPyObject<'py> for u128 {
    type Target = PyInt;
    type Output = Bound<'py, PyInt>;
    type Error = Infallible;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        if let Ok(small) = u64::try_from(self) {
            return small.into_pyobject(py);
        }
        let bytes = self.to_ne_bytes();
        // SAFETY: attached; 16 readable bytes; a new `int` or null.
        unsafe {
            let ptr = ffi::PyLong_FromUnsignedNativeBytes(bytes.as_ptr().cast(), BYTES, SIGNED);
            Ok(Bound::from_owned_ptr(py, ptr).cast_into_unchecked())
        }
    }
}

super::copy_into_pyobject!(i128, u128);

impl<'a, 'py> FromPyObject<'a, 'py> for i128 {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        match Self::extract_exact(obj, Exact::new(obj.py())) {
            Some(value) => Ok(value),
            None => with_int(obj, |int| {
                bytes_of(int, SIGNED).map(i128::from_ne_bytes).ok_or_else(|| exceeded(I128, int))
            }),
        }
    }

    #[inline]
    fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::any_int(obj)
    }

    #[inline(always)]
    fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
        exact.int(obj).map(i128::from)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for u128 {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        match Self::extract_exact(obj, Exact::new(obj.py())) {
            Some(value) => Ok(value),
            None => with_int(obj, |int| match bytes_of(int, UNSIGNED) {
                Some(bytes) => Ok(u128::from_ne_bytes(bytes)),
                None => Err(exceeded(U128, int)),
            }),
        }
    }

    #[inline]
    fn extract_strict(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::any_int(obj)
    }

    #[inline(always)]
    fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
        exact.int(obj).and_then(|value| value.try_into().ok())
    }
}
