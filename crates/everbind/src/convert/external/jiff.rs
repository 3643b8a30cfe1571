//! Dates, times, spans and zones of `jiff` 0.2: those of `datetime` and `zoneinfo`.
//!
//! Python counts microseconds: what is finer is cut off.

use jiff_02::civil::{Date, DateTime, ISOWeekDate, Time};
use jiff_02::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff_02::{SignedDuration, Span, Timestamp, Zoned};

use super::civil::*;
use crate::convert::IntoPyObject;
use crate::error::{PyErr, PyResult};
use crate::exceptions::PyValueError;
use crate::intern;
use crate::object::Bound;
use crate::python::Python;
use crate::types::{
    PyAnyMethods, PyDate, PyDateAccess, PyDateTime, PyDelta, PyTime, PyTimeAccess, PyTzInfo,
};

impl From<jiff_02::Error> for PyErr {
    fn from(err: jiff_02::Error) -> PyErr {
        PyValueError::new_err(err.to_string())
    }
}

fn date_of(date: &impl PyDateAccess) -> PyResult<Date> {
    let year = i16::try_from(date.get_year()).map_err(|_| out_of_range("date"))?;
    Ok(Date::new(year, date.get_month().cast_signed(), date.get_day().cast_signed())?)
}

fn time_of(time: &impl PyTimeAccess) -> PyResult<Time> {
    let nanos = (time.get_microsecond() * 1000).cast_signed();
    let (hour, minute, second) = (time.get_hour(), time.get_minute(), time.get_second());
    let [hour, minute, second] = [hour, minute, second].map(u8::cast_signed);
    Ok(Time::new(hour, minute, second, nanos)?)
}

/// Hour, minute, second and microseconds, none of which is ever negative.
fn parts(time: Time) -> (u8, u8, u8, u32) {
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(i8::cast_unsigned);
    (hour, minute, second, (time.subsec_nanosecond() / 1000).cast_unsigned())
}

fn new_datetime<'py>(
    py: Python<'py>,
    at: DateTime,
    zone: Option<&Bound<'py, PyTzInfo>>,
    fold: bool,
) -> PyResult<Bound<'py, PyDateTime>> {
    let (month, day) = (at.month().cast_unsigned(), at.day().cast_unsigned());
    let (hour, minute, second, micros) = parts(at.time());
    let year = at.year().into();
    PyDateTime::new_with_fold(py, year, month, day, hour, minute, second, micros, zone, fold)
}

civil_into_pyobject! {
    Date => PyDate, |date, py| {
        let (month, day) = (date.month().cast_unsigned(), date.day().cast_unsigned());
        PyDate::new(py, date.year().into(), month, day)
    };
    ISOWeekDate => PyDate, |week_date, py| week_date.date().into_pyobject(py);
    Time => PyTime, |time, py| {
        let (hour, minute, second, micros) = parts(time);
        PyTime::new(py, hour, minute, second, micros, None)
    };
    DateTime => PyDateTime, |at, py| new_datetime(py, at, None, false);
    Timestamp => PyDateTime, |at, py| at.to_zoned(TimeZone::UTC).into_pyobject(py);
    SignedDuration => PyDelta, |duration, py| {
        let (days, rest) = (duration.as_secs() / 86_400, duration.as_secs() % 86_400);
        let days = i32::try_from(days)?;
        PyDelta::new(py, days, rest as i32, duration.subsec_micros(), true)
    };
    Offset => PyTzInfo, |offset, py| {
        if offset == Offset::UTC {
            return Ok(PyTzInfo::utc(py)?.to_owned());
        }
        PyTzInfo::fixed_offset(py, PyDelta::new(py, 0, offset.seconds(), 0, true)?)
    };
}

impl<'py> IntoPyObject<'py> for &Zoned {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("datetime.datetime");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        let (zone, wall_time) = (self.time_zone(), self.datetime());
        // The wall time may come twice; this may be the second one.
        let second = match zone.to_ambiguous_zoned(wall_time).offset() {
            AmbiguousOffset::Fold { after, .. } => self.offset() == after,
            _ => false,
        };
        new_datetime(py, wall_time, Some(&zone.into_pyobject(py)?), second)
    }
}

/// # Errors
/// `ValueError` for a zone that is neither UTC, nor in the IANA database, nor fixed.
impl<'py> IntoPyObject<'py> for &TimeZone {
    type Target = PyTzInfo;
    type Output = Bound<'py, PyTzInfo>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("datetime.tzinfo");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        if *self == TimeZone::UTC {
            return Ok(PyTzInfo::utc(py)?.to_owned());
        }
        match self.iana_name() {
            Some(name) => PyTzInfo::timezone(py, name),
            None => self.to_fixed_offset()?.into_pyobject(py),
        }
    }
}

impl<'py> IntoPyObject<'py> for Zoned {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("datetime.datetime");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        (&self).into_pyobject(py)
    }
}

impl<'py> IntoPyObject<'py> for TimeZone {
    type Target = PyTzInfo;
    type Output = Bound<'py, PyTzInfo>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("datetime.tzinfo");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        (&self).into_pyobject(py)
    }
}

civil_from_pyobject! {
    Date: PyDate, |obj| date_of(&*cast::<PyDate>(obj, "date")?);
    ISOWeekDate: PyDate, |obj| Ok(Date::extract(obj)?.iso_week_date());
    Time: PyTime, |obj| time_of(&*cast::<PyTime>(obj, "time")?);
    DateTime: PyDateTime, |obj| {
        let datetime = &*without_zone(obj)?;
        Ok(DateTime::from_parts(date_of(datetime)?, time_of(datetime)?))
    };
    Zoned: PyDateTime, |obj| {
        let (datetime, zone) = with_zone(obj)?;
        let wall_time = DateTime::from_parts(date_of(&*datetime)?, time_of(&*datetime)?);
        let times = zone.extract::<TimeZone>()?.into_ambiguous_zoned(wall_time);
        // `fold` asks for the second of two equal wall times, and for the offset after
        // the clocks are set forward for one that is skipped: the earlier moment.
        let skipped = matches!(times.offset(), AmbiguousOffset::Gap { .. });
        Ok(if datetime.get_fold() == skipped { times.earlier()? } else { times.later()? })
    };
    Timestamp: PyDateTime, |obj| Ok(Zoned::extract(obj)?.timestamp());
    TimeZone: PyTzInfo, |obj| {
        let zone = cast::<PyTzInfo>(obj, "tzinfo")?;
        match zone.getattr_opt(intern!(obj.py(), "key"))? {
            Some(name) => Ok(TimeZone::get(name.extract()?)?),
            None => Ok(Offset::extract(obj)?.to_time_zone()),
        }
    };
    Offset: PyTzInfo, |obj| Ok(Offset::from_seconds(fixed_offset(obj)?)?);
    SignedDuration: PyDelta, |obj| {
        let (seconds, micros) = seconds_and_micros(obj)?;
        Ok(SignedDuration::new(seconds, micros * 1000))
    };
    Span: PyDelta, |obj| Ok(SignedDuration::extract(obj)?.try_into()?);
}
