//! [`intern!`](crate::intern): strings made once.

use crate::object::{Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::types::PyString;

/// A string that is made and interned on first use, once for each interpreter.
pub struct Interned(&'static str, PerInterpreter<Py<PyString>>);

impl Interned {
    /// Not made yet.
    #[inline]
    pub const fn new(text: &'static str) -> Self {
        Interned(text, PerInterpreter::new())
    }

    /// The string.
    #[inline]
    pub fn get<'py>(&'static self, py: Python<'py>) -> &'py Bound<'py, PyString> {
        let make = || PyString::intern(py, self.0).unbind();
        self.1.get_or_init(py, make).bind(py)
    }
}

/// A Python string made once and interned: for attribute names and dictionary
/// keys that are used again and again.
///
/// # Examples
#[doc = example!()]
/// use everbind::intern;
/// use everbind::prelude::*;
///
/// #[pyfunction]
/// fn name<'py>(py: Python<'py>, object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
///     object.getattr(intern!(py, "__name__"))
/// }
/// ```
#[macro_export]
macro_rules! intern {
    ($py:expr, $text:expr) => {{
        static INTERNED: $crate::sync::Interned = $crate::sync::Interned::new($text);
        INTERNED.get($py)
    }};
}
