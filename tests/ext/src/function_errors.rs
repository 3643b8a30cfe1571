//! What a wrong call says, and the ways a function can return or fail.

use std::num::ParseIntError;

use everbind::exceptions::{PyRuntimeError, PyValueError};
use everbind::prelude::*;
use everbind::types::PyString;

fn length(value: &Bound<'_, PyAny>) -> PyResult<usize> {
    value.len()
}

fn doubled_or_zero(value: &Bound<'_, PyAny>) -> PyResult<i64> {
    Ok(if value.is_none() { 0 } else { value.extract::<i64>()? * 2 })
}

#[derive(Debug)]
struct OwnError(String);

impl From<OwnError> for PyErr {
    fn from(error: OwnError) -> Self {
        PyRuntimeError::new_err(error.0)
    }
}

#[pymodule(submodule, name = "function_errors")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn none() {}

    #[pyfunction]
    fn one(value: i64) -> i64 {
        value
    }

    #[pyfunction]
    fn two(first: i64, second: i64) -> i64 {
        first + second
    }

    #[pyfunction]
    #[pyo3(signature = (first, second, third=3))]
    fn three(first: i64, second: i64, third: i64) -> i64 {
        first + second + third
    }

    #[pyfunction]
    #[pyo3(signature = (a, b, /, c))]
    fn mixed(a: i64, b: i64, c: i64) -> i64 {
        a + b + c
    }

    #[pyfunction]
    #[pyo3(signature = (*, width, height, colour="red"))]
    fn keywords(width: i64, height: i64, colour: &str) -> String {
        format!("{width}x{height} {colour}")
    }

    #[pyfunction]
    #[pyo3(signature = (a, *, b=1))]
    fn optional_keyword(a: i64, b: i64) -> i64 {
        a + b
    }

    #[pyfunction]
    #[pyo3(signature = (arguments, verbose=false, timeout=1.0))]
    fn long_names(arguments: Vec<String>, verbose: bool, timeout: f64) -> String {
        format!("{arguments:?} {verbose} {timeout}")
    }

    #[pyfunction]
    fn object_length(#[pyo3(from_py_with = length)] value: usize) -> usize {
        value
    }

    #[pyfunction]
    #[pyo3(signature = (value=7))]
    fn with_default(#[pyo3(from_py_with = doubled_or_zero)] value: i64) -> i64 {
        value
    }

    #[pyfunction]
    fn parse(text: &str) -> Result<i64, ParseIntError> {
        text.parse()
    }

    #[pyfunction]
    fn own_error(fail: bool) -> Result<(), OwnError> {
        if fail { Err(OwnError("own".to_owned())) } else { Ok(()) }
    }

    #[pyfunction]
    fn py_error(kind: &str) -> PyResult<i64> {
        match kind {
            "none" => Ok(1),
            "message" => Err(PyValueError::new_err("a message")),
            "tuple" => Err(PyValueError::new_err(("two", 2))),
            "empty" => Err(PyValueError::new_err(())),
            other => Err(PyValueError::new_err(format!("unknown: {other}"))),
        }
    }

    #[pyfunction]
    fn maybe(give: bool) -> Option<&'static str> {
        give.then_some("given")
    }

    #[pyfunction]
    fn maybe_or_error(kind: i64) -> PyResult<Option<String>> {
        match kind {
            0 => Ok(None),
            1 => Ok(Some("one".to_owned())),
            _ => Err(PyValueError::new_err("neither")),
        }
    }

    #[pyfunction]
    fn bound_result<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyString>> {
        Ok(PyString::new(py, text))
    }

    #[pyfunction]
    fn same(value: Bound<'_, PyAny>) -> Bound<'_, PyAny> {
        value
    }

    #[pyfunction]
    fn same_owned(value: Py<PyAny>) -> Py<PyAny> {
        value
    }

    #[pyfunction]
    fn same_reference<'py>(value: &Bound<'py, PyAny>) -> Bound<'py, PyAny> {
        value.clone()
    }

    #[pyfunction]
    fn only_strings<'py>(value: &Bound<'py, PyString>) -> Bound<'py, PyString> {
        value.clone()
    }
}
