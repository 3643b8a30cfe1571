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

#[derive(FromPyObject)]
pub enum Picked<'py> {
    Int(i64),
    Text(Bound<'py, PyString>),
    Float(f64),
}

#[pyfunction]
#[pyo3(signature = (x, /))]
pub fn pick<'py>(py: Python<'py>, x: Picked<'py>) -> PyResult<Bound<'py, PyAny>> {
    Ok(match x {
        Picked::Int(i) => (i + 1).into_pyobject(py)?.into_any(),
        Picked::Text(s) => s.to_str()?.len().into_pyobject(py)?.into_any(),
        Picked::Float(f) => (f * 2.0).into_pyobject(py)?.into_any(),
    })
}

#[pyclass]
pub struct Meters(f64);

#[derive(FromPyObject)]
pub enum Length<'py> {
    Meters(PyRef<'py, Meters>),
    Number(f64),
}

#[pyfunction]
#[pyo3(signature = (m, /))]
pub fn half(m: Length<'_>) -> f64 {
    match m {
        Length::Meters(meters) => meters.0 / 2.0,
        Length::Number(value) => value / 2.0,
    }
}

#[pyclass(subclass)]
pub struct Step;

#[pymethods]
impl Step {
    #[new]
    fn new() -> Self {
        Step
    }

    #[pyo3(signature = (i, /))]
    fn next(&self, i: i64) -> i64 {
        i + 2
    }
}

#[pyfunction]
pub fn run_step(step: &Bound<'_, Step>, n: i64) -> PyResult<i64> {
    let name = intern!(step.py(), "next");
    let mut sum = 0;
    for i in 0..n {
        sum += step.call_method1(name, (i,))?.extract::<i64>()?;
    }
    Ok(sum)
}
