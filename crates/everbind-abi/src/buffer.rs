//! The buffer protocol.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use crate::table::api;
use crate::{Py_ssize_t, PyObject};

/// A view of an object's memory.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Py_buffer {
    /// The first item.
    pub buf: *mut c_void,
    /// The object whose memory it is.
    pub obj: *mut PyObject,
    /// In bytes.
    pub len: Py_ssize_t,
    /// In bytes.
    pub itemsize: Py_ssize_t,
    /// Whether it must not be written to.
    pub readonly: c_int,
    /// How many dimensions.
    pub ndim: c_int,
    /// An item's type in the words of `struct`.
    pub format: *mut c_char,
    /// Items in each dimension.
    pub shape: *mut Py_ssize_t,
    /// Bytes from one item to the next in each dimension.
    pub strides: *mut Py_ssize_t,
    /// Where an item is a pointer: what to add to it.
    pub suboffsets: *mut Py_ssize_t,
    /// The exporter's own.
    pub internal: *mut c_void,
}

impl Py_buffer {
    /// A view of nothing, to be filled by `PyObject_GetBuffer`.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self {
            buf: ptr::null_mut(),
            obj: ptr::null_mut(),
            len: 0,
            itemsize: 0,
            readonly: 0,
            ndim: 0,
            format: ptr::null_mut(),
            shape: ptr::null_mut(),
            strides: ptr::null_mut(),
            suboffsets: ptr::null_mut(),
            internal: ptr::null_mut(),
        }
    }
}

/// `bf_getbuffer`: fills in a buffer of the kind that the flags ask for.
pub type getbufferproc = unsafe extern "C" fn(*mut PyObject, *mut Py_buffer, c_int) -> c_int;
/// `bf_releasebuffer`.
pub type releasebufferproc = unsafe extern "C" fn(*mut PyObject, *mut Py_buffer);

/// Dimensions that a buffer may have at most.
pub const PyBUF_MAX_NDIM: usize = 64;
/// Bytes one after the other.
pub const PyBUF_SIMPLE: c_int = 0;
/// It must be possible to write to it.
pub const PyBUF_WRITABLE: c_int = 0x0001;
/// An old spelling.
pub const PyBUF_WRITEABLE: c_int = PyBUF_WRITABLE;
/// `format` must be filled in.
pub const PyBUF_FORMAT: c_int = 0x0004;
/// `shape` must be filled in.
pub const PyBUF_ND: c_int = 0x0008;
/// `strides` must be filled in.
pub const PyBUF_STRIDES: c_int = 0x0010 | PyBUF_ND;
/// In C's order, without gaps.
pub const PyBUF_C_CONTIGUOUS: c_int = 0x0020 | PyBUF_STRIDES;
/// In Fortran's order, without gaps.
pub const PyBUF_F_CONTIGUOUS: c_int = 0x0040 | PyBUF_STRIDES;
/// In either order, without gaps.
pub const PyBUF_ANY_CONTIGUOUS: c_int = 0x0080 | PyBUF_STRIDES;
/// `suboffsets` may be filled in.
pub const PyBUF_INDIRECT: c_int = 0x0100 | PyBUF_STRIDES;
/// C's order, writable, with its shape.
pub const PyBUF_CONTIG: c_int = PyBUF_ND | PyBUF_WRITABLE;
/// C's order, with its shape.
pub const PyBUF_CONTIG_RO: c_int = PyBUF_ND;
/// With strides, writable.
pub const PyBUF_STRIDED: c_int = PyBUF_STRIDES | PyBUF_WRITABLE;
/// With strides.
pub const PyBUF_STRIDED_RO: c_int = PyBUF_STRIDES;
/// With strides and format, writable.
pub const PyBUF_RECORDS: c_int = PyBUF_STRIDES | PyBUF_WRITABLE | PyBUF_FORMAT;
/// With strides and format.
pub const PyBUF_RECORDS_RO: c_int = PyBUF_STRIDES | PyBUF_FORMAT;
/// All there is, writable.
pub const PyBUF_FULL: c_int = PyBUF_INDIRECT | PyBUF_WRITABLE | PyBUF_FORMAT;
/// All there is.
pub const PyBUF_FULL_RO: c_int = PyBUF_INDIRECT | PyBUF_FORMAT;
/// For `PyMemoryView_FromMemory`: to be read only.
pub const PyBUF_READ: c_int = 0x100;
/// For `PyMemoryView_FromMemory`: to be written to as well.
pub const PyBUF_WRITE: c_int = 0x200;

api! {
    fn PyBuffer_FillContiguousStrides(
        ndims: c_int,
        shape: *mut Py_ssize_t,
        strides: *mut Py_ssize_t,
        itemsize: c_int,
        fort: c_char,
    );
    fn PyBuffer_FillInfo(
        view: *mut Py_buffer,
        o: *mut PyObject,
        buf: *mut c_void,
        len: Py_ssize_t,
        readonly: c_int,
        flags: c_int,
    ) -> c_int;
    fn PyBuffer_FromContiguous(
        view: *const Py_buffer,
        buf: *const c_void,
        len: Py_ssize_t,
        order: c_char,
    ) -> c_int;
    fn PyBuffer_GetPointer(view: *const Py_buffer, indices: *const Py_ssize_t) -> *mut c_void;
    fn PyBuffer_IsContiguous(view: *const Py_buffer, fort: c_char) -> c_int;
    fn PyBuffer_Release(view: *mut Py_buffer);
    fn PyBuffer_SizeFromFormat(format: *const c_char) -> Py_ssize_t;
    fn PyBuffer_ToContiguous(
        buf: *mut c_void,
        view: *const Py_buffer,
        len: Py_ssize_t,
        order: c_char,
    ) -> c_int;
    fn PyObject_AsCharBuffer(
        obj: *mut PyObject,
        buffer: *mut *const c_char,
        buffer_len: *mut Py_ssize_t,
    ) -> c_int;
    fn PyObject_AsReadBuffer(
        obj: *mut PyObject,
        buffer: *mut *const c_void,
        buffer_len: *mut Py_ssize_t,
    ) -> c_int;
    fn PyObject_AsWriteBuffer(
        obj: *mut PyObject,
        buffer: *mut *mut c_void,
        buffer_len: *mut Py_ssize_t,
    ) -> c_int;
    fn PyObject_CheckBuffer(obj: *mut PyObject) -> c_int;
    fn PyObject_CheckReadBuffer(obj: *mut PyObject) -> c_int;
    fn PyObject_CopyData(dest: *mut PyObject, src: *mut PyObject) -> c_int;
    fn PyObject_GetBuffer(obj: *mut PyObject, view: *mut Py_buffer, flags: c_int) -> c_int;
}
