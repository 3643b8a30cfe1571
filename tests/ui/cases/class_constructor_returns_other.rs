use everbind::prelude::*;

struct Opaque;

#[pyclass]
struct Point {}

#[pymethods]
impl Point {
    #[new]
    fn new() -> Opaque {
        Opaque
    }
}

#[pyclass]
struct Line {}

#[pymethods]
impl Line {
    #[new]
    fn new() {}
}

fn main() {}
