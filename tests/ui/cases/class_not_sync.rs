use everbind::prelude::*;
use std::cell::Cell;

#[pyclass(frozen)]
struct Counter {
    name: String,
    value: Cell<i64>,
}

#[pyclass]
enum Shape {
    Circle { radius: Cell<f64> },
}

fn main() {}
