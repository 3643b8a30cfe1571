use everbind::prelude::*;

#[pyfunction]
#[pyo3(signature = (count = "three"))]
fn repeat(count: i64) -> i64 {
    count
}

fn main() {}
