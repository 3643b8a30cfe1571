//! The buffer protocol: arrays whose memory Python and Rust share.
//!
//! `bytes`, `bytearray`, `memoryview`, `array.array` and NumPy's arrays have buffers.
//!
//! *Problem.* A buffer's memory belongs to an object that Python code, and on
//! free-threaded builds any thread, may write to at any time. A Rust slice promises
//! that nobody does.
//!
//! *How.* Copying is safe: [`PyBuffer::to_vec`], [`PyBuffer::copy_to_slice`],
//! [`PyBuffer::copy_from_slice`]. For more, [`PyBuffer::as_slice_ptr`] gives a raw slice, and the
//! caller knows why nobody else writes.

use std::cell::{Cell, UnsafeCell};
use std::ffi::c_char;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::{self, NonNull};

use crate::error::{PyErr, PyResult, check};
use crate::exceptions::PyBufferError;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::{FromPyObject, PyAny, ffi};

mod element;
mod untyped;

pub use element::{Element, ElementType};
pub use untyped::PyUntypedBuffer;

/// A buffer whose items are `T`.
///
/// It derefs to [`PyUntypedBuffer`], which knows its shape.
///
/// # Examples
#[doc = example!()]
/// use everbind::buffer::PyBuffer;
/// use everbind::prelude::*;
///
/// #[pyfunction]
/// fn sum(py: Python<'_>, values: PyBuffer<f64>) -> PyResult<f64> {
///     Ok(values.to_vec(py)?.iter().sum())
/// }
/// ```
#[repr(transparent)]
pub struct PyBuffer<T>(PyUntypedBuffer, PhantomData<[T]>);

/// A value that others may change, but not through this.
#[repr(transparent)]
pub struct ReadOnlyCell<T: Element>(UnsafeCell<T>);

impl<T: Element> ReadOnlyCell<T> {
    /// The value as it is now.
    #[inline]
    pub fn get(&self) -> T {
        // SAFETY: whoever made the reference says that no other thread writes
        // meanwhile; any bytes are a `T`.
        unsafe { *self.0.get() }
    }

    /// The address of the value.
    #[inline]
    pub fn as_ptr(&self) -> *const T {
        self.0.get()
    }
}

impl<T: Element> PyBuffer<T> {
    /// The buffer of an object.
    ///
    /// # Errors
    /// `TypeError` when it has none; `BufferError` when its items are not `T`.
    pub fn get(obj: &Bound<'_, PyAny>) -> PyResult<Self> {
        PyUntypedBuffer::get(obj)?.into_typed()
    }

    pub(super) fn from_checked(buffer: PyUntypedBuffer) -> Self {
        PyBuffer(buffer, PhantomData)
    }

    /// The memory as a raw slice, if the items follow each other in C's order.
    pub fn as_slice_ptr(&self) -> Option<NonNull<[T]>> {
        self.is_c_contiguous().then(|| self.raw_slice())
    }

    /// As [`as_slice_ptr`](Self::as_slice_ptr), in Fortran's order.
    pub fn as_fortran_slice_ptr(&self) -> Option<NonNull<[T]>> {
        self.is_fortran_contiguous().then(|| self.raw_slice())
    }

    fn raw_slice(&self) -> NonNull<[T]> {
        // An empty buffer may have no memory, or an address that is not aligned.
        let start = NonNull::new(self.buf_ptr().cast::<T>()).filter(|_| self.item_count() > 0);
        NonNull::slice_from_raw_parts(start.unwrap_or(NonNull::dangling()), self.item_count())
    }

    /// The memory, if the items follow each other in C's order.
    #[deprecated(note = "another thread may write meanwhile: use `as_slice_ptr`, or copy")]
    pub fn as_slice<'a>(&'a self, _py: Python<'a>) -> Option<&'a [ReadOnlyCell<T>]> {
        let slice = self.as_slice_ptr()?;
        // SAFETY: a cell is a `T`; the buffer keeps the memory. With the GIL nobody
        // writes while this thread is attached; without it the caller must know.
        Some(unsafe { &*(slice.as_ptr() as *const [ReadOnlyCell<T>]) })
    }

    /// The memory, to be written to, if the items follow each other in C's order.
    #[deprecated(note = "another thread may use it meanwhile: use `as_slice_ptr`, or copy")]
    pub fn as_mut_slice<'a>(&'a self, _py: Python<'a>) -> Option<&'a [Cell<T>]> {
        let slice = self.as_slice_ptr().filter(|_| !self.readonly())?;
        // SAFETY: as for `as_slice`; the exporter allows writing.
        Some(unsafe { &*(slice.as_ptr() as *const [Cell<T>]) })
    }

    /// The memory, if the items follow each other in Fortran's order.
    #[deprecated(note = "another thread may write meanwhile: use `as_fortran_slice_ptr`, or copy")]
    pub fn as_fortran_slice<'a>(&'a self, _py: Python<'a>) -> Option<&'a [ReadOnlyCell<T>]> {
        let slice = self.as_fortran_slice_ptr()?;
        // SAFETY: as for `as_slice`.
        Some(unsafe { &*(slice.as_ptr() as *const [ReadOnlyCell<T>]) })
    }

