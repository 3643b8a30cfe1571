//! What the macros write passes the user's own lints.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

use everbind::prelude::*;

/// A class.
#[pyclass(frozen, get_all)]
pub struct Point {
    /// Abscissa.
    pub x: f64,
}

#[pymethods]
impl Point {
    #[new]
    fn new(x: f64) -> Self {
        Point { x }
    }

    fn __add__(&self, other: &Self) -> Self {
        Point { x: self.x + other.x }
    }

    #[staticmethod]
    fn origin() -> Self {
        Point { x: 0.0 }
    }
}

/// A function.
#[pyfunction]
#[pyo3(signature = (a, b = 1, *args, c = None, **kwargs))]
fn add(
    a: i64,
    b: i64,
    args: &Bound<'_, everbind::types::PyTuple>,
    c: Option<&str>,
    kwargs: Option<&Bound<'_, everbind::types::PyDict>>,
) -> PyResult<i64> {
    let _ = (args, c, kwargs);
    Ok(a + b)
}

/// A module.
#[pymodule]
fn example(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<Point>()?;
    m.add_function(wrap_pyfunction!(add, m)?)
}

fn main() {}
