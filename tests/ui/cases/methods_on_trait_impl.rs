use everbind::prelude::*;

#[pyclass]
struct Point {}

#[pymethods]
impl Default for Point {
    fn default() -> Self {
        Point {}
    }
}

fn main() {}
