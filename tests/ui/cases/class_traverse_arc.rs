use std::rc::Rc;
use std::sync::{Arc, Mutex};

use everbind::prelude::*;

#[pyclass]
struct Shared {
    #[pyo3(traverse)]
    object: Arc<Mutex<Option<Py<PyAny>>>>,
}

#[pyclass(unsendable)]
struct Counted {
    #[pyo3(traverse)]
    objects: Vec<Rc<Py<PyAny>>>,
}

fn main() {}
