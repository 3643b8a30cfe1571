//! Writing a `bytes` object piece by piece.

use std::fmt;
use std::io;

use crate::IntoPyObject;
use crate::error::{PyErr, PyResult};
use crate::exceptions::PyMemoryError;
use crate::object::Bound;
use crate::python::Python;
use crate::types::PyBytes;

/// A buffer that becomes a [`PyBytes`]; see [`PyBytes::new_with_writer`].
///
/// It is an [`io::Write`] whose only error is want of memory. CPython's own writer
/// is no part of the stable ABI, so the bytes are copied once at the end.
pub struct PyBytesWriter<'py> {
    buffer: Vec<u8>,
    py: Python<'py>,
}

impl<'py> PyBytesWriter<'py> {
    #[inline]
    pub(super) fn with_capacity(py: Python<'py>, capacity: usize) -> PyResult<Self> {
        let mut writer = PyBytesWriter { buffer: Vec::new(), py };
        writer.reserve(capacity)?;
        Ok(writer)
    }

    #[inline]
    fn reserve(&mut self, additional: usize) -> PyResult<()> {
        self.buffer.try_reserve(additional).map_err(|_| PyMemoryError::new_err(()))
    }

    /// Whether nothing was written yet.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// How many bytes were written.
    #[inline]
    pub fn len(&self) -> usize {
        self.buffer.len()
    }

    /// Appends `bytes`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn write_bytes(&mut self, bytes: &[u8]) -> PyResult<()> {
        self.reserve(bytes.len())?;
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }
}

impl io::Write for PyBytesWriter<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        Ok(self.write_bytes(bytes)?)
    }

    #[inline]
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for PyBytesWriter<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PyBytesWriter").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl<'py> TryFrom<PyBytesWriter<'py>> for Bound<'py, PyBytes> {
    type Error = PyErr;

    #[inline]
    fn try_from(writer: PyBytesWriter<'py>) -> PyResult<Self> {
        PyBytes::new_with(writer.py, writer.len(), |bytes| {
            bytes.copy_from_slice(&writer.buffer);
            Ok(())
        })
    }
}

impl<'py> IntoPyObject<'py> for PyBytesWriter<'py> {
    type Target = PyBytes;
    type Output = Bound<'py, PyBytes>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::BYTES;

    #[inline]
    fn into_pyobject(self, _py: Python<'py>) -> PyResult<Self::Output> {
        self.try_into()
    }
}
