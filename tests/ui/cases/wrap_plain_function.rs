use everbind::prelude::*;

fn plain() {}

#[pymodule]
fn module(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(plain, m)?)
}

fn main() {}
