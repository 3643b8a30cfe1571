use everbind::prelude::*;

#[pyfunction]
#[pyo3(name = add)]
fn name_without_quotes() {}

#[pyclass(frozen = true)]
struct Frozen;

#[pyclass(name = "A", name = "B")]
struct Twice;

#[pyclass(extends)]
struct Nothing;

#[pyclass(extends = "Frozen")]
struct Text;

fn main() {}
