use everbind::prelude::*;

#[pyfunction]
fn generic<T>(value: T) -> T {
    value
}

#[pyfunction]
fn takes_impl(value: impl Into<String>) -> String {
    value.into()
}

fn main() {}
