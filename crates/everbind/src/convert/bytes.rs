//! `&[u8]` and `Cow<[u8]>` out of `bytes`.
//!
//! `Vec<u8>` and `[u8; N]` are in `vec.rs` and `array.rs`, with the hooks that `u8`
//! has in `int.rs`: they are made from `bytes` or `bytearray`, and become `bytes`.

use std::borrow::Cow;
use std::mem::MaybeUninit;

use crate::abi::layout::{self, TypeWord};
use crate::convert::{Exact, FromPyObject};
use crate::error::{CastError, PyErr};
use crate::object::Borrowed;
use crate::types::PyBytes;
use crate::{PyAny, ffi};

/// The contents of a `bytes`, which never change.
#[inline]
pub(super) fn contents<'a>(bytes: Borrowed<'a, '_, PyBytes>) -> &'a [u8] {
    // SAFETY: attached; a `bytes`, which is kept alive for `'a`.
    unsafe {
        if let Some(view) = layout::bytes_view(bytes.as_ptr()) {
            return view;
        }
        asked(bytes.as_ptr())
    }
}

/// The contents as CPython tells them.
///
/// # Safety
/// Attached; a `bytes` or an instance of a subclass, alive for `'a`.
#[inline(always)]
unsafe fn asked<'a>(bytes: *mut ffi::PyObject) -> &'a [u8] {
    let (mut start, mut len) = (MaybeUninit::uninit(), MaybeUninit::uninit());
    // SAFETY: of a `bytes` both are written, and they never change.
    unsafe {
        ffi::PyBytes_AsStringAndSize(bytes, start.as_mut_ptr(), len.as_mut_ptr());
        let start = start.assume_init().cast::<u8>();
        std::slice::from_raw_parts(start, len.assume_init().cast_unsigned())
    }
}

/// Of a subclass as well, and where the layout is not known.
#[cold]
#[inline]
fn any_bytes<'a, 'py>(
    obj: Borrowed<'a, 'py, PyAny>,
    word: TypeWord,
) -> Result<&'a [u8], CastError<'a, 'py>> {
    if word.is_bytes() {
        // SAFETY: attached; a `bytes`, says its word, and kept alive for `'a`.
        return Ok(unsafe { asked(obj.as_ptr()) });
    }
    other_bytes(obj)
}

#[cold]
#[inline]
fn other_bytes<'a, 'py>(obj: Borrowed<'a, 'py, PyAny>) -> Result<&'a [u8], CastError<'a, 'py>> {
    Ok(contents(obj.cast::<PyBytes>()?))
}

/// Only from `bytes`: the memory of a `bytearray` can move.
impl<'a, 'py> FromPyObject<'a, 'py> for &'a [u8] {
    type Error = CastError<'a, 'py>;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::BYTES;

    #[inline(always)]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        // SAFETY: attached, living object.
        let (word, bytes) = unsafe {
            let word = layout::type_word(obj.as_ptr());
            (word, layout::bytes_of(obj.as_ptr(), word))
        };
        match bytes {
            Some(bytes) => Ok(bytes),
            None => any_bytes(obj, word),
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

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("bytes | bytearray");

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
        match obj.cast::<PyBytes>() {
            Ok(bytes) => Ok(Cow::Borrowed(contents(bytes))),
            Err(_) => Vec::extract(obj).map(Cow::Owned),
        }
    }
}
