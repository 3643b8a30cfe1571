use everbind::prelude::*;
use everbind::types::PyType;

#[pyclass(extends = PyType, unsendable)]
#[derive(Default)]
struct Bound;

#[pyclass(extends = PyType, dict)]
#[derive(Default)]
struct WithDict;

fn main() {}
