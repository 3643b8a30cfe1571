//! `Ellipsis`, written `...`.

use crate::PyAny;
use crate::types::native::native_type;

/// The type of Python's `Ellipsis`.
#[repr(transparent)]
pub struct PyEllipsis(PyAny);

native_type!(only PyEllipsis, Py_Ellipsis);
