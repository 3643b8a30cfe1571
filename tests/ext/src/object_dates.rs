//! The `PyDateTime` family: made, taken apart, checked.

use everbind::prelude::*;
use everbind::types::{
    PyDate, PyDateAccess, PyDateTime, PyDelta, PyDeltaAccess, PyTime, PyTimeAccess, PyTzInfo,
    PyTzInfoAccess,
};

type Clock = (u8, u8, u8, u32, bool);

fn clock(value: &impl PyTimeAccess) -> Clock {
    (
        value.get_hour(),
        value.get_minute(),
        value.get_second(),
        value.get_microsecond(),
        value.get_fold(),
    )
}

#[pymodule(submodule, name = "object_dates")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn date(py: Python<'_>, year: i32, month: u8, day: u8) -> PyResult<Bound<'_, PyDate>> {
        PyDate::new(py, year, month, day)
    }

    #[pyfunction]
    fn date_parts(date: &Bound<'_, PyDate>) -> (i32, u8, u8) {
        (date.get_year(), date.get_month(), date.get_day())
    }

    #[pyfunction]
    fn date_from_timestamp(py: Python<'_>, timestamp: f64) -> PyResult<Bound<'_, PyDate>> {
        PyDate::from_timestamp(py, timestamp)
    }

    #[pyfunction]
    #[pyo3(signature = (hour, minute, second, microsecond, tzinfo=None, fold=false))]
    fn time<'py>(
        py: Python<'py>,
        hour: u8,
        minute: u8,
        second: u8,
        microsecond: u32,
        tzinfo: Option<&Bound<'py, PyTzInfo>>,
        fold: bool,
    ) -> PyResult<Bound<'py, PyTime>> {
        if fold {
            PyTime::new_with_fold(py, hour, minute, second, microsecond, tzinfo, true)
        } else {
            PyTime::new(py, hour, minute, second, microsecond, tzinfo)
        }
    }

    #[pyfunction]
    fn time_parts<'py>(time: &Bound<'py, PyTime>) -> (Clock, Option<Bound<'py, PyTzInfo>>) {
        (clock(time), time.get_tzinfo())
    }

    #[pyfunction]
    #[pyo3(signature = (year, month, day, second, tzinfo=None, fold=false))]
    fn date_time<'py>(
        py: Python<'py>,
        year: i32,
        month: u8,
        day: u8,
        second: u8,
        tzinfo: Option<&Bound<'py, PyTzInfo>>,
        fold: bool,
    ) -> PyResult<Bound<'py, PyDateTime>> {
        if fold {
            PyDateTime::new_with_fold(py, year, month, day, 1, 2, second, 4, tzinfo, true)
        } else {
            PyDateTime::new(py, year, month, day, 1, 2, second, 4, tzinfo)
        }
    }

    #[pyfunction]
    fn date_time_parts<'py>(
        value: &Bound<'py, PyDateTime>,
    ) -> ((i32, u8, u8), Clock, Option<Bound<'py, PyTzInfo>>) {
        let date = (value.get_year(), value.get_month(), value.get_day());
        (date, clock(value), value.get_tzinfo())
    }

    #[pyfunction]
    fn utc_from_timestamp(py: Python<'_>, timestamp: f64) -> PyResult<Bound<'_, PyDateTime>> {
        let utc = PyTzInfo::utc(py)?.to_owned();
        PyDateTime::from_timestamp(py, timestamp, Some(&utc))
    }

    #[pyfunction]
    #[pyo3(signature = (days, seconds, microseconds, normalize=true))]
    fn delta(
        py: Python<'_>,
        days: i32,
        seconds: i32,
        microseconds: i32,
        normalize: bool,
    ) -> PyResult<Bound<'_, PyDelta>> {
        PyDelta::new(py, days, seconds, microseconds, normalize)
    }

    #[pyfunction]
    fn delta_parts(delta: &Bound<'_, PyDelta>) -> (i32, i32, i32) {
        (delta.get_days(), delta.get_seconds(), delta.get_microseconds())
    }

    #[pyfunction]
    fn zones<'py>(py: Python<'py>, hours: i32) -> PyResult<Vec<Bound<'py, PyTzInfo>>> {
        let offset = PyDelta::new(py, 0, hours * 3600, 0, true)?;
        Ok(vec![PyTzInfo::utc(py)?.to_owned(), PyTzInfo::fixed_offset(py, offset)?])
    }

    #[pyfunction]
    fn named_zone<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyTzInfo>> {
        PyTzInfo::timezone(py, name)
    }

    /// Whether an object is a date, a time, a datetime, a timedelta, a tzinfo.
    #[pyfunction]
    fn kinds(object: &Bound<'_, PyAny>) -> Vec<bool> {
        vec![
            object.cast::<PyDate>().is_ok(),
            object.cast::<PyTime>().is_ok(),
            object.cast::<PyDateTime>().is_ok(),
            object.cast::<PyDelta>().is_ok(),
            object.cast::<PyTzInfo>().is_ok(),
        ]
    }
}
