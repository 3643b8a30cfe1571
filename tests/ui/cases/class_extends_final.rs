use everbind::prelude::*;

#[pyclass]
struct Base {}

#[pyclass(extends = Base)]
struct Derived {}

fn main() {}
