//! `None`.

use crate::PyAny;
use crate::types::native::native_type;

/// The type of Python's `None`.
#[repr(transparent)]
pub struct PyNone(PyAny);

native_type!(only PyNone, Py_None);
