use everbind::prelude::*;

#[derive(FromPyObject)]
enum Nothing {}

#[derive(FromPyObject)]
#[pyo3(transparent)]
struct Two {
    a: i64,
    b: i64,
}

fn main() {}
