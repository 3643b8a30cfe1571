use everbind::prelude::*;
use everbind::types::PyList;

#[pyfunction]
fn empty() -> Bound<'_, PyList> {
    Python::attach(|py| PyList::empty(py))
}

#[pyfunction]
fn range(length: usize) -> PyResult<Bound<'_, PyList>> {
    Python::attach(|py| PyList::new(py, 0..length))
}

fn main() {}
