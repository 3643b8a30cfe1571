use everbind::prelude::*;

#[pyfunction]
fn evens(limit: u64) -> impl Iterator<Item = u64> {
    (0..limit).step_by(2)
}

fn main() {}
