//! `Debug` is Python's `repr`, `Display` is Python's `str`.

use std::fmt;

use crate::PyAny;
use crate::error::PyResult;
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyString, PyStringMethods, PyTypeMethods};

#[inline]
fn write(
    object: &Bound<'_, PyAny>,
    text: PyResult<Bound<'_, PyString>>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match text {
        Ok(text) => f.write_str(&text.to_string_lossy()),
        Err(err) => {
            err.write_unraisable(object.py(), Some(object));
            match object.get_type().name() {
                Ok(name) => write!(f, "<unprintable {} object>", name.to_string_lossy()),
                Err(_) => f.write_str("<unprintable object>"),
            }
        }
    }
}

impl<T> fmt::Debug for Bound<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self.as_any(), self.as_any().repr(), f)
    }
}

impl<T> fmt::Display for Bound<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self.as_any(), self.as_any().str(), f)
    }
}

impl<T> fmt::Debug for Borrowed<'_, '_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T> fmt::Debug for Py<T> {
    /// The object's address: formatting does not attach.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Py").field(&self.as_ptr()).finish()
    }
}

impl<T> fmt::Display for Py<T> {
    /// Attaches to the interpreter and writes `str(self)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Python::attach(|py| fmt::Display::fmt(self.bind(py), f))
    }
}
