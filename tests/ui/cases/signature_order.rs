use everbind::prelude::*;

#[pyfunction]
#[pyo3(signature = (b, a))]
fn swapped(a: i64, b: i64) -> i64 {
    a + b
}

#[pyfunction]
#[pyo3(signature = (a, a))]
fn twice(a: i64, b: i64) -> i64 {
    a + b
}

#[pyfunction]
#[pyo3(signature = (a, *))]
fn bare_star(a: i64) -> i64 {
    a
}

#[pyfunction]
#[pyo3(signature = (a = ))]
fn no_default(a: i64) -> i64 {
    a
}

fn main() {}
