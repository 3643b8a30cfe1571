use everbind::prelude::*;

#[pyclass(frozen, set_all)]
struct Frozen {
    x: f64,
    y: f64,
}

#[pyclass(mapping, sequence)]
struct Both;

#[pyclass(hash)]
#[derive(Hash)]
struct Key(i64);

#[pyclass(ord)]
#[derive(PartialEq, PartialOrd)]
struct Ordered(i64);

#[pyclass(eq_int)]
struct NoEnum;

#[pyclass(from_py_object, skip_from_py_object)]
#[derive(Clone)]
struct Copied;

fn main() {}
