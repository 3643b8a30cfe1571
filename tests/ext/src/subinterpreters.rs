//! A second module in the same library, which may be imported by every interpreter of the process:
//! everbind alone has `sub_interpreters`. Python loads it from this library's file by its own name.

use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::sync::PyOnceLock;
use everbind::types::{PyList, PyString};
use everbind::{create_exception, intern};

create_exception!(everbind_isolated, IsolatedError, PyValueError, "Made in each interpreter.");

#[pyclass(module = "everbind_isolated", subclass)]
pub struct Counter {
    #[pyo3(get, set)]
    count: i64,
}

#[pymethods]
impl Counter {
    #[new]
    #[pyo3(signature = (count=0))]
    fn new(count: i64) -> Self {
        Self { count }
    }

    fn advance(&mut self) -> i64 {
        self.count += 1;
        self.count
    }

    fn __add__(&self, other: &Self) -> Self {
        Self { count: self.count + other.count }
    }
}

#[pyclass(module = "everbind_isolated", extends = Counter)]
pub struct Derived;

#[pymethods]
impl Derived {
    #[new]
    fn new() -> PyClassInitializer<Self> {
        PyClassInitializer::from(Counter { count: 100 }).add_subclass(Self)
    }
}

#[pyclass(module = "everbind_isolated", enum = "IntEnum")]
#[derive(Clone, Copy)]
pub enum Level {
    Low = 1,
    High,
}

#[pymethods]
impl Level {
    fn up(&self) -> Self {
        Self::High
    }

    fn __str__(&self) -> &'static str {
        "level"
    }
}

#[pyclass(module = "everbind_isolated", enum = "Flag")]
pub struct Mode(u8);

#[pymethods]
impl Mode {
    #[classattr]
    const A: Self = Mode(1);
    #[classattr]
    const B: Self = Mode(2);
}

/// May be imported by interpreters with a GIL of their own.
// It keeps its promise: nothing here is shared but plain data; `PyOnceLock` has a value for each.
#[pymodule(sub_interpreters = "own_gil")]
mod everbind_isolated {
    use super::*;

    #[pymodule_export]
    use super::{Counter, Derived, IsolatedError, Level, Mode};

    #[pymodule_export]
    const ANSWER: i64 = 42;

    #[pyfunction]
    #[pyo3(signature = (a, b=2, *, c=3))]
    fn add(a: i64, b: i64, c: i64) -> i64 {
        a + b + c
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
    fn fail(message: String) -> PyResult<()> {
        Err(IsolatedError::new_err(message))
    }

    #[pyfunction]
    fn make() -> Counter {
        Counter { count: 7 }
    }

    #[pyfunction]
    fn level(level: Level) -> i32 {
        level as i32
    }

    #[pyfunction]
    fn other(mode: Mode) -> Mode {
        Mode(!mode.0 & 3)
    }

    #[pyfunction]
    fn read(counter: &Counter) -> i64 {
        counter.count
    }
}

/// May be imported by several interpreters, but only by those that share one GIL.
#[pymodule(sub_interpreters = "shared_gil")]
mod everbind_sharing {
    #[pymodule_export]
    const ANSWER: i64 = 43;
}
