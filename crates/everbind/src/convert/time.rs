//! `Duration` is a `timedelta`, `SystemTime` a `datetime` in UTC.
//!
//! Both count microseconds in Python: what is finer is cut off. `SystemTime` goes by
//! way of the difference to 1970, not of floating-point timestamps, which lose some.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::PyAny;
use crate::convert::{FromPyObject, IntoPyObject};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::{Borrowed, Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::types::{PyAnyMethods, PyDateTime, PyDelta, PyDeltaAccess, PyTzInfo};

const SECONDS_PER_DAY: u64 = 24 * 60 * 60;

/// # Errors
/// `TypeError` for anything but a `timedelta`, `ValueError` for a negative one.
impl<'py> FromPyObject<'_, 'py> for Duration {
    type Error = PyErr;

    #[inline]
    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        let Ok(delta) = obj.cast::<PyDelta>() else {
            return Err(Failure::expected("timedelta", obj));
        };
        let (days, seconds, micros) =
            (delta.get_days(), delta.get_seconds(), delta.get_microseconds());
        // Seconds and microseconds are never negative in a timedelta; days are.
        let parts = (u64::try_from(days), u64::try_from(seconds), u32::try_from(micros));
        match parts {
            (Ok(days), Ok(seconds), Ok(micros)) => {
                Ok(Duration::new(days * SECONDS_PER_DAY + seconds, micros * 1000))
            }
            _ => Err(Failure::described(
                Kind::Value,
                "a timedelta that is not negative",
                format!("one of {days} days"),
            )),
        }
    }
}

/// # Errors
/// `OverflowError` beyond what a `timedelta` can be.
impl<'py> IntoPyObject<'py> for Duration {
    type Target = PyDelta;
    type Output = Bound<'py, PyDelta>;
    type Error = PyErr;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        let Ok(days) = i32::try_from(self.as_secs() / SECONDS_PER_DAY) else {
            let got = format!("{} seconds", self.as_secs());
            return Err(Failure::described(Kind::Overflow, "a duration that fits timedelta", got));
        };
        let seconds = (self.as_secs() % SECONDS_PER_DAY) as i32;
        let micros = self.subsec_micros().cast_signed();
        PyDelta::new(py, days, seconds, micros, false)
    }
}

/// 1970 in UTC.
#[inline]
fn epoch(py: Python<'_>) -> PyResult<&Bound<'_, PyDateTime>> {
    static EPOCH: PerInterpreter<Py<PyDateTime>> = PerInterpreter::new();
    let epoch = EPOCH.get_or_try_init(py, || {
        let utc = PyTzInfo::utc(py)?;
        Ok::<_, PyErr>(PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, Some(&utc))?.unbind())
    })?;
    Ok(epoch.bind(py))
}

/// # Errors
/// `TypeError` for anything but a `datetime` with a time zone.
impl<'py> FromPyObject<'_, 'py> for SystemTime {
    type Error = PyErr;

    #[inline]
    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        let py = obj.py();
        if obj.cast::<PyDateTime>().is_err() {
            return Err(Failure::expected("datetime", obj));
        }
        let delta = obj.sub(epoch(py)?)?;
        let time = match delta.extract::<Duration>() {
            Ok(since) => UNIX_EPOCH.checked_add(since),
            Err(_) => UNIX_EPOCH.checked_sub(delta.neg()?.extract()?),
        };
        time.ok_or_else(|| {
            let got = "one beyond it";
            Failure::described(Kind::Overflow, "a time within the range of the system's clock", got)
        })
    }
}

/// # Errors
/// `OverflowError` beyond what a `datetime` can be.
impl<'py> IntoPyObject<'py> for SystemTime {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        let epoch = epoch(py)?;
        let time = match self.duration_since(UNIX_EPOCH) {
            Ok(since) => epoch.add(since)?,
            Err(before) => epoch.sub(before.duration())?,
        };
        Ok(time.cast_into()?)
    }
}

super::copy_into_pyobject!(Duration, SystemTime);
