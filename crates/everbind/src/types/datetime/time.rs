//! Times of day.

use crate::abi::layout::datetime;
use crate::error::PyResult;
use crate::kwargs;
use crate::object::Bound;
use crate::python::Python;
use crate::types::PyAnyMethods;
use crate::types::datetime::class::{capi, fields, made, three, zone_ptr};
use crate::types::datetime::date::micros;
use crate::types::datetime::field::Field;
use crate::types::datetime::{PyTime, PyTimeAccess, PyTzInfo, TIME};

impl PyTime {
    /// `time(hour, minute, second, microsecond, tzinfo)`.
    ///
    /// # Errors
    /// `ValueError` when there is no such time.
    #[inline]
    pub fn new<'py>(
        py: Python<'py>,
        hour: u8,
        minute: u8,
        second: u8,
        microsecond: u32,
        tzinfo: Option<&Bound<'py, PyTzInfo>>,
    ) -> PyResult<Bound<'py, PyTime>> {
        Self::new_with_fold(py, hour, minute, second, microsecond, tzinfo, false)
    }

    /// As [`new`](Self::new), with `fold`: of two equal wall times when clocks are set
    /// back, true is the later one.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    #[inline]
    pub fn new_with_fold<'py>(
        py: Python<'py>,
        hour: u8,
        minute: u8,
        second: u8,
        microsecond: u32,
        tzinfo: Option<&Bound<'py, PyTzInfo>>,
        fold: bool,
    ) -> PyResult<Bound<'py, PyTime>> {
        let Some(capi) = capi(py) else {
            let args = (hour, minute, second, micros(microsecond), tzinfo);
            let class = TIME.get(py)?;
            let made = match fold {
                false => class.call1(args),
                true => class.call_kw(args, kwargs!(fold = 1)),
            };
            return Ok(made?.cast_into()?);
        };
        // SAFETY: attached, a living zone or `None`; a new `time`, or null.
        unsafe {
            let time = (capi.Time_FromTimeAndFold)(
                hour.into(),
                minute.into(),
                second.into(),
                micros(microsecond),
                zone_ptr(tzinfo),
                fold.into(),
                capi.TimeType,
            );
            made(py, time)
        }
    }
}

impl PyTimeAccess for Bound<'_, PyTime> {
    fields! { TIME, time;
        get_hour: u8 = "hour", |[hour, ..]| hour;
        get_minute: u8 = "minute", |[_, minute, ..]| minute;
        get_second: u8 = "second", |[_, _, second, ..]| second;
        get_microsecond: u32 = "microsecond", |[.., high, middle, low]| three(high, middle, low);
    }

    #[inline]
    fn get_fold(&self) -> bool {
        static FOLD: Field = Field::new(&TIME, "fold");
        // SAFETY: attached, a living `time`.
        match unsafe { datetime::time_fold(self.as_ptr()) } {
            Some(fold) => fold,
            None => FOLD.number(self) != 0,
        }
    }
}
