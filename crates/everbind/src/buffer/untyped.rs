//! Buffers whatever their items are.
//!
//! *Problem.* A buffer must be released on an attached thread, but its handle may be
//! dropped on any.
//!
//! *How.* A capsule owns the `Py_buffer` and releases it when it dies; the handle owns
//! the capsule by a [`Py`], which knows what to do on a thread that is not attached.
//!
//! *Invariant.* The `Py_buffer` is boxed: exporters may point into it, so it never moves.

use std::ffi::{CStr, c_void};
use std::fmt;
use std::mem;
use std::ptr::NonNull;

use crate::buffer::{Element, PyBuffer, slice_or_empty};
use crate::error::{PyErr, PyResult, check};
use crate::exceptions::PyBufferError;
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::types::PyCapsule;
use crate::{FromPyObject, PyAny, ffi};

/// A buffer whose items may be anything.
pub struct PyUntypedBuffer {
    view: NonNull<ffi::Py_buffer>,
    owner: Py<PyCapsule>,
}

// SAFETY: the view does not change while it is held; its memory is used under the
// conditions that each method states.
unsafe impl Send for PyUntypedBuffer {}
// SAFETY: as above.
unsafe impl Sync for PyUntypedBuffer {}

/// What the capsule holds: a `Py_buffer` from a box. Not yet filled, its `obj` is null,
/// and releasing it does nothing.
struct Held(NonNull<ffi::Py_buffer>);

// SAFETY: only the capsule's destructor uses it, once, on an attached thread.
unsafe impl Send for Held {}

impl Drop for Held {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the only owner; dropped attached, by the capsule's destructor or for
        // want of a capsule.
        unsafe {
            ffi::PyBuffer_Release(self.0.as_ptr());
            drop(Box::from_raw(self.0.as_ptr()));
        }
    }
}

impl PyUntypedBuffer {
    /// The buffer of an object.
    ///
    /// # Errors
    /// `TypeError` when it has none; what the object raises.
    #[inline]
    pub fn get(obj: &Bound<'_, PyAny>) -> PyResult<Self> {
        const NAME: &CStr = c"everbind.buffer";
        let py = obj.py();
        let view = NonNull::from(Box::leak(Box::new(ffi::Py_buffer::new())));
        let owner = PyCapsule::new_with_value(py, Held(view), NAME)?.unbind();
        // SAFETY: attached, a living object; the box stays where it is, and nobody
        // else looks at it yet.
        check(py, unsafe {
            ffi::PyObject_GetBuffer(obj.as_ptr(), view.as_ptr(), ffi::PyBUF_FULL_RO)
        })?;
        let buffer = PyUntypedBuffer { view, owner };
        let raw = buffer.view();
        if raw.ndim > 0 && (raw.shape.is_null() || raw.strides.is_null()) {
            return Err(crate::PyErr::worded::<PyBufferError>(
                "the buffer does not tell its shape",
            ));
        }
        Ok(buffer)
    }

    #[inline]
    pub(super) fn view(&self) -> &ffi::Py_buffer {
        // SAFETY: the owner keeps it, filled, and nobody changes it.
        unsafe { self.view.as_ref() }
    }

    /// The same buffer with items of type `T`.
    ///
    /// # Errors
    /// `BufferError` when its items are not `T`.
    pub fn into_typed<T: Element>(self) -> PyResult<PyBuffer<T>> {
        self.check_items::<T>()?;
        Ok(PyBuffer::from_checked(self))
    }

    /// As [`into_typed`](Self::into_typed), by reference.
    ///
    /// # Errors
    /// `BufferError` when its items are not `T`.
    pub fn as_typed<T: Element>(&self) -> PyResult<&PyBuffer<T>> {
        self.check_items::<T>()?;
        // SAFETY: a typed buffer is an untyped one (`repr(transparent)`).
        Ok(unsafe { NonNull::from(self).cast::<PyBuffer<T>>().as_ref() })
    }

    fn check_items<T: Element>(&self) -> PyResult<()> {
        let wanted = std::any::type_name::<T>();
        if self.item_size() != size_of::<T>() || !T::is_compatible_format(self.format()) {
            let format = self.format().to_string_lossy();
            let message = format!("the buffer's items are of format '{format}', not {wanted}");
            Err(crate::PyErr::worded::<PyBufferError>(message))
        } else if self.item_count() > 0 && !self.buf_ptr().cast::<T>().is_aligned() {
            Err(crate::PyErr::worded::<PyBufferError>(format!(
                "the buffer is not aligned for {wanted}"
            )))
        } else {
            Ok(())
        }
    }

    /// Releases the buffer. Dropping does so too.
    #[inline]
    pub fn release(self, py: Python<'_>) {
        self.owner.drop_ref(py);
    }

