//! A library of one module that may be loaded by every interpreter of a process, with a little of
//! all that belongs to an interpreter: classes, an exception, cached values and imports, names.
//!
//! It keeps its promise: what is shared by all (`LATE`) is plain data.

mod drops;
mod late;

use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::sync::PyOnceLock;
use everbind::types::{PyDate, PyDateTime, PyDelta, PyList, PyString};
use everbind::{PyTraverseError, PyVisit, create_exception, intern};

create_exception!(everbind_subinterp, SubError, PyValueError, "Made in each interpreter.");

/// A class whose instances can be in reference cycles.
#[pyclass(module = "everbind_subinterp", subclass, dict, weakref)]
struct Node {
    #[pyo3(get, set)]
    next: Option<Py<PyAny>>,
    #[pyo3(get)]
    value: i64,
}

#[pymethods]
impl Node {
    /// An instance of the class as an attribute of it.
    #[classattr]
    fn zero() -> Node {
        Node { next: None, value: 0 }
    }

    #[new]
    #[pyo3(signature = (value=0, *, next=None))]
    fn new(value: i64, next: Option<Py<PyAny>>) -> Self {
        Node { next, value }
    }

    #[getter]
    fn doubled(&self) -> i64 {
        self.value * 2
    }

    fn advance(&mut self, by: i64) -> i64 {
        self.value += by;
        self.value
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.next)
    }

    fn __clear__(&mut self) {
        self.next = None;
    }
}

/// A class of another class, without data of its own.
#[pyclass(module = "everbind_subinterp", extends = Node)]
struct Leaf;

#[pymethods]
impl Leaf {
    #[new]
    fn new() -> PyClassInitializer<Self> {
        PyClassInitializer::from(Node { next: None, value: 100 }).add_subclass(Self)
    }
}

#[pyclass(module = "everbind_subinterp", eq, eq_int)]
#[derive(PartialEq)]
enum Side {
    Left,
    Right,
}

/// May be imported by interpreters with a GIL of their own.
#[pymodule(sub_interpreters = "own_gil")]
mod everbind_subinterp {
    use super::*;

    #[pymodule_export]
    use super::{
        Leaf, Node, Side, SubError,
        drops::{
            attach_inside, call_for_ever, call_until_it_raises, drop_detached, drop_on_thread,
            hold_back, keep_from_thread,
        },
        late::{Late, late_count},
    };

    #[pyfunction]
    #[pyo3(signature = (a, b=2, *, c=3))]
    fn add(a: i64, b: i64, c: i64) -> i64 {
        a + b + c
    }

    #[pyfunction]
    fn fail(message: String) -> PyResult<()> {
        Err(SubError::new_err(message))
    }

    #[pyfunction]
    fn panic() {
        panic!("on purpose");
    }

    /// A list that each interpreter has its own of.
    #[pyfunction]
    fn shared(py: Python<'_>) -> &Py<PyList> {
        static SHARED: PyOnceLock<Py<PyList>> = PyOnceLock::new();
        SHARED.get_or_init(py, || PyList::empty(py).unbind())
    }

    #[pyfunction]
    fn name(py: Python<'_>) -> Bound<'_, PyString> {
        intern!(py, "a name that each interpreter interns").clone()
    }

    #[pyfunction]
    fn leaf(py: Python<'_>) -> PyResult<Py<Leaf>> {
        Py::new(py, Leaf::new())
    }

    #[pyfunction]
    fn sum(nodes: Vec<PyRef<'_, Node>>) -> i64 {
        nodes.iter().map(|node| node.value).sum()
    }

    #[pyfunction]
    fn next_day<'py>(date: &Bound<'py, PyDate>) -> PyResult<Bound<'py, PyAny>> {
        date.add(PyDelta::new(date.py(), 1, 0, 0, false)?)
    }

    #[pyfunction]
    fn epoch(py: Python<'_>) -> PyResult<Bound<'_, PyDateTime>> {
        PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, None)
    }
}
