//! `bytes`.

use std::ops::Index;
use std::ptr;
use std::slice::SliceIndex;

use crate::error::PyResult;
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::types::compare::compare_with;
use crate::types::native::native_type;
use crate::types::support::{Sealed, index};
use crate::{PyAny, abi, ffi};

mod writer;

pub use writer::PyBytesWriter;

/// Python's `bytes`.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PyBytes;
///
/// Python::attach(|py| {
///     let bytes = PyBytes::new(py, b"abc");
///     assert_eq!(bytes.as_bytes(), b"abc");
///     assert_eq!(bytes[0], b'a');
/// });
/// ```
#[repr(transparent)]
pub struct PyBytes(PyAny);

native_type!(PyBytes, PyBytes_Type, flag = Py_TPFLAGS_BYTES_SUBCLASS);

impl PyBytes {
    /// A new `bytes` with a copy of `s`.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    #[inline]
    pub fn new<'p>(py: Python<'p>, s: &[u8]) -> Bound<'p, PyBytes> {
        // SAFETY: attached; as many readable bytes as said.
        unsafe { PyBytes::from_ptr(py, s.as_ptr(), s.len()) }
    }

    /// A new `bytes` of `len` bytes, zeros at first, that `init` fills in place.
    ///
    /// # Errors
    /// `MemoryError`, and what `init` returns.
    pub fn new_with<F>(py: Python<'_>, len: usize, init: F) -> PyResult<Bound<'_, PyBytes>>
    where
        F: FnOnce(&mut [u8]) -> PyResult<()>,
    {
        // SAFETY: attached; a new `bytes` of that length, or null.
        let bytes: Bound<'_, PyBytes> = unsafe {
            let ptr = ffi::PyBytes_FromStringAndSize(ptr::null(), index(len));
            Bound::from_call(py, ptr)?
        };
        if len > 0 {
            // SAFETY: the object is new and known to nobody else, and has `len` bytes.
            init(unsafe {
                let data = ffi::PyBytes_AsString(bytes.as_ptr()).cast::<u8>();
                ptr::write_bytes(data, 0, len);
                std::slice::from_raw_parts_mut(data, len)
            })?;
        } else {
            init(&mut [])?;
        }
        Ok(bytes)
    }

    /// A new `bytes` of what `write` writes.
    ///
    /// # Errors
    /// `MemoryError`, and what `write` returns.
    pub fn new_with_writer<'py, F>(
        py: Python<'py>,
        reserved_capacity: usize,
        write: F,
    ) -> PyResult<Bound<'py, PyBytes>>
    where
        F: FnOnce(&mut PyBytesWriter<'py>) -> PyResult<()>,
    {
        let mut writer = PyBytesWriter::with_capacity(py, reserved_capacity)?;
        write(&mut writer)?;
        writer.try_into()
    }

    /// A new `bytes` with a copy of what is at `ptr`.
    ///
    /// # Safety
    /// `len` bytes can be read at `ptr`.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    #[inline]
    pub unsafe fn from_ptr(py: Python<'_>, ptr: *const u8, len: usize) -> Bound<'_, PyBytes> {
        // SAFETY: attached; readable by the caller's word; a new `bytes` or null.
        unsafe {
            let ptr = ffi::PyBytes_FromStringAndSize(ptr.cast(), index(len));
            Bound::from_owned_ptr(py, ptr).cast_into_unchecked()
        }
    }
}

/// The methods of [`PyBytes`].
#[doc(alias = "PyBytes")]
pub trait PyBytesMethods<'py>: Sealed {
    /// The bytes, without copying.
    fn as_bytes(&self) -> &[u8];
}

impl<'py> PyBytesMethods<'py> for Bound<'py, PyBytes> {
    #[inline]
    fn as_bytes(&self) -> &[u8] {
        self.as_borrowed().as_bytes()
    }
}

impl<'a> Borrowed<'a, '_, PyBytes> {
    /// As [`PyBytesMethods::as_bytes`], for as long as the object is borrowed.
    #[inline]
    pub(crate) fn as_bytes(self) -> &'a [u8] {
        // SAFETY: attached, a living `bytes`, which never changes and lives for `'a`.
        unsafe {
            if let Some(bytes) = abi::layout::bytes_view(self.as_ptr()) {
                return bytes;
            }
            let data = ffi::PyBytes_AsString(self.as_ptr()).cast::<u8>();
            let len = ffi::PyBytes_Size(self.as_ptr()).cast_unsigned();
            std::slice::from_raw_parts(data, len)
        }
    }
}

impl Py<PyBytes> {
    /// As [`PyBytesMethods::as_bytes`].
    #[inline]
    pub fn as_bytes<'a>(&'a self, py: Python<'_>) -> &'a [u8] {
        self.bind_borrowed(py).as_bytes()
    }
}

impl<I: SliceIndex<[u8]>> Index<I> for Bound<'_, PyBytes> {
    type Output = I::Output;

    fn index(&self, index: I) -> &Self::Output {
        &self.as_bytes()[index]
    }
}

impl AsRef<[u8]> for Bound<'_, PyBytes> {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl<'a> AsRef<[u8]> for Borrowed<'a, '_, PyBytes> {
    #[inline]
    fn as_ref(&self) -> &'a [u8] {
        (*self).as_bytes()
    }
}

compare_with!(PyBytes, [u8], |bytes, slice| bytes.as_bytes() == slice);
