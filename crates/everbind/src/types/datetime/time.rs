//! Times of day.

use crate::error::PyResult;
use crate::object::Bound;
use crate::python::Python;
use crate::types::datetime::class::{Field, fields};
use crate::types::datetime::{PyTime, PyTimeAccess, PyTzInfo, TIME};
use crate::types::{IntoPyDict, PyAnyMethods};

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
        let args = (hour, minute, second, microsecond, tzinfo);
        Ok(TIME.get(py)?.call1(args)?.cast_into()?)
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
        if !fold {
            return Self::new(py, hour, minute, second, microsecond, tzinfo);
        }
        let args = (hour, minute, second, microsecond, tzinfo);
        let fold = [("fold", 1)].into_py_dict(py)?;
        Ok(TIME.get(py)?.call(args, Some(&fold))?.cast_into()?)
    }
}

impl PyTimeAccess for Bound<'_, PyTime> {
    fields! { TIME;
        get_hour: u8 = "hour";
        get_minute: u8 = "minute";
        get_second: u8 = "second";
        get_microsecond: u32 = "microsecond";
    }

    #[inline]
    fn get_fold(&self) -> bool {
        static FOLD: Field = Field::new(&TIME, "fold");
        FOLD.number::<u8>(self) != 0
    }
}
