use everbind::prelude::*;

#[pyclass]
struct Holder {
    object: Bound<'static, PyAny>,
}

fn main() {}
