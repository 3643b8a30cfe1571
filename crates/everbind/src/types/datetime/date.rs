//! Dates, with and without a time of day.

use std::ffi::c_int;

use crate::abi::layout::datetime;
use crate::error::PyResult;
use crate::kwargs;
use crate::object::Bound;
use crate::python::Python;
use crate::types::PyAnyMethods;
use crate::types::datetime::class::{capi, fields, made, three, two, zone_ptr};
use crate::types::datetime::field::Field;
use crate::types::datetime::{
    DATE, DATETIME, PyDate, PyDateAccess, PyDateTime, PyTimeAccess, PyTzInfo, pickled,
};

impl PyDate {
    /// `date(year, month, day)`.
    ///
    /// # Errors
    /// `ValueError` when there is no such day.
    #[inline]
    pub fn new(py: Python<'_>, year: i32, month: u8, day: u8) -> PyResult<Bound<'_, PyDate>> {
        let Some(capi) = capi(py) else {
            return Ok(DATE.get(py)?.call1((year, month, day))?.cast_into()?);
        };
        // SAFETY: attached; a new `date`, or null.
        unsafe { made(py, (capi.Date_FromDate)(year, month.into(), day.into(), capi.DateType)) }
    }

    /// `date.fromtimestamp(timestamp)`: the local date of a POSIX timestamp.
    ///
    /// # Errors
    /// `OverflowError` or `OSError` when it is out of range.
    #[inline]
    pub fn from_timestamp(py: Python<'_>, timestamp: f64) -> PyResult<Bound<'_, PyDate>> {
        Ok(DATE.get(py)?.call_method1("fromtimestamp", (timestamp,))?.cast_into()?)
    }
}

impl PyDateTime {
    /// `datetime(year, month, day, hour, minute, second, microsecond, tzinfo)`.
    ///
    /// # Errors
    /// `ValueError` when there is no such day or time.
    #[allow(clippy::too_many_arguments)] // Python's own parameters
    #[inline]
    pub fn new<'py>(
        py: Python<'py>,
        year: i32,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
        microsecond: u32,
        tzinfo: Option<&Bound<'py, PyTzInfo>>,
    ) -> PyResult<Bound<'py, PyDateTime>> {
        Self::new_with_fold(py, year, month, day, hour, minute, second, microsecond, tzinfo, false)
    }

    /// As [`new`](Self::new), with `fold`: of two equal wall times when clocks are set
    /// back, true is the later one.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    #[allow(clippy::too_many_arguments)] // Python's own parameters
    #[inline]
    pub fn new_with_fold<'py>(
        py: Python<'py>,
        year: i32,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
        microsecond: u32,
        tzinfo: Option<&Bound<'py, PyTzInfo>>,
        fold: bool,
    ) -> PyResult<Bound<'py, PyDateTime>> {
        let Some(capi) = capi(py) else {
            let (date, time) = ((year, month, day), (hour, minute, second, microsecond));
            if let Some(made) = pickled::datetime(py, date, time, tzinfo, fold) {
                return made;
            }
            let class = DATETIME.get(py)?;
            let micros = micros(microsecond);
            let made = match (tzinfo, fold) {
                // Python takes its time over each argument.
                (None, false) => class.call1((year, month, day, hour, minute, second, micros)),
                (_, false) => class.call1((year, month, day, hour, minute, second, micros, tzinfo)),
                (_, true) => {
                    let args = (year, month, day, hour, minute, second, micros, tzinfo);
                    class.call_kw(args, kwargs!(fold = 1))
                }
            };
            return Ok(made?.cast_into()?);
        };
        // SAFETY: attached, a living zone or `None`; a new `datetime`, or null.
        unsafe {
            let datetime = (capi.DateTime_FromDateAndTimeAndFold)(
                year,
                month.into(),
                day.into(),
                hour.into(),
                minute.into(),
                second.into(),
                micros(microsecond),
                zone_ptr(tzinfo),
                fold.into(),
                capi.DateTimeType,
            );
            made(py, datetime)
        }
    }

    /// `datetime.fromtimestamp(timestamp, tzinfo)`: of a POSIX timestamp, local time
    /// when there is no time zone.
    ///
    /// # Errors
    /// `OverflowError`, `ValueError` or `OSError` when it is out of range.
    #[inline]
    pub fn from_timestamp<'py>(
        py: Python<'py>,
        timestamp: f64,
        tzinfo: Option<&Bound<'py, PyTzInfo>>,
    ) -> PyResult<Bound<'py, PyDateTime>> {
        let made = DATETIME.get(py)?.call_method1("fromtimestamp", (timestamp, tzinfo))?;
        Ok(made.cast_into()?)
    }
}

/// Microseconds for C: those that do not even fit an `int` are out of range as well.
#[inline(always)]
pub(super) fn micros(microsecond: u32) -> c_int {
    c_int::try_from(microsecond).unwrap_or(c_int::MAX)
}

impl PyDateAccess for Bound<'_, PyDate> {
    fields! { DATE, date;
        get_year: i32 = "year", |[high, low, ..]| two(high, low);
        get_month: u8 = "month", |[_, _, month, _]| month;
        get_day: u8 = "day", |[.., day]| day;
    }
}

impl PyDateAccess for Bound<'_, PyDateTime> {
    // A `datetime` is a `date`.
    fields! { DATE, date;
        get_year: i32 = "year", |[high, low, ..]| two(high, low);
        get_month: u8 = "month", |[_, _, month, _]| month;
        get_day: u8 = "day", |[.., day]| day;
    }
}

impl PyTimeAccess for Bound<'_, PyDateTime> {
    fields! { DATETIME, datetime;
        get_hour: u8 = "hour", |[_, _, _, _, hour, ..]| hour;
        get_minute: u8 = "minute", |[.., minute, _, _, _, _]| minute;
        get_second: u8 = "second", |[.., second, _, _, _]| second;
        get_microsecond: u32 = "microsecond", |[.., high, middle, low]| three(high, middle, low);
    }

    #[inline]
    fn get_fold(&self) -> bool {
        static FOLD: Field = Field::new(&DATETIME, "fold");
        // SAFETY: attached, a living `datetime`.
        match unsafe { datetime::datetime_fold(self.as_ptr()) } {
            Some(fold) => fold,
            None => FOLD.number(self) != 0,
        }
    }
}
