//! What helps to find faults: instances that are leaked, crashes, panics.

use everbind::prelude::*;
use everbind::types::PyDict;

/// Without anything to collect or drop.
#[pyclass(module = "everbind_tests.debugging", subclass)]
struct Plain {
    #[pyo3(get)]
    number: i64,
}

#[pymethods]
impl Plain {
    #[new]
    #[pyo3(signature = (number=0))]
    fn new(number: i64) -> Self {
        Plain { number }
    }

    /// An instance that lives as long as the class.
    #[classattr]
    #[allow(non_snake_case)]
    fn ORIGIN() -> Plain {
        Plain { number: 0 }
    }
}

/// Collected, dropped, finalised; and resurrected.
#[pyclass(module = "everbind_tests.debugging")]
struct Collected {
    #[pyo3(get, set)]
    other: Option<Py<PyAny>>,
    #[pyo3(get, set)]
    keeper: Option<Py<PyAny>>,
}

#[pymethods]
impl Collected {
    #[new]
    fn new() -> Self {
        Collected { other: None, keeper: None }
    }

    fn __del__(slf: &Bound<'_, Self>) -> PyResult<()> {
        let keeper = slf.borrow_mut().keeper.take();
        match keeper {
            Some(keeper) => keeper.bind(slf.py()).call_method1("append", (slf,)).map(drop),
            None => Ok(()),
        }
    }
}

/// In memory of a native base's.
#[pyclass(module = "everbind_tests.debugging", extends = PyDict)]
struct Extending {
    #[pyo3(get)]
    number: i64,
}

#[pymethods]
impl Extending {
    #[new]
    fn new() -> Self {
        Extending { number: 1 }
    }
}

/// Makes an instance from Rust.
#[pyfunction]
fn made_by_rust(py: Python<'_>) -> PyResult<Py<Plain>> {
    Py::new(py, Plain { number: 2 })
}

/// Makes an instance on a thread that runs no Python code.
#[pyfunction]
fn made_on_thread(py: Python<'_>) -> Py<Plain> {
    let make = || Python::attach(|py| Py::new(py, Plain { number: 3 }).expect("an instance"));
    py.detach(|| std::thread::spawn(make).join().expect("no panic"))
}

/// Keeps a reference for ever.
#[pyfunction]
fn leak(object: Py<PyAny>) {
    std::mem::forget(object);
}

/// Whether sites have the line of Rust.
#[pyfunction]
fn has_rust_places() -> bool {
    cfg!(debug_assertions)
}

#[pyfunction]
fn abort() {
    std::process::abort();
}

#[pyfunction]
fn read_nothing() -> u8 {
    let nothing = std::hint::black_box(std::ptr::null::<u8>());
    // SAFETY: none: this is the fault that the test is about.
    unsafe { nothing.read_volatile() }
}

#[pyfunction]
fn panic_here() {
    panic!("a panic to be traced");
}

#[pymodule(submodule, name = "debugging")]
pub mod topic {
    #[pymodule_export]
    use super::{
        Collected, Extending, Plain, abort, has_rust_places, leak, made_by_rust, made_on_thread,
        panic_here, read_nothing,
    };
}
