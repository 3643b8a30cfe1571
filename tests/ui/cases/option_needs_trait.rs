use everbind::prelude::*;

#[pyclass(eq)]
struct Compared;

#[pyclass(eq, ord)]
#[derive(PartialEq)]
struct Ordered;

#[pyclass(eq, frozen, hash)]
#[derive(PartialEq)]
struct Key;

#[pyclass(str)]
struct Shown;

#[pyclass(from_py_object)]
struct Copied;

fn main() {}
