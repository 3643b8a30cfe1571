//! Panics become exceptions, wherever they start.

use everbind::panic::PanicException;
use everbind::prelude::*;
use everbind::types::PyList;

#[pyclass(module = "everbind_tests.panics")]
struct Panicky;

#[pymethods]
impl Panicky {
    #[new]
    #[pyo3(signature = (fail=false))]
    fn new(fail: bool) -> Self {
        assert!(!fail, "in new");
        Self
    }

    #[getter]
    fn value(&self) -> i64 {
        panic!("in a getter")
    }

    fn method(&mut self) {
        panic!("in a method");
    }

    fn __len__(&self) -> usize {
        panic!("in __len__")
    }

    fn __repr__(&self) -> String {
        panic!("in __repr__")
    }

    fn __next__(&self) -> Option<i64> {
        panic!("in __next__")
    }
}

#[pymodule(submodule, name = "panics")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::Panicky;

    /// The type a panic becomes.
    #[pyfunction]
    fn panic_exception(py: Python<'_>) -> Bound<'_, everbind::types::PyType> {
        py.get_type::<PanicException>()
    }

    #[pyfunction]
    fn panic_with(kind: &str) {
        match kind {
            "str" => panic!("a plain message"),
            "format" => panic!("formatted {}", 5),
            "index" => drop(vec![1][std::hint::black_box(3)..].to_vec()),
            "unwrap" => drop(std::hint::black_box(None::<String>).expect("nothing there")),
            "payload" => std::panic::panic_any(42),
            _ => (),
        }
    }

    #[pyfunction]
    fn panic_in_callback(callback: &Bound<'_, PyAny>) -> PyResult<()> {
        callback.call0()?;
        panic!("after the callback");
    }

    /// Objects that are alive when a panic passes are let go.
    #[pyfunction]
    fn panic_holding(object: Bound<'_, PyAny>) -> PyResult<()> {
        let list = PyList::new(object.py(), [&object, &object])?;
        let _held = (object, list);
        panic!("holding objects");
    }
}
