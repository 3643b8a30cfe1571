use everbind::prelude::*;

struct Plain;

#[pymodule]
fn module(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<Plain>()
}

fn main() {}
