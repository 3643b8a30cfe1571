use everbind::prelude::*;

#[pyclass(subclass)]
struct Base {}

#[pyclass(extends = Base)]
struct Derived {}

#[pymethods]
impl Derived {
    #[new]
    fn new() -> Self {
        Derived {}
    }
}

#[pyclass(extends = everbind::types::PyInt)]
struct Number {}

#[pyclass(extends = Base)]
struct Other {}

fn main() {}
