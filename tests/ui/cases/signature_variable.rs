use everbind::prelude::*;

#[pyfunction]
#[pyo3(signature = (*numbers))]
fn of_number(numbers: i64) -> i64 {
    numbers
}

#[pyfunction]
#[pyo3(signature = (**options))]
fn not_optional(options: &Bound<'_, everbind::types::PyDict>) -> usize {
    options.len()
}

#[pyfunction]
#[pyo3(signature = (**options, last))]
fn after(options: Option<&Bound<'_, everbind::types::PyDict>>, last: i64) -> i64 {
    last
}

#[pyclass]
struct Point {}

#[pymethods]
impl Point {
    #[pyo3(signature = (self, by))]
    fn scale(&self, by: f64) -> f64 {
        by
    }

    #[pyo3(signature = (py, by))]
    fn shift(&self, py: Python<'_>, by: f64) -> f64 {
        by
    }
}

fn main() {}
