//! The names of PyO3 0.26 and earlier, which everbind keeps as deprecated ones.
#![allow(deprecated, reason = "that they still work is what is tested")]

use everbind::PyObject;
use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::sync::GILOnceCell;
use everbind::types::{PyDict, PyList};

#[pymodule(submodule, name = "old_names")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn with_gil(py: Python<'_>, object: PyObject) -> PyResult<String> {
        py.allow_threads(|| Python::with_gil(|py| object.bind(py).repr()?.extract::<String>()))
    }

    #[pyfunction]
    fn length(object: &Bound<'_, PyAny>) -> PyResult<usize> {
        if let Ok(list) = object.downcast::<PyList>() {
            return Ok(list.len());
        }
        Ok(object.downcast_exact::<PyDict>()?.len())
    }

    #[pyfunction]
    fn into_list(object: Bound<'_, PyAny>) -> PyResult<usize> {
        Ok(object.downcast_into::<PyList>()?.len())
    }

    #[pyfunction]
    fn bound_list(py: Python<'_>, object: PyObject) -> PyResult<usize> {
        Ok(object.downcast_bound::<PyList>(py)?.len())
    }

    #[pyfunction]
    fn once(py: Python<'_>) -> &Py<PyList> {
        static ONCE: GILOnceCell<Py<PyList>> = GILOnceCell::new();
        ONCE.get_or_init(py, || PyList::empty(py).unbind())
    }

    #[pyfunction]
    fn error(object: &Bound<'_, PyAny>) -> PyResult<()> {
        let failed = object.downcast::<PyDict>().err();
        let text = failed.map(|error: everbind::DowncastError<'_, '_>| error.to_string());
        Err(PyValueError::new_err(text))
    }
}
