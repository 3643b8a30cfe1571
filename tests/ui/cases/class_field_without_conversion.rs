use everbind::prelude::*;

struct Opaque;

#[pyclass]
struct Holder {
    #[pyo3(get)]
    readable: Opaque,
    #[pyo3(set)]
    writable: Opaque,
}

fn main() {}
