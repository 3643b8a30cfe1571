//! The class behind [`create_exception!`](crate::create_exception) and
//! [`import_exception!`](crate::import_exception): one for each interpreter, made on first use.

use std::ffi::CString;

use crate::error::{PyErr, PyResult};
use crate::object::{Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::types::{PyAnyMethods, PyType};
use crate::{PyAny, PyTypeInfo, ffi};

/// The type object of `T` as a plain object.
pub fn base_class<T: PyTypeInfo>(py: Python<'_>) -> Bound<'_, PyAny> {
    T::type_object(py).into_any()
}

fn without_spaces(text: &str) -> String {
    let mut without = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter != ' ' {
            without.push(letter);
        }
    }
    without
}

/// An exception class, for each interpreter.
pub struct ExceptionClass(PerInterpreter<Py<PyType>>);

impl ExceptionClass {
    /// Not made yet.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        ExceptionClass(PerInterpreter::new())
    }

    /// The class, created on first use as `class name(base)`.
    pub fn created(
        &self,
        py: Python<'_>,
        name: &str,
        doc: Option<&str>,
        base: fn(Python<'_>) -> Bound<'_, PyAny>,
    ) -> *mut ffi::PyTypeObject {
        self.had(name, self.try_created(py, name, doc, base))
    }

    /// As [`created`](Self::created).
    ///
    /// # Errors
    /// What the interpreter says when it cannot make the class: there is no memory, or no stack.
    pub(crate) fn try_created(
        &self,
        py: Python<'_>,
        name: &str,
        doc: Option<&str>,
        base: fn(Python<'_>) -> Bound<'_, PyAny>,
    ) -> PyResult<*mut ffi::PyTypeObject> {
        self.get(py, &|| {
            // `stringify!` of a dotted path puts spaces around the dots.
            let name = CString::new(without_spaces(name))?;
            let text = CString::new(doc.unwrap_or_default())?;
            let doc = doc.is_some().then_some(&*text);
            PyErr::new_type(py, &name, doc, Some(&base(py)), None)
        })
    }

    /// The class, if it was made.
    pub(crate) fn made(&self, py: Python<'_>) -> Option<*mut ffi::PyTypeObject> {
        self.0.get(py).map(|class| class.as_ptr().cast())
    }

    /// The class, imported on first use.
    #[inline]
    pub fn imported(&self, py: Python<'_>, module: &str, name: &str) -> *mut ffi::PyTypeObject {
        let class = self.get(py, &|| {
            let module = py.import(&*without_spaces(module))?;
            Ok(module.getattr(name)?.cast_into::<PyType>()?.unbind())
        });
        self.had(name, class)
    }

    fn get(
        &self,
        py: Python<'_>,
        make: &dyn Fn() -> PyResult<Py<PyType>>,
    ) -> PyResult<*mut ffi::PyTypeObject> {
        Ok(self.0.get_or_try_init(py, make)?.as_ptr().cast())
    }

    fn had(&self, name: &str, class: PyResult<*mut ffi::PyTypeObject>) -> *mut ffi::PyTypeObject {
        match class {
            Ok(class) => class,
            Err(err) => panic!("the exception class {name} cannot be had: {err}"),
        }
    }
}
