//! What everbind does in its own way.

use pyo3::kwargs;
use pyo3::prelude::*;
use pyo3::types::Pairs;

#[pyfunction]
#[pyo3(signature = (d, /))]
pub fn sum_pairs(d: Pairs<'_, '_, &str, i64>) -> PyResult<i64> {
    let mut sum = 0;
    for pair in d {
        let (key, value) = pair?;
        sum += key.len() as i64 + value;
    }
    Ok(sum)
}

#[pyfunction]
pub fn call_kw(f: &Bound<'_, PyAny>, n: i64) -> PyResult<i64> {
    let mut sum = 0;
    for i in 0..n {
        sum += f.call_kw((i,), kwargs!(scale = 2))?.extract::<i64>()?;
    }
    Ok(sum)
}
