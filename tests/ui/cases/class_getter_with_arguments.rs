use everbind::prelude::*;

#[pyclass]
struct Point {}

#[pymethods]
impl Point {
    #[getter]
    fn scaled(&self, by: f64) -> f64 {
        by
    }
}

fn main() {}
