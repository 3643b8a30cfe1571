//! `&[u8]` and `Cow<[u8]>` out of `bytes`.
//!
//! `Vec<u8>` and `[u8; N]` are in `vec.rs` and `array.rs`, with the hooks that `u8`
//! has in `int.rs`: they are made from `bytes` or `bytearray`, and become `bytes`.

use std::borrow::Cow;

use crate::convert::{Exact, FromPyObject};
use crate::error::{CastError, PyErr};
use crate::object::Borrowed;
use crate::types::PyBytes;
use crate::{PyAny, abi, ffi};

/// The contents of a `bytes`, which never change.
#[inline]
pub(super) fn contents<'a>(bytes: Borrowed<'a, '_, PyBytes>) -> &'a [u8] {
    // SAFETY: attached; a `bytes`, which is kept alive for `'a`.
    unsafe {
        if let Some(view) = abi::layout::bytes_view(bytes.as_ptr()) {
            return view;
        }
        let start = ffi::PyBytes_AsString(bytes.as_ptr()).cast::<u8>();
        std::slice::from_raw_parts(start, ffi::PyBytes_Size(bytes.as_ptr()).cast_unsigned())
    }
}

/// Of a subclass as well, and where the layout is not known.
#[cold]
#[inline(never)]
fn any_bytes<'a, 'py>(obj: Borrowed<'a, 'py, PyAny>) -> Result<&'a [u8], CastError<'a, 'py>> {
    // SAFETY: attached, living object.
    if unsafe { abi::layout::is_surely(obj.as_ptr(), ffi::PyBytes_Type()) } {
        // SAFETY: just checked.
        return Ok(contents(unsafe { obj.cast_unchecked() }));
    }
    Ok(contents(obj.cast::<PyBytes>()?))
}

/// Only from `bytes`: the memory of a `bytearray` can move.
impl<'a, 'py> FromPyObject<'a, 'py> for &'a [u8] {
    type Error = CastError<'a, 'py>;

    #[inline(always)]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        // SAFETY: attached, living object.
        match unsafe { abi::layout::bytes_exact(obj.as_ptr()) } {
            Some(bytes) => Ok(bytes),
            None => any_bytes(obj),
        }
    }

    #[inline(always)]
    fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
        exact.bytes(obj)
    }
}

/// Borrowed from `bytes`, copied from anything that makes a `Vec<u8>`.
impl<'a, 'py> FromPyObject<'a, 'py> for Cow<'a, [u8]> {
    type Error = PyErr;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        match obj.cast::<PyBytes>() {
            Ok(bytes) => Ok(Cow::Borrowed(contents(bytes))),
            Err(_) => Vec::extract(obj).map(Cow::Owned),
        }
    }
}