    /// The address of the item whose indices are all zero.
    #[inline]
    pub fn buf_ptr(&self) -> *mut c_void {
        self.view().buf
    }

    /// The object whose buffer it is.
    #[inline]
    pub fn obj<'py>(&self, py: Python<'py>) -> Option<&Bound<'py, PyAny>> {
        let obj = &self.view().obj;
        // SAFETY: not null, and owned by the view.
        (!obj.is_null()).then(|| unsafe { Bound::ref_from_ptr(py, obj) })
    }

    /// The address of an item.
    ///
    /// # Panics
    /// If there are more indices than dimensions, or one is out of range.
    #[inline]
    pub fn get_ptr(&self, indices: &[usize]) -> *mut c_void {
        let shape = self.shape();
        assert!(indices.len() <= shape.len(), "more indices than dimensions");
        for (index, len) in indices.iter().zip(shape) {
            assert!(index < len, "the index {index} is out of range: there are {len} items");
        }
        // C reads one index for each dimension.
        let mut all = [0isize; ffi::PyBUF_MAX_NDIM];
        for (place, index) in all.iter_mut().zip(indices) {
            *place = index.cast_signed();
        }
        // SAFETY: a living buffer of at most that many dimensions, indices in range.
        unsafe { ffi::PyBuffer_GetPointer(self.view(), all.as_ptr()) }
    }

    /// Whether the memory must not be written to.
    #[inline]
    pub fn readonly(&self) -> bool {
        self.view().readonly != 0
    }

    /// The size of an item.
    #[inline]
    pub fn item_size(&self) -> usize {
        self.view().itemsize.cast_unsigned()
    }

    /// The number of items in all dimensions together.
    #[inline]
    pub fn item_count(&self) -> usize {
        self.len_bytes().checked_div(self.item_size()).unwrap_or(0)
    }

    /// The size of all items together.
    #[inline]
    pub fn len_bytes(&self) -> usize {
        self.view().len.cast_unsigned()
    }

    /// The number of dimensions.
    #[inline]
    pub fn dimensions(&self) -> usize {
        self.view().ndim as usize
    }

    /// The number of items in each dimension.
    #[inline]
    pub fn shape(&self) -> &[usize] {
        // SAFETY: one for each dimension; they are never negative.
        unsafe { slice_or_empty(self.view().shape.cast(), self.dimensions()) }
    }

    /// The distance in bytes from one item to the next in each dimension.
    #[inline]
    pub fn strides(&self) -> &[isize] {
        // SAFETY: one for each dimension.
        unsafe { slice_or_empty(self.view().strides, self.dimensions()) }
    }

    /// For arrays of pointers: what is to be added after following the pointer in
    /// each dimension; negative, there is none to follow.
    #[inline]
    pub fn suboffsets(&self) -> Option<&[isize]> {
        let suboffsets = self.view().suboffsets;
        // SAFETY: one for each dimension, if any.
        (!suboffsets.is_null()).then(|| unsafe { slice_or_empty(suboffsets, self.dimensions()) })
    }

    /// The format of an item, in the notation of the `struct` module.
    #[inline]
    pub fn format(&self) -> &CStr {
        let format = self.view().format;
        if format.is_null() {
            return c"B";
        }
        // SAFETY: nul-terminated, and owned by the view.
        unsafe { CStr::from_ptr(format) }
    }

    /// Whether the items follow each other, the last dimension varying fastest.
    #[inline]
    pub fn is_c_contiguous(&self) -> bool {
        // SAFETY: reads the view only.
        unsafe { ffi::PyBuffer_IsContiguous(self.view(), b'C' as _) != 0 }
    }

    /// Whether the items follow each other, the first dimension varying fastest.
    #[inline]
    pub fn is_fortran_contiguous(&self) -> bool {
        // SAFETY: reads the view only.
        unsafe { ffi::PyBuffer_IsContiguous(self.view(), b'F' as _) != 0 }
    }

    #[inline]
    pub(super) fn describe(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let view = self.view();
        f.debug_struct(name)
            .field("buf", &view.buf)
            .field("obj", &view.obj)
            .field("len", &view.len)
            .field("itemsize", &view.itemsize)
            .field("readonly", &view.readonly)
            .field("ndim", &view.ndim)
            .field("format", &self.format())
            .field("shape", &self.shape())
            .field("strides", &self.strides())
            .field("suboffsets", &self.suboffsets())
            .field("internal", &view.internal)
            .finish()
    }
}

impl fmt::Debug for PyUntypedBuffer {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe("PyUntypedBuffer", f)
    }
}

impl FromPyObject<'_, '_> for PyUntypedBuffer {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("collections.abc.Buffer");

    #[inline]
    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Self::get(&obj)
    }
}

const _: () = assert!(mem::size_of::<PyBuffer<u8>>() == mem::size_of::<PyUntypedBuffer>());
