use everbind::prelude::*;
use everbind::types::PyList;

#[pyfunction]
fn length(py: Python<'_>, list: &Bound<'_, PyList>) -> usize {
    py.detach(|| list.len())
}

fn main() {}
