use everbind::prelude::*;

struct Opaque;

#[pyfunction]
fn take(value: Opaque) {
    drop(value);
}

fn main() {}
