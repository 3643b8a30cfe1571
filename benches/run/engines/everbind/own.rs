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

#[pyfunction(overload)]
#[pyo3(signature = (i, /))]
fn pick_int(i: i64) -> i64 {
    i + 1
}

#[pyfunction(overload)]
#[pyo3(signature = (s, /))]
fn pick_text(s: &str) -> usize {
    s.len()
}

#[pyfunction(overload)]
#[pyo3(signature = (f, /))]
fn pick_float(f: f64) -> f64 {
    f * 2.0
}

overloads!(pub pick = pick_int, pick_text, pick_float);

#[pyclass(implicit(f64))]
pub struct Meters(f64);

impl From<f64> for Meters {
    fn from(value: f64) -> Self {
        Meters(value)
    }
}

#[pyfunction]
#[pyo3(signature = (m, /))]
pub fn half(m: &Meters) -> f64 {
    m.0 / 2.0
}

#[overridable]
trait Stepping {
    #[pyo3(signature = (i, /))]
    fn next(&self, i: i64) -> PyResult<i64>;
}

#[pyclass(subclass, overridable = Stepping)]
pub struct Step;

#[pymethods]
impl Step {
    #[new]
    fn new() -> Self {
        Step
    }
}

impl Stepping for Step {
    fn next(&self, i: i64) -> PyResult<i64> {
        Ok(i + 2)
    }
}

#[pyfunction]
pub fn run_step(step: &Bound<'_, Step>, n: i64) -> PyResult<i64> {
    let mut sum = 0;
    for i in 0..n {
        sum += step.py_next(i)?;
    }
    Ok(sum)
}
