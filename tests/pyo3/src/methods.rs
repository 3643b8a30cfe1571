//! Every kind of method and attribute, and what may be a receiver.

use pyo3::exceptions::{PyUserWarning, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyType;

/// Methods of each kind.
#[pyclass(subclass)]
struct Methods {
    value: i64,
    text: Option<String>,
}

#[pymethods]
impl Methods {
    #[classattr]
    const CONSTANT: i64 = 42;

    #[classattr]
    fn computed() -> String {
        "computed".to_owned()
    }

    #[classattr]
    #[pyo3(name = "renamed")]
    fn under_another_name() -> PyResult<i64> {
        Ok(1)
    }

    #[new]
    #[pyo3(signature = (value=1, *, text=None))]
    fn new(value: i64, text: Option<String>) -> PyResult<Self> {
        if value < 0 { Err(PyValueError::new_err("negative")) } else { Ok(Methods { value, text }) }
    }

    #[staticmethod]
    fn made(value: i64) -> Self {
        Methods { value, text: None }
    }

    #[classmethod]
    fn name_of(cls: &Bound<'_, PyType>) -> PyResult<String> {
        Ok(cls.name()?.to_string())
    }

    #[getter]
    fn value(&self) -> i64 {
        self.value
    }

    #[setter]
    fn set_value(&mut self, value: i64) -> PyResult<()> {
        if value < 0 {
            return Err(PyValueError::new_err("negative"));
        }
        self.value = value;
        Ok(())
    }

    #[getter(note)]
    fn get_text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    #[setter(note)]
    fn put_text(&mut self, text: Option<String>) {
        self.text = text;
    }

    #[deleter(note)]
    fn no_text(&mut self) {
        self.text = None;
    }

    #[pyo3(name = "python_name")]
    fn rust_name(&self) -> i64 {
        self.value
    }

    /// Documented.
    #[pyo3(signature = (a, b=2, /, c=None, *args, d=4, **kwargs))]
    fn signature(
        &self,
        a: i64,
        b: i64,
        c: Option<i64>,
        args: Vec<i64>,
        d: i64,
        kwargs: Option<std::collections::BTreeMap<String, i64>>,
    ) -> i64 {
        let kwargs: i64 = kwargs.map_or(0, |kwargs| kwargs.values().sum());
        a + b + c.unwrap_or(0) + args.iter().sum::<i64>() + d + kwargs
    }

    #[pyo3(signature = (a, b=2), text_signature = "($self, first, second)")]
    fn custom_text(&self, a: i64, b: i64) -> i64 {
        a + b
    }

    #[pyo3(signature = (a), text_signature = None)]
    fn no_text_signature(&self, a: i64) -> i64 {
        a
    }

    #[pyo3(warn(message = "old", category = PyUserWarning))]
    fn warns(&self) -> i64 {
        self.value
    }
}

/// A receiver of each type.
#[pyclass(new = "from_fields")]
struct Receivers {
    value: i64,
}

#[pymethods]
impl Receivers {
    fn shared(&self) -> i64 {
        self.value
    }

    fn exclusive(&mut self) -> i64 {
        self.value += 1;
        self.value
    }

    fn py_ref(slf: PyRef<'_, Self>) -> i64 {
        slf.value
    }

    fn py_ref_mut(mut slf: PyRefMut<'_, Self>) -> i64 {
        slf.value += 1;
        slf.value
    }

    fn py(slf: Py<Self>, py: Python<'_>) -> i64 {
        slf.borrow(py).value
    }

    fn bound(slf: &Bound<'_, Self>) -> i64 {
        slf.borrow().value
    }

    fn owned(slf: Bound<'_, Self>) -> i64 {
        slf.borrow().value
    }

    fn itself(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[getter]
    fn property_of_bound<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        slf.clone()
    }
}

/// A constructor that is told its class.
#[pyclass(subclass)]
struct ToldItsClass {
    #[pyo3(get)]
    class: String,
}

#[pymethods]
impl ToldItsClass {
    #[new]
    #[classmethod]
    fn new(cls: &Bound<'_, PyType>) -> PyResult<Self> {
        Ok(ToldItsClass { class: cls.name()?.to_string() })
    }
}

#[pymodule]
pub mod methods {
    #[pymodule_export]
    use super::{Methods, Receivers, ToldItsClass};
}
