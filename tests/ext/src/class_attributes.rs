//! Attributes of classes: fields, getters, setters, deleters, class attributes.

use everbind::exceptions::{PyAttributeError, PyValueError};
use everbind::prelude::*;
use everbind::types::PyList;

#[pyclass(module = "everbind_tests.class_attributes")]
pub struct Fields {
    /// A number.
    #[pyo3(get, set)]
    number: i64,
    #[pyo3(get)]
    read_only: f64,
    #[pyo3(get, set, name = "renamed")]
    text: String,
    #[pyo3(get, set)]
    maybe: Option<u8>,
    #[pyo3(get, set)]
    object: Py<PyAny>,
    #[pyo3(get)]
    list: Py<PyList>,
    #[pyo3(set)]
    write_only: bool,
    hidden: Vec<i64>,
}

#[pymethods]
impl Fields {
    #[new]
    fn new(py: Python<'_>) -> Self {
        Self {
            number: 1,
            read_only: 2.5,
            text: "three".to_owned(),
            maybe: None,
            object: py.None(),
            list: PyList::empty(py).unbind(),
            write_only: false,
            hidden: vec![1, 2],
        }
    }

    /// The hidden values.
    #[getter]
    fn values(&self) -> Vec<i64> {
        self.hidden.clone()
    }

    #[setter]
    fn set_values(&mut self, values: Vec<i64>) -> PyResult<()> {
        if values.is_empty() {
            return Err(PyValueError::new_err("values must not be empty"));
        }
        self.hidden = values;
        Ok(())
    }

    #[getter(length)]
    fn hidden_length(&self) -> usize {
        self.hidden.len()
    }

    #[setter(length)]
    fn cut(&mut self, length: usize) {
        self.hidden.truncate(length);
    }

    #[getter]
    fn get_prefixed(&self) -> &'static str {
        "the prefix is dropped"
    }

    #[getter]
    fn failing(&self) -> PyResult<i64> {
        Err(PyAttributeError::new_err("not now"))
    }

    #[getter]
    fn was_written(&self) -> bool {
        self.write_only
    }

    #[getter]
    fn itself<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        slf.clone()
    }

    #[deleter]
    fn delete_maybe_or_text(&mut self) {
        self.text.clear();
    }

    #[getter]
    fn maybe_or_text(&self) -> String {
        self.maybe.map_or_else(|| self.text.clone(), |value| value.to_string())
    }

    #[classattr]
    const CONSTANT: i64 = 42;

    #[classattr]
    fn computed() -> String {
        "at creation".to_owned()
    }

    #[classattr]
    #[pyo3(name = "class_name")]
    fn renamed_attribute(py: Python<'_>) -> PyResult<Vec<i64>> {
        py.eval(c"[1, 2]", None, None)?.extract()
    }
}

#[pyclass(module = "everbind_tests.class_attributes", get_all, set_all)]
pub struct All {
    a: i64,
    b: Option<String>,
    c: Vec<f64>,
}

#[pymethods]
impl All {
    #[new]
    fn new(a: i64, b: Option<String>, c: Vec<f64>) -> Self {
        Self { a, b, c }
    }
}

#[pyclass(module = "everbind_tests.class_attributes", get_all, frozen, rename_all = "camelCase")]
pub struct Frozen {
    first_value: i64,
    second_value: &'static str,
}

#[pymethods]
impl Frozen {
    #[new]
    fn new(first_value: i64) -> Self {
        Self { first_value, second_value: "fixed" }
    }

    fn sum_with(&self, other: &Self) -> i64 {
        self.first_value + other.first_value
    }
}

#[pyclass(module = "everbind_tests.class_attributes", dict, weakref)]
#[derive(Default)]
pub struct Open;

#[pymethods]
impl Open {
    #[new]
    fn new() -> Self {
        Self
    }
}

#[pymodule(submodule, name = "class_attributes")]
pub mod topic {
    #[pymodule_export]
    use super::{All, Fields, Frozen, Open};
}
