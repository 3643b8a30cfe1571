use everbind::prelude::*;

#[pyclass(subclass)]
struct Base {}

#[pyclass(extends = Base)]
enum Colour {
    Red,
}

#[pyclass]
enum Mixed {
    Empty,
    Full(i64),
}

#[pyclass]
enum Nothing {}

fn main() {}
