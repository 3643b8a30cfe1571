//! What safe Rust code can do that must not break the interpreter.

use std::sync::Mutex;

use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::sync::PyOnceLock;
use everbind::{PyTraverseError, PyVisit};

/// Passes calls and `repr` on to what is inside: nested, a recursion without a Python frame.
#[pyclass(frozen, module = "everbind_tests.soundness")]
struct Shell(Py<PyAny>);

#[pymethods]
impl Shell {
    #[new]
    fn new(inside: Py<PyAny>) -> Self {
        Shell(inside)
    }

    fn __call__(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.0.call0(py)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<{}>", self.0.bind(py).repr()?))
    }
}

/// Drops what it holds while the collector looks into it.
#[pyclass(frozen, module = "everbind_tests.soundness")]
struct DropsInTraverse(Mutex<Option<Py<PyAny>>>);

#[pymethods]
impl DropsInTraverse {
    #[new]
    fn new(held: Py<PyAny>) -> Self {
        DropsInTraverse(Mutex::new(Some(held)))
    }

    fn __traverse__(&self, _visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        if let Ok(mut held) = self.0.lock() {
            drop(held.take());
        }
        Ok(())
    }
}

/// Leaves an exception set where it is dropped.
#[pyclass(frozen, subclass, module = "everbind_tests.soundness")]
struct LeavesSet;

#[pymethods]
impl LeavesSet {
    #[new]
    fn new() -> Self {
        LeavesSet
    }
}

impl Drop for LeavesSet {
    fn drop(&mut self) {
        Python::attach(|py| PyValueError::new_err("left set").restore(py));
    }
}

/// Read from lists of itself.
#[derive(FromPyObject)]
enum Tree {
    #[pyo3(transparent)]
    Leaf(i64),
    #[pyo3(transparent)]
    List(Vec<Tree>),
    #[pyo3(transparent)]
    Map(std::collections::HashMap<String, Tree>),
}

impl Tree {
    fn sum(&self) -> i64 {
        match self {
            Tree::Leaf(value) => *value,
            Tree::List(items) => items.iter().map(Tree::sum).sum(),
            Tree::Map(items) => items.values().map(Tree::sum).sum(),
        }
    }
}

#[pymodule(submodule, name = "soundness")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{DropsInTraverse, LeavesSet, Shell};

    #[pyfunction]
    fn sum_tree(tree: Tree) -> i64 {
        tree.sum()
    }

    #[pyfunction]
    fn panics() {
        panic!("for the first time");
    }

    /// Has a thread read what a `PyOnceLock` holds until the process is gone.
    #[pyfunction]
    fn read_for_ever(py: Python<'_>) {
        static CELL: PyOnceLock<Vec<u64>> = PyOnceLock::new();
        let values: &'static Vec<u64> = CELL.get_or_init(py, || vec![7; 100_000]);
        std::thread::spawn(move || {
            while values.iter().all(|value| *value == 7) {}
            std::process::abort();
        });
    }
}
