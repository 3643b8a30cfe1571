//! Functions of single values, and calls of Python functions.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

#[pyfunction]
pub fn noop() {}

#[pyfunction]
#[pyo3(signature = (i, /))]
pub fn inc(i: i64) -> i64 {
    i + 1
}

#[pyfunction]
pub fn add(a: i64, b: i64) -> i64 {
    a + b
}

#[pyfunction]
#[pyo3(signature = (a, b = 3))]
pub fn add_default(a: i64, b: i64) -> i64 {
    a + b
}

#[pyfunction]
pub fn six(i: i64, f: f64, s: &str, flag: bool, data: &[u8], other: &Bound<'_, PyAny>) -> f64 {
    let lengths = s.len() + data.len() + usize::from(flag) + usize::from(!other.is_none());
    i as f64 + f + lengths as f64
}

#[pyfunction]
#[pyo3(signature = (s, /))]
pub fn strlen(s: &str) -> usize {
    s.len()
}

#[pyfunction]
pub fn call_int(f: &Bound<'_, PyAny>, n: i64) -> PyResult<i64> {
    let mut sum = 0;
    for i in 0..n {
        sum += f.call1((i,))?.extract::<i64>()?;
    }
    Ok(sum)
}

#[pyfunction]
pub fn raise_error() -> PyResult<()> {
    Err(PyValueError::new_err("bad value"))
}
