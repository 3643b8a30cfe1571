use everbind::prelude::*;
use everbind::types::PyType;

#[pyclass(extends = PyType)]
#[derive(Default)]
struct Meta;

#[pymethods]
impl Meta {
    #[new]
    fn new() -> Self {
        Meta
    }
}

fn main() {}
