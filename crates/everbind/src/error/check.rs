//! The results of C calls that report failure by -1.

use crate::error::{PyErr, PyResult};
use crate::python::Python;

/// Turns -1 into the raised exception.
#[inline]
pub(crate) fn check(py: Python<'_>, status: std::ffi::c_int) -> PyResult<()> {
    if status == -1 { Err(PyErr::fetch(py)) } else { Ok(()) }
}
