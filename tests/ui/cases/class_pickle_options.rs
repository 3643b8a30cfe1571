//! What `pickle` does not go with.
use everbind::prelude::*;

#[pyclass(pickle, extends = everbind::types::PyDict)]
struct Extends;

#[pyclass(pickle, enum = "IntEnum")]
enum Color {
    Red,
}

fn main() {}
