//! Cycles through native instances: `__traverse__` and `__clear__`, inherited and with borrows.

use std::sync::atomic::{AtomicIsize, Ordering};

use everbind::prelude::*;
use everbind::{PyTraverseError, PyVisit};

static ALIVE: AtomicIsize = AtomicIsize::new(0);

struct Alive;

impl Alive {
    fn new() -> Self {
        ALIVE.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Part of cycles that the collector can see and break.
#[pyclass(module = "everbind_tests.class_gc", subclass)]
pub struct Node {
    #[pyo3(get, set)]
    next: Option<Py<PyAny>>,
    others: Vec<Py<PyAny>>,
    _alive: Alive,
}

#[pymethods]
impl Node {
    #[new]
    fn new() -> Self {
        Self { next: None, others: Vec::new(), _alive: Alive::new() }
    }

    fn add(&mut self, other: Py<PyAny>) {
        self.others.push(other);
    }

    fn call_borrowed(&mut self, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        callback.call0().map(drop)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.next)?;
        self.others.iter().try_for_each(|other| visit.call(other))
    }

    fn __clear__(&mut self) {
        self.next = None;
        self.others.clear();
    }
}

#[pyclass(module = "everbind_tests.class_gc", extends = Node)]
pub struct Derived {
    #[pyo3(get, set)]
    own: Option<Py<PyAny>>,
    _alive: Alive,
}

#[pymethods]
impl Derived {
    #[new]
    fn new() -> PyClassInitializer<Self> {
        PyClassInitializer::from(Node::new()).add_subclass(Self { own: None, _alive: Alive::new() })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.own)
    }

    fn __clear__(&mut self) {
        self.own = None;
    }
}

#[pymodule(submodule, name = "class_gc")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Derived, Node};

    #[pyfunction]
    fn alive() -> isize {
        ALIVE.load(Ordering::Relaxed)
    }
}
