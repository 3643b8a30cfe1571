use everbind::prelude::*;

fn length(object: &Bound<'_, PyAny>) -> PyResult<usize> {
    object.len()
}

fn plain(object: i64) -> i64 {
    object
}

#[pyfunction]
fn wrong_result(#[pyo3(from_py_with = length)] text: String) -> String {
    text
}

#[pyfunction]
fn wrong_argument(#[pyo3(from_py_with = plain)] number: i64) -> i64 {
    number
}

fn main() {}
