//! `pickle` goes through serde, which is a feature, and knows one class's value.
use everbind::prelude::*;

#[pyclass(pickle)]
struct Point {
    x: f64,
}

#[pyclass(pickle)]
enum Color {
    Red,
}

fn main() {}
