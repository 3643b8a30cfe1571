//! `bytearray`.

use std::ptr;

use crate::error::{PyErr, PyResult, check};
use crate::object::Bound;
use crate::python::Python;
use crate::sync::critical_section::with_critical_section;
use crate::types::native::native_type;
use crate::types::support::{Sealed, index};
use crate::{PyAny, ffi};

/// Python's `bytearray`.
#[repr(transparent)]
pub struct PyByteArray(PyAny);

native_type!(PyByteArray, PyByteArray_Type);

impl PyByteArray {
    /// A new `bytearray` with a copy of `src`.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    #[inline]
    pub fn new<'py>(py: Python<'py>, src: &[u8]) -> Bound<'py, PyByteArray> {
        // SAFETY: attached; as many readable bytes as said; a new object or null.
        unsafe {
            let ptr = ffi::PyByteArray_FromStringAndSize(src.as_ptr().cast(), index(src.len()));
            Bound::from_owned_ptr(py, ptr).cast_into_unchecked()
        }
    }

    /// A new `bytearray` of `len` bytes, zeros at first, that `init` fills in place.
    ///
    /// # Errors
    /// `MemoryError`, and what `init` returns.
    pub fn new_with<F>(py: Python<'_>, len: usize, init: F) -> PyResult<Bound<'_, PyByteArray>>
    where
        F: FnOnce(&mut [u8]) -> PyResult<()>,
    {
        // SAFETY: attached; a new object of that length, known to nobody, or null.
        unsafe {
            let ptr = ffi::PyByteArray_FromStringAndSize(ptr::null(), index(len));
            let array = Bound::<PyByteArray>::from_call(py, ptr)?;
            array.data().write_bytes(0, len);
            init(array.as_bytes_mut())?;
            Ok(array)
        }
    }

    /// `bytearray(src)`, for an object with a buffer or an iterable of integers.
    ///
    /// # Errors
    /// `TypeError` when `src` is neither; `ValueError` for an integer over 255.
    #[inline]
    pub fn from<'py>(src: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyByteArray>> {
        // SAFETY: attached, a living object; a new object or null.
        unsafe { Bound::from_call(src.py(), ffi::PyByteArray_FromObject(src.as_ptr())) }
    }
}

/// The methods of [`PyByteArray`].
#[doc(alias = "PyByteArray")]
pub trait PyByteArrayMethods<'py>: Sealed {
    /// The number of bytes.
    fn len(&self) -> usize;

    /// Whether there are no bytes.
    fn is_empty(&self) -> bool;

    /// The address of the first byte. It changes when the object is resized.
    fn data(&self) -> *mut u8;

    /// The bytes, in place.
    ///
    /// # Safety
    /// As long as the slice is used, nothing changes the object: no Python code runs
    /// that could, and no other thread has it.
    unsafe fn as_bytes(&self) -> &[u8];

    /// The bytes, in place, to be changed.
    ///
    /// # Safety
    /// As long as the slice is used, nothing else reads or changes the object: no
    /// Python code runs that could, and no other thread has it.
    #[allow(clippy::mut_from_ref)]
    unsafe fn as_bytes_mut(&self) -> &mut [u8];

    /// A copy of the bytes.
    fn to_vec(&self) -> Vec<u8>;

    /// Makes it shorter, or longer; the content of new bytes is not specified.
    ///
    /// # Errors
    /// `BufferError` while somebody holds a view of it; `MemoryError`.
    fn resize(&self, len: usize) -> PyResult<()>;
}

impl<'py> PyByteArrayMethods<'py> for Bound<'py, PyByteArray> {
    #[inline]
    fn len(&self) -> usize {
        // SAFETY: attached, a living object: it cannot fail.
        unsafe { ffi::PyByteArray_Size(self.as_ptr()).cast_unsigned() }
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn data(&self) -> *mut u8 {
        // SAFETY: attached, a living object: it cannot fail.
        unsafe { ffi::PyByteArray_AsString(self.as_ptr()).cast() }
    }

    #[inline]
    unsafe fn as_bytes(&self) -> &[u8] {
        // SAFETY: `len` bytes that nothing changes, by the caller's word.
        unsafe { std::slice::from_raw_parts(self.data(), self.len()) }
    }

    #[allow(clippy::mut_from_ref)]
    #[inline]
    unsafe fn as_bytes_mut(&self) -> &mut [u8] {
        // SAFETY: `len` bytes that nobody else uses, by the caller's word.
        unsafe { std::slice::from_raw_parts_mut(self.data(), self.len()) }
    }

    #[inline]
    fn to_vec(&self) -> Vec<u8> {
        // SAFETY: no Python code runs meanwhile, and the lock keeps other threads out.
        with_critical_section(self, || unsafe { self.as_bytes() }.to_vec())
    }

    #[inline]
    fn resize(&self, len: usize) -> PyResult<()> {
        // SAFETY: attached, a living object.
        check(self.py(), unsafe { ffi::PyByteArray_Resize(self.as_ptr(), index(len)) })
    }
}

impl<'py> TryFrom<&Bound<'py, PyAny>> for Bound<'py, PyByteArray> {
    type Error = PyErr;

    /// As [`PyByteArray::from`].
    #[inline]
    fn try_from(value: &Bound<'py, PyAny>) -> PyResult<Self> {
        PyByteArray::from(value)
    }
}
