//! Dates, times and durations of `chrono`: those of `datetime`.
//!
//! Python counts microseconds: what is finer is cut off. It has no leap seconds: one
//! becomes the second after it is dropped, with a `UserWarning`.

use chrono::{
    DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta,
    TimeZone, Timelike,
};

use super::civil::*;
use crate::PyAny;
use crate::convert::{FromPyObject, FromPyObjectOwned, IntoPyObject, IntoPyObjectExt, Token};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::exceptions::PyUserWarning;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::{
    PyAnyMethods, PyDate, PyDateAccess, PyDateTime, PyDelta, PyTime, PyTimeAccess, PyTzInfo,
    PyTzInfoAccess,
};

fn date_of(date: &impl PyDateAccess) -> PyResult<NaiveDate> {
    NaiveDate::from_ymd_opt(date.get_year(), date.get_month().into(), date.get_day().into())
        .ok_or_else(|| out_of_range("date"))
}

fn time_of(time: &impl PyTimeAccess) -> PyResult<NaiveTime> {
    let (hour, minute, second) = (time.get_hour(), time.get_minute(), time.get_second());
    let micros = time.get_microsecond();
    NaiveTime::from_hms_micro_opt(hour.into(), minute.into(), second.into(), micros)
        .ok_or_else(|| out_of_range("time"))
}

/// Microseconds, and whether they are of a leap second.
fn micros(time: NaiveTime) -> (u32, bool) {
    let nanos = time.nanosecond();
    match nanos.checked_sub(1_000_000_000) {
        Some(nanos) => (nanos / 1000, true),
        None => (nanos / 1000, false),
    }
}

fn warn_of_leap_second(object: &Bound<'_, PyAny>) {
    let py = object.py();
    let message = c"ignored leap-second, `datetime` does not support leap-seconds";
    if let Err(err) = PyErr::warn(py, &py.get_type::<PyUserWarning>(), message, 0) {
        err.write_unraisable(py, Some(object));
    }
}

fn new_datetime<'py>(
    py: Python<'py>,
    at: NaiveDateTime,
    zone: Option<&Bound<'py, PyTzInfo>>,
    fold: bool,
) -> PyResult<Bound<'py, PyDateTime>> {
    let (micros, leap) = micros(at.time());
    let datetime = PyDateTime::new_with_fold(
        py,
        at.year(),
        at.month() as u8,
        at.day() as u8,
        at.hour() as u8,
        at.minute() as u8,
        at.second() as u8,
        micros,
        zone,
        fold,
    )?;
    if leap {
        warn_of_leap_second(&datetime);
    }
    Ok(datetime)
}

civil_into_pyobject! {
    TimeDelta => PyDelta, |delta, py| {
        // Whole days first: the rest has the same sign.
        let days = i32::try_from(delta.num_days()).unwrap_or(i32::MAX);
        let rest = delta - TimeDelta::days(delta.num_days());
        let seconds = rest.num_seconds() as i32;
        PyDelta::new(py, days, seconds, rest.subsec_nanos() / 1000, true)
    };
    NaiveDate => PyDate, |date, py| {
        PyDate::new(py, date.year(), date.month() as u8, date.day() as u8)
    };
    NaiveTime => PyTime, |time, py| {
        let (micros, leap) = micros(time);
        let (hour, minute, second) = (time.hour() as u8, time.minute() as u8, time.second() as u8);
        let time = PyTime::new(py, hour, minute, second, micros, None)?;
        if leap {
            warn_of_leap_second(&time);
        }
        Ok(time)
    };
    NaiveDateTime => PyDateTime, |at, py| new_datetime(py, at, None, false);
}

civil_from_pyobject! {
    TimeDelta: PyDelta, |obj| {
        let (seconds, micros) = seconds_and_micros(obj)?;
        Ok(TimeDelta::seconds(seconds) + TimeDelta::microseconds(micros.into()))
    };
    NaiveDate: PyDate, |obj| date_of(&*cast::<PyDate>(obj, "date")?);
    NaiveTime: PyTime, |obj| time_of(&*cast::<PyTime>(obj, "time")?);
    NaiveDateTime: PyDateTime, |obj| {
        let datetime = &*without_zone(obj)?;
        Ok(date_of(datetime)?.and_time(time_of(datetime)?))
    };
}

impl<'py, Tz: TimeZone + IntoPyObject<'py>> IntoPyObject<'py> for &DateTime<Tz> {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("datetime.datetime");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        let zone = self.timezone().into_bound_py_any(py)?.cast_into::<PyTzInfo>()?;
        let local = self.naive_local();
        // The wall time may come twice; this may be the second one.
        let second = match self.timezone().offset_from_local_datetime(&local) {
            LocalResult::Ambiguous(_, latest) => self.offset().fix() == latest.fix(),
            _ => false,
        };
        new_datetime(py, local, Some(&zone), second)
    }
}

impl<'py, Tz: TimeZone + IntoPyObject<'py>> IntoPyObject<'py> for DateTime<Tz> {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("datetime.datetime");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        (&self).into_pyobject(py)
    }
}

/// # Errors
/// `TypeError` for a `datetime` without a time zone (unless `Tz` is `Local`), those of
/// the zone, and `ValueError` for a wall time that the zone skips.
impl<'py, Tz: TimeZone + FromPyObjectOwned<'py>> FromPyObject<'_, 'py> for DateTime<Tz> {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("datetime.datetime");

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        let datetime = &*cast::<PyDateTime>(obj, "datetime")?;
        let zone = match datetime.get_tzinfo() {
            Some(zone) => zone.extract::<Tz>().map_err(Into::into)?,
            None => Tz::local_zone(Token::NEW).ok_or_else(no_zone)?,
        };
        let wall_time = date_of(datetime)?.and_time(time_of(datetime)?);
        match wall_time.and_local_timezone(zone) {
            LocalResult::Single(at) => Ok(at),
            LocalResult::Ambiguous(_, second) if datetime.get_fold() => Ok(second),
            LocalResult::Ambiguous(first, _) => Ok(first),
            LocalResult::None => {
                let message =
                    format!("The datetime {datetime:?} contains an incompatible timezone");
                Err(Failure::message(Kind::Value, message))
            }
        }
    }
}
