use everbind::prelude::*;

#[pyclass]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[new]
    fn new() -> Self {
        Point { x: 0.0 }
    }

    #[new]
    fn other(x: f64) -> Self {
        Point { x }
    }
}

fn main() {}
