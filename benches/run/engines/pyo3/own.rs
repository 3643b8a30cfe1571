//! What PyO3 does in its own way.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

#[pyfunction]
#[pyo3(signature = (d, /))]
pub fn sum_pairs(d: &Bound<'_, PyDict>) -> PyResult<i64> {
    let mut sum = 0;
    for (key, value) in d.iter() {
        sum += key.cast::<PyString>()?.to_str()?.len() as i64 + value.extract::<i64>()?;
    }
    Ok(sum)
}

#[pyfunction]
pub fn call_kw(f: &Bound<'_, PyAny>, n: i64) -> PyResult<i64> {
    let py = f.py();
    let keywords = PyDict::new(py);
    keywords.set_item(intern!(py, "scale"), 2)?;
    let mut sum = 0;
    for i in 0..n {
        sum += f.call((i,), Some(&keywords))?.extract::<i64>()?;
    }
    Ok(sum)
}
