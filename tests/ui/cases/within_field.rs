//! Only a field of a class with `within` can be referred to: what a pointer leads to may go away.
use everbind::prelude::*;

#[pyclass]
struct Plain;

#[pyclass(within)]
struct Part;

#[pyclass]
struct Owner {
    #[pyo3(get, within)]
    plain: Plain,
    #[pyo3(get, within)]
    items: Vec<Part>,
    #[pyo3(get, within)]
    boxed: Box<Part>,
    #[pyo3(get, within)]
    shared: std::sync::Arc<Part>,
}

fn main() {}
