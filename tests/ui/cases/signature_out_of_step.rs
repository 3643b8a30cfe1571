use everbind::prelude::*;

#[pyfunction]
#[pyo3(signature = (a, c))]
fn wrong_name(a: i64, b: i64) -> i64 {
    a + b
}

#[pyfunction]
#[pyo3(signature = (a))]
fn missing(a: i64, b: i64) -> i64 {
    a + b
}

#[pyfunction]
#[pyo3(signature = (a, b, c))]
fn too_many(a: i64, b: i64) -> i64 {
    a + b
}

#[pyfunction]
#[pyo3(signature = (a=1, b))]
fn default_first(a: i64, b: i64) -> i64 {
    a + b
}

#[pyfunction]
#[pyo3(signature = (*args, *more))]
fn two_stars(args: Vec<i64>, more: Vec<i64>) -> usize {
    args.len() + more.len()
}

fn main() {}
