//! `#[pyclass(pickle)]` where the feature `serde` is off: an error that says so.

use crate::class::PyClass;
use crate::object::{Bound, Py};
use crate::python::Python;
use crate::types::PyType;
use crate::{PyAny, PyResult};

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "`#[pyclass(pickle)]` needs everbind's feature `serde`",
    label = "cannot be pickled through serde",
    note = "in Cargo.toml: `everbind = {{ …, features = [\"serde\"] }}`"
)]
pub trait FeatureSerde {}

/// Does not compile.
///
/// # Errors
/// Always.
pub fn reduce<T: PyClass + FeatureSerde>(_slf: &Bound<'_, T>) -> PyResult<Py<PyAny>> {
    unreachable!("the trait has no implementations")
}

pub use reduce as reduce_enum;

/// Does not compile.
///
/// # Errors
/// Always.
pub fn rebuild<T>(_class: &Bound<'_, PyType>, _value: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    unreachable!("`reduce` does not compile")
}

/// Does not compile.
///
/// # Errors
/// Always.
pub fn rebuild_enum<T>(_py: Python<'_>, _value: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    unreachable!("`reduce` does not compile")
}