    /// The memory, to be written to, if the items follow each other in Fortran's order.
    #[deprecated(note = "another thread may use it meanwhile: use `as_fortran_slice_ptr`, or copy")]
    pub fn as_fortran_mut_slice<'a>(&'a self, _py: Python<'a>) -> Option<&'a [Cell<T>]> {
        let slice = self.as_fortran_slice_ptr().filter(|_| !self.readonly())?;
        // SAFETY: as for `as_slice`; the exporter allows writing.
        Some(unsafe { &*(slice.as_ptr() as *const [Cell<T>]) })
    }

    /// Copies all items into `target`, the last dimension varying fastest.
    ///
    /// # Errors
    /// `BufferError` when `target` is not as long as the buffer.
    pub fn copy_to_slice(&self, py: Python<'_>, target: &mut [T]) -> PyResult<()> {
        self.copy_out(py, target, b'C')
    }

    /// Copies all items into `target`, the first dimension varying fastest.
    ///
    /// # Errors
    /// `BufferError` when `target` is not as long as the buffer.
    pub fn copy_to_fortran_slice(&self, py: Python<'_>, target: &mut [T]) -> PyResult<()> {
        self.copy_out(py, target, b'F')
    }

    fn copy_out(&self, py: Python<'_>, target: &mut [T], order: u8) -> PyResult<()> {
        self.check_len(target)?;
        // SAFETY: as many bytes as the buffer has.
        unsafe { self.copy_to(py, target.as_mut_ptr(), order) }
    }

    /// # Safety
    /// `target` has room for all items.
    unsafe fn copy_to(&self, py: Python<'_>, target: *mut T, order: u8) -> PyResult<()> {
        let view = self.view();
        // SAFETY: attached, a living buffer; room enough by the caller's word; all
        // bytes are a `T`.
        check(py, unsafe {
            ffi::PyBuffer_ToContiguous(target.cast(), view, view.len, order as c_char)
        })
    }

    /// The items as a vector, the last dimension varying fastest.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn to_vec(&self, py: Python<'_>) -> PyResult<Vec<T>> {
        self.collect(py, b'C')
    }

    /// The items as a vector, the first dimension varying fastest.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn to_fortran_vec(&self, py: Python<'_>) -> PyResult<Vec<T>> {
        self.collect(py, b'F')
    }

    fn collect(&self, py: Python<'_>, order: u8) -> PyResult<Vec<T>> {
        let mut items = Vec::with_capacity(self.item_count());
        // SAFETY: room for as many items as the buffer has, all of which are set.
        unsafe {
            self.copy_to(py, items.as_mut_ptr(), order)?;
            items.set_len(self.item_count());
        }
        Ok(items)
    }

    /// Overwrites all items, the last dimension varying fastest.
    ///
    /// # Errors
    /// `BufferError` when the buffer is read-only, or `source` not as long as it.
    pub fn copy_from_slice(&self, py: Python<'_>, source: &[T]) -> PyResult<()> {
        self.copy_in(py, source, b'C')
    }

    /// Overwrites all items, the first dimension varying fastest.
    ///
    /// # Errors
    /// `BufferError` when the buffer is read-only, or `source` not as long as it.
    pub fn copy_from_fortran_slice(&self, py: Python<'_>, source: &[T]) -> PyResult<()> {
        self.copy_in(py, source, b'F')
    }

    fn copy_in(&self, py: Python<'_>, source: &[T], order: u8) -> PyResult<()> {
        if self.readonly() {
            return Err(crate::PyErr::worded::<PyBufferError>("the buffer is read-only"));
        }
        self.check_len(source)?;
        let view = self.view();
        // SAFETY: attached, a living buffer that may be written to; as many bytes as it has.
        check(py, unsafe {
            let source = source.as_ptr().cast();
            ffi::PyBuffer_FromContiguous(view, source, view.len, order as c_char)
        })
    }

    fn check_len(&self, slice: &[T]) -> PyResult<()> {
        if size_of_val(slice) == self.len_bytes() {
            return Ok(());
        }
        let (buffer, slice) = (self.item_count(), slice.len());
        let message = format!("the buffer has {buffer} items, but the slice {slice}");
        Err(crate::PyErr::worded::<PyBufferError>(message))
    }
}

impl<T> Deref for PyBuffer<T> {
    type Target = PyUntypedBuffer;

    fn deref(&self) -> &PyUntypedBuffer {
        &self.0
    }
}

impl<T> fmt::Debug for PyBuffer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.describe("PyBuffer", f)
    }
}

impl<T: Element> FromPyObject<'_, '_> for PyBuffer<T> {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("collections.abc.Buffer");

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Self::get(&obj)
    }
}

/// A null-safe view of the arrays in a `Py_buffer`.
///
/// # Safety
/// `start` is null or has `len` items that live for `'a`.
unsafe fn slice_or_empty<'a, T>(start: *const T, len: usize) -> &'a [T] {
    if start.is_null() {
        return &[];
    }
    // SAFETY: the caller's obligation.
    unsafe { &*ptr::slice_from_raw_parts(start, len) }
}
