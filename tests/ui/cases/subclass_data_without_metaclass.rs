use everbind::prelude::*;

#[pyclass]
struct Plain;

#[pymethods]
impl Plain {
    #[subclass_data]
    fn derived(_base: &Self) -> Self {
        Plain
    }
}

fn main() {}
