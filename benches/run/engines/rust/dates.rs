//! Functions of a datetime.

use pyo3::prelude::*;
use pyo3::types::{PyDateAccess, PyDateTime, PyTimeAccess};

#[pyfunction]
#[pyo3(signature = (d, /))]
pub fn date_in(d: &Bound<'_, PyDateTime>) -> i64 {
    let day = i64::from(d.get_year()) * 10_000 + i64::from(d.get_month()) * 100;
    day + i64::from(d.get_day()) + i64::from(d.get_microsecond())
}

#[pyfunction]
#[pyo3(signature = (us, /))]
pub fn date_out(py: Python<'_>, us: u32) -> PyResult<Bound<'_, PyDateTime>> {
    PyDateTime::new(py, 2024, 2, 29, 12, 30, 15, us, None)
}
