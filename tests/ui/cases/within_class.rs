//! What refers to a field: classes and fields that it cannot be.
use everbind::prelude::*;

#[pyclass(within, unsendable)]
struct Unsendable;

#[pyclass(within, extends = everbind::types::PyDict)]
struct Extends;

#[pyclass(within)]
enum Enum {
    A,
}

#[pyclass]
struct Owner {
    #[pyo3(set, within)]
    field: Extends,
}

fn main() {}
