//! Dates, with and without a time of day.

use crate::error::PyResult;
use crate::object::Bound;
use crate::python::Python;
use crate::types::datetime::class::fields;
use crate::types::datetime::{
    DATE, DATETIME, PyDate, PyDateAccess, PyDateTime, PyTimeAccess, PyTzInfo,
};
use crate::types::{IntoPyDict, PyAnyMethods};

impl PyDate {
    /// `date(year, month, day)`.
    ///
    /// # Errors
    /// `ValueError` when there is no such day.
    #[inline]
    pub fn new(py: Python<'_>, year: i32, month: u8, day: u8) -> PyResult<Bound<'_, PyDate>> {
        Ok(DATE.get(py)?.call1((year, month, day))?.cast_into()?)
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
        let args = (year, month, day, hour, minute, second, microsecond, tzinfo);
        Ok(DATETIME.get(py)?.call1(args)?.cast_into()?)
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
        if !fold {
            return Self::new(py, year, month, day, hour, minute, second, microsecond, tzinfo);
        }
        let args = (year, month, day, hour, minute, second, microsecond, tzinfo);
        let fold = [("fold", 1)].into_py_dict(py)?;
        Ok(DATETIME.get(py)?.call(args, Some(&fold))?.cast_into()?)
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

impl PyDateAccess for Bound<'_, PyDate> {
    fields! { DATE;
        get_year: i32 = "year";
        get_month: u8 = "month";
        get_day: u8 = "day";
    }
}

impl PyDateAccess for Bound<'_, PyDateTime> {
    // A `datetime` is a `date`.
    fields! { DATE;
        get_year: i32 = "year";
        get_month: u8 = "month";
        get_day: u8 = "day";
    }
}

impl PyTimeAccess for Bound<'_, PyDateTime> {
    fields! { DATETIME;
        get_hour: u8 = "hour";
        get_minute: u8 = "minute";
        get_second: u8 = "second";
        get_microsecond: u32 = "microsecond";
    }

    #[inline]
    fn get_fold(&self) -> bool {
        static FOLD: super::class::Field = super::class::Field::new(&DATETIME, "fold");
        FOLD.number::<u8>(self) != 0
    }
}
