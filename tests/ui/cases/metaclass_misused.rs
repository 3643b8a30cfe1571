use everbind::prelude::*;
use everbind::types::PyType;

#[pyclass(extends = PyType)]
#[derive(Default)]
struct Meta {
    limit: i64,
}

#[pyclass]
struct Plain;

/// Not a metaclass.
#[pyclass(metaclass = Plain)]
struct OfPlain;

/// Data of another type.
#[pyclass(metaclass = Meta, type_data = 3)]
struct OfNumber;

fn main() {}
