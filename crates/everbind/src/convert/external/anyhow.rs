//! `anyhow::Error` as a Python exception.

use crate::error::PyErr;
use crate::exceptions::PyRuntimeError;

/// An error that is a `PyErr`, with no context added, is that exception. Any other is
/// a `RuntimeError` with the error and its causes.
impl From<anyhow::Error> for PyErr {
    fn from(err: anyhow::Error) -> PyErr {
        let plain = err.source().is_none();
        let err = if plain { err.downcast::<PyErr>() } else { Err(err) };
        err.unwrap_or_else(|err| PyRuntimeError::new_err(format!("{err:?}")))
    }
}
