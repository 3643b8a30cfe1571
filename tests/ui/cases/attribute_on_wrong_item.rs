use everbind::prelude::*;

#[pyfunction]
struct Function;

#[pyclass]
fn class() {}

#[pymethods]
struct Methods;

#[pymodule]
struct Module;

fn main() {}
