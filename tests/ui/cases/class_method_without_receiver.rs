use everbind::prelude::*;

#[pyclass]
struct Point {}

#[pymethods]
impl Point {
    fn origin() -> Point {
        Point {}
    }
}

fn main() {}
