//! `intern!` and values made once.

use everbind::prelude::*;
use everbind::sync::PyOnceLock;
use everbind::types::{PyString, PyType};
use everbind::{Py, intern};

#[pymodule(submodule, name = "interned")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn name(py: Python<'_>) -> Bound<'_, PyString> {
        intern!(py, "interned_by_a_test").clone()
    }

    #[pyfunction]
    fn same_place(py: Python<'_>, times: usize) -> bool {
        let place = || intern!(py, "one place");
        (0..times).all(|_| place().is(place()))
    }

    #[pyfunction]
    fn attribute<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        object.getattr(intern!(object.py(), "attribute"))
    }

    #[pyfunction]
    fn imported<'py>(py: Python<'py>) -> PyResult<&'py Bound<'py, PyType>> {
        static FRACTION: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        FRACTION.import(py, "fractions", "Fraction")
    }

    #[pyfunction]
    fn call_imported(py: Python<'_>, n: i64, d: i64) -> PyResult<Bound<'_, PyAny>> {
        imported(py)?.call1((n, d))
    }

    #[pyfunction]
    fn not_importable(py: Python<'_>) -> PyResult<bool> {
        static NOTHING: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        NOTHING.import(py, "fractions", "NoSuchName").map(|_| true)
    }

    #[pyfunction]
    fn get_without_making(py: Python<'_>) -> Option<i64> {
        static EMPTY: PyOnceLock<i64> = PyOnceLock::new();
        EMPTY.get(py).copied()
    }

    #[pyfunction]
    fn set_twice(py: Python<'_>) -> (bool, bool, Option<i64>) {
        let lock = PyOnceLock::new();
        (lock.set(py, 1_i64).is_ok(), lock.set(py, 2).is_ok(), lock.get(py).copied())
    }
}
