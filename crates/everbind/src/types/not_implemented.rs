//! `NotImplemented`.

use crate::PyAny;
use crate::types::native::native_type;

/// The type of Python's `NotImplemented`.
#[repr(transparent)]
pub struct PyNotImplemented(PyAny);

native_type!(only PyNotImplemented, Py_NotImplemented);
