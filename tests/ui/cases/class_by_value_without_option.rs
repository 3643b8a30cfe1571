use everbind::prelude::*;

#[pyclass]
#[derive(Clone)]
struct Point {}

#[pyfunction]
fn take(point: Point) {
    drop(point);
}

fn main() {}
