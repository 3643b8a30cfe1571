use everbind::prelude::*;

#[pyfunction(a, b = 3)]
fn as_options(a: i64, b: i64) -> i64 {
    a + b
}

#[pyfunction]
#[pyo3(signature(a, b))]
fn as_list(a: i64, b: i64) -> i64 {
    a + b
}

#[pyfunction]
#[pyo3(signature = "a, b")]
fn as_text(a: i64, b: i64) -> i64 {
    a + b
}

#[pymodule]
fn module(m: &Bound<'_, PyModule>) -> PyResult<()> {
    // One error for a function is enough.
    m.add_function(wrap_pyfunction!(as_list, m)?)
}

fn main() {}
