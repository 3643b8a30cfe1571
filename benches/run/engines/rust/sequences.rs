//! Functions of lists, tuples, dicts, bytes and text.

use std::sync::OnceLock;

use hashbrown::HashMap;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

#[pyfunction]
#[pyo3(signature = (v, /))]
pub fn sum_list(v: Vec<f64>) -> f64 {
    v.iter().sum()
}

#[pyfunction]
#[pyo3(signature = (v, /))]
pub fn sum_tuple(v: Vec<f64>) -> f64 {
    v.iter().sum()
}

#[pyfunction]
#[pyo3(signature = (v, /))]
pub fn sum_ints(v: Vec<i64>) -> i64 {
    v.iter().sum()
}

#[pyfunction]
#[pyo3(signature = (v, /))]
pub fn sum_nested(v: Vec<(f64, f64)>) -> f64 {
    v.iter().map(|(a, b)| a + b).sum()
}

fn halves(n: usize) -> Vec<f64> {
    (0..n).map(|i| 0.5 * i as f64).collect()
}

#[pyfunction]
#[pyo3(signature = (n, /))]
pub fn make_list(n: usize) -> Vec<f64> {
    halves(n)
}

#[pyfunction]
#[pyo3(signature = (n, /))]
pub fn make_tuple(py: Python<'_>, n: usize) -> PyResult<Bound<'_, PyTuple>> {
    PyTuple::new(py, halves(n))
}

#[pyfunction]
#[pyo3(signature = (n, /))]
pub fn make_dict(py: Python<'_>, n: usize) -> PyResult<Bound<'_, PyDict>> {
    static PAIRS: OnceLock<Vec<(String, i64)>> = OnceLock::new();
    let pairs = PAIRS.get_or_init(|| (0..1000).map(|i| (format!("key{i}"), i)).collect());
    let pairs = pairs.get(..n).ok_or_else(|| PyValueError::new_err("at most 1000 pairs"))?;
    let dict = PyDict::new(py);
    for (key, value) in pairs {
        dict.set_item(key, value)?;
    }
    Ok(dict)
}

#[pyfunction]
#[pyo3(signature = (d, /))]
pub fn sum_dict(d: HashMap<String, i64>) -> i64 {
    d.values().sum()
}

#[pyfunction]
#[pyo3(signature = (b, /))]
pub fn bytes_len(b: &[u8]) -> usize {
    b.len()
}

#[pyfunction]
#[pyo3(signature = (n, /))]
pub fn make_bytes(n: usize) -> PyResult<&'static [u8]> {
    static ZEROS: [u8; 4096] = [0; 4096];
    ZEROS.get(..n).ok_or_else(|| PyValueError::new_err("at most 4096 bytes"))
}

#[pyfunction]
pub fn make_str() -> &'static str {
    "hello, world \u{2713}"
}
