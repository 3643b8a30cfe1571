use everbind::prelude::*;
use everbind::gc::{PyTraverseError, PyVisit, Removed};

fn visit(_: &Vec<Py<PyAny>>, _: &PyVisit<'_>) -> Result<(), PyTraverseError> {
    Ok(())
}

fn clear(_: &mut Vec<Py<PyAny>>, _: &mut Removed) {}

#[pyclass(frozen)]
struct Frozen {
    #[pyo3(traverse = visit, clear = clear)]
    list: Vec<Py<PyAny>>,
}

#[pyclass]
struct ClearedOnly {
    #[pyo3(clear = clear)]
    list: Vec<Py<PyAny>>,
}

#[pyclass]
struct List {
    #[pyo3(traverse(visit))]
    list: Vec<Py<PyAny>>,
}

#[derive(everbind::Traverse)]
union Either {
    number: u64,
    text: &'static str,
}

fn main() {}
