use everbind::prelude::*;

struct Opaque;

#[pyfunction]
fn give() -> Opaque {
    Opaque
}

#[pyfunction]
fn try_give() -> PyResult<Opaque> {
    Ok(Opaque)
}

fn main() {}
