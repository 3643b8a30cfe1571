//! Tracebacks.

use crate::error::{PyResult, check};
use crate::object::Bound;
use crate::types::native::native_type;
use crate::types::support::{Imported, Sealed};
use crate::types::{PyAnyMethods, PyType};
use crate::{PyAny, ffi, intern};

/// A traceback: where an exception came from.
#[repr(transparent)]
pub struct PyTraceback(PyAny);

native_type!(PyTraceback, PyTraceBack_Type);

/// The methods of [`PyTraceback`].
#[doc(alias = "PyTraceback")]
pub trait PyTracebackMethods<'py>: Sealed {
    /// The traceback as Python prints it, without the exception itself.
    ///
    /// # Errors
    /// What reading the source lines or writing them raises.
    ///
    /// # Examples
    #[doc = example!()]
    /// use everbind::prelude::*;
    ///
    /// Python::attach(|py| {
    ///     let err = py.run(c"1 / 0", None, None).unwrap_err();
    ///     let traceback = err.traceback(py).unwrap();
    ///     println!("{}{err}", traceback.format().unwrap());
    /// });
    /// ```
    fn format(&self) -> PyResult<String>;
}

impl<'py> PyTracebackMethods<'py> for Bound<'py, PyTraceback> {
    #[inline]
    fn format(&self) -> PyResult<String> {
        static STRING_IO: Imported<PyType> = Imported::new("io", "StringIO");
        let py = self.py();
        let file = STRING_IO.get(py)?.call0()?;
        // SAFETY: attached, a living traceback and an object with a `write` method.
        check(py, unsafe { ffi::PyTraceBack_Print(self.as_ptr(), file.as_ptr()) })?;
        file.call_method0(intern!(py, "getvalue"))?.extract()
    }
}
