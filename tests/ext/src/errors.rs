//! `PyErr`: what it tells, chains, values and types, warnings, and errors with nowhere to go.

use everbind::exceptions::{self, PyRuntimeError, PyValueError};
use everbind::prelude::*;
use everbind::types::PyType;

#[pymodule(submodule, name = "errors")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn chain(py: Python<'_>) -> PyResult<()> {
        let error = PyRuntimeError::new_err("outer");
        error.set_cause(py, Some(PyValueError::new_err("cause")));
        Err(error)
    }

    #[pyfunction]
    fn context(py: Python<'_>) -> PyResult<()> {
        let error = PyRuntimeError::new_err("outer");
        error.set_context(py, Some(PyValueError::new_err("context")));
        error.add_note(py, "a note")?;
        Err(error)
    }

    /// Type, message, cause and whether there is a traceback, of what `callable` raises.
    #[pyfunction]
    fn describe(callable: &Bound<'_, PyAny>) -> PyResult<(String, String, Option<String>, bool)> {
        let py = callable.py();
        let error = match callable.call0() {
            Ok(_) => return Err(PyValueError::new_err("it did not raise")),
            Err(error) => error,
        };
        Ok((
            error.get_type(py).name()?.extract()?,
            error.value(py).str()?.extract()?,
            error.cause(py).map(|cause| cause.value(py).to_string()),
            error.traceback(py).is_some(),
        ))
    }

    #[pyfunction]
    fn texts(py: Python<'_>) -> (String, bool) {
        let error = PyValueError::new_err("said");
        let _ = error.value(py);
        (error.to_string(), format!("{error:?}").contains("ValueError"))
    }

    #[pyfunction]
    fn matches(
        callable: &Bound<'_, PyAny>,
        kind: &Bound<'_, PyType>,
    ) -> PyResult<(bool, bool, bool)> {
        let py = callable.py();
        match callable.call0() {
            Ok(_) => Err(PyValueError::new_err("it did not raise")),
            Err(error) => Ok((
                error.is_instance(py, kind),
                error.is_instance_of::<PyValueError>(py),
                error.matches(py, (kind,))?,
            )),
        }
    }

    #[pyfunction]
    fn swallow(callable: &Bound<'_, PyAny>) -> bool {
        callable.call0().is_err()
    }

    #[pyfunction]
    fn raise_again(callable: &Bound<'_, PyAny>) -> PyResult<()> {
        callable.call0().map(drop)
    }

    #[pyfunction]
    fn from_value(value: Bound<'_, PyAny>) -> PyResult<()> {
        Err(PyErr::from_value(value))
    }

    #[pyfunction]
    fn from_type(kind: Bound<'_, PyType>) -> PyResult<()> {
        Err(PyErr::from_type(kind, ("by type",)))
    }

    #[pyfunction]
    fn cloned(py: Python<'_>) -> PyResult<bool> {
        let error = PyValueError::new_err("one");
        let again = error.clone_ref(py);
        Ok(error.value(py).is(again.value(py)))
    }

    #[pyfunction]
    fn into_value(py: Python<'_>) -> Py<exceptions::PyBaseException> {
        PyValueError::new_err("as a value").into_value(py)
    }

    #[pyfunction]
    fn restore_and_take(py: Python<'_>) -> (bool, Option<String>, bool) {
        PyValueError::new_err("set").restore(py);
        let set = PyErr::occurred(py);
        let taken = PyErr::take(py).map(|error| error.to_string());
        (set, taken, PyErr::occurred(py))
    }

    #[pyfunction]
    fn fetch_without_error(py: Python<'_>) -> PyErr {
        PyErr::fetch(py)
    }

    #[pyfunction]
    fn warn(py: Python<'_>, message: &str) -> PyResult<()> {
        let message = std::ffi::CString::new(message)?;
        PyErr::warn(py, &py.get_type::<exceptions::PyUserWarning>(), &message, 1)
    }

    #[pyfunction]
    #[pyo3(warn(message = "this is old", category = exceptions::PyDeprecationWarning))]
    fn deprecated() -> i64 {
        1
    }

    #[pyfunction]
    fn unraisable(py: Python<'_>, about: &Bound<'_, PyAny>) {
        PyRuntimeError::new_err("nowhere to go").write_unraisable(py, Some(about));
    }
}
