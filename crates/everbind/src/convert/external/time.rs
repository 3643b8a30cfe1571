//! Dates, times and durations of `time`: those of `datetime`.
//!
//! Python counts microseconds: what is finer is cut off.

use time::{
    Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime, UtcOffset,
};

use super::civil::*;
use crate::error::{Failure, Kind, PyResult};
use crate::object::Bound;
use crate::python::Python;
use crate::types::{
    PyAnyMethods, PyDate, PyDateAccess, PyDateTime, PyDelta, PyTime, PyTimeAccess, PyTzInfo,
};

fn date_of(date: &impl PyDateAccess) -> PyResult<Date> {
    let month = Month::try_from(date.get_month()).map_err(|_| out_of_range("date"))?;
    Date::from_calendar_date(date.get_year(), month, date.get_day())
        .map_err(|_| out_of_range("date"))
}

fn time_of(time: &impl PyTimeAccess) -> PyResult<Time> {
    let (hour, minute, second) = (time.get_hour(), time.get_minute(), time.get_second());
    Time::from_hms_micro(hour, minute, second, time.get_microsecond())
        .map_err(|_| out_of_range("time"))
}

fn new_datetime<'py>(
    py: Python<'py>,
    date: Date,
    time: Time,
    zone: Option<&Bound<'py, PyTzInfo>>,
) -> PyResult<Bound<'py, PyDateTime>> {
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    let (hour, minute, second, micros) = time.as_hms_micro();
    PyDateTime::new(py, year, month, day, hour, minute, second, micros, zone)
}

civil_into_pyobject! {
    Duration => PyDelta, |duration, py| {
        let (days, rest) = (duration.whole_days(), duration.whole_seconds() % 86_400);
        let days = i32::try_from(days).map_err(|_| {
            Failure::message(Kind::Overflow, "duration out of range for Python timedelta")
        })?;
        PyDelta::new(py, days, rest as i32, duration.subsec_microseconds(), true)
    };
    Date => PyDate, |date, py| PyDate::new(py, date.year(), date.month().into(), date.day());
    Time => PyTime, |time, py| {
        let (hour, minute, second, micros) = time.as_hms_micro();
        PyTime::new(py, hour, minute, second, micros, None)
    };
    PrimitiveDateTime => PyDateTime, |at, py| new_datetime(py, at.date(), at.time(), None);
    OffsetDateTime => PyDateTime, |at, py| {
        let zone = at.offset().into_pyobject(py)?;
        new_datetime(py, at.date(), at.time(), Some(&zone))
    };
    UtcDateTime => PyDateTime, |at, py| {
        new_datetime(py, at.date(), at.time(), Some(&*PyTzInfo::utc(py)?))
    };
    UtcOffset => PyTzInfo, |offset, py| {
        PyTzInfo::fixed_offset(py, PyDelta::new(py, 0, offset.whole_seconds(), 0, true)?)
    };
}

civil_from_pyobject! {
    Duration: PyDelta, |obj| {
        let (seconds, micros) = seconds_and_micros(obj)?;
        Ok(Duration::seconds(seconds) + Duration::microseconds(micros.into()))
    };
    Date: PyDate, |obj| date_of(&*cast::<PyDate>(obj, "date")?);
    Time: PyTime, |obj| time_of(&*cast::<PyTime>(obj, "time")?);
    PrimitiveDateTime: PyDateTime, |obj| {
        let datetime = &*without_zone(obj)?;
        Ok(PrimitiveDateTime::new(date_of(datetime)?, time_of(datetime)?))
    };
    OffsetDateTime: PyDateTime, |obj| {
        let (datetime, zone) = with_zone(obj)?;
        let at = PrimitiveDateTime::new(date_of(&*datetime)?, time_of(&*datetime)?);
        Ok(at.assume_offset(zone.extract()?))
    };
    UtcDateTime: PyDateTime, |obj| {
        let (datetime, zone) = with_zone(obj)?;
        if !zone.eq(PyTzInfo::utc(obj.py())?)? {
            return Err(Failure::message(Kind::Value, "expected a datetime with UTC timezone"));
        }
        Ok(UtcDateTime::new(date_of(&*datetime)?, time_of(&*datetime)?))
    };
    UtcOffset: PyTzInfo, |obj| {
        UtcOffset::from_whole_seconds(fixed_offset(obj)?).map_err(|_| out_of_range("offset"))
    };
}
