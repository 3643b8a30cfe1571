//! `datetime`: dates, times, time zones and durations.
//!
//! The fields of these objects are read by the accessors that the classes define
//! themselves, so a subclass that overrides an attribute does not interfere; see
//! `datetime/class.rs`.

use crate::PyAny;
use crate::object::Bound;
use crate::types::native::native_type;

mod class;
mod date;
mod delta;
mod field;
mod pickled;
mod time;
mod tzinfo;

use class::Class;

/// The type object, from the capsule if there is one.
macro_rules! class_of {
    ($py:ident, $class:ident, $field:ident) => {
        match class::capi($py) {
            Some(capi) => capi.$field,
            None => $class.type_ptr($py),
        }
    };
}

/// `datetime.date`.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::{PyDate, PyDateAccess};
///
/// # Python::attach(|py| -> PyResult<()> {
/// let date = PyDate::new(py, 1815, 12, 10)?;
/// assert_eq!(date.get_year(), 1815);
/// # Ok(()) }).unwrap();
/// ```
#[repr(transparent)]
pub struct PyDate(PyAny);

static DATE: Class = Class::new("date");
native_type!(PyDate, |py| class_of!(py, DATE, DateType));

/// `datetime.datetime`.
#[repr(transparent)]
pub struct PyDateTime(PyAny);

static DATETIME: Class = Class::new("datetime");
native_type!(PyDateTime, |py| class_of!(py, DATETIME, DateTimeType));

/// `datetime.time`.
#[repr(transparent)]
pub struct PyTime(PyAny);

static TIME: Class = Class::new("time");
native_type!(PyTime, |py| class_of!(py, TIME, TimeType));

/// `datetime.timedelta`.
#[repr(transparent)]
pub struct PyDelta(PyAny);

static DELTA: Class = Class::new("timedelta");
native_type!(PyDelta, |py| class_of!(py, DELTA, DeltaType));

/// `datetime.tzinfo`: a time zone.
#[repr(transparent)]
pub struct PyTzInfo(PyAny);

static TZINFO: Class = Class::new("tzinfo");
native_type!(PyTzInfo, |py| class_of!(py, TZINFO, TZInfoType));

/// What [`PyDate`] and [`PyDateTime`] have in common.
pub trait PyDateAccess {
    /// The year, from 1 on.
    fn get_year(&self) -> i32;
    /// The month, 1 to 12.
    fn get_month(&self) -> u8;
    /// The day of the month, 1 to 31.
    fn get_day(&self) -> u8;
}

/// The parts of a [`PyDelta`]: only the days can be negative.
pub trait PyDeltaAccess {
    /// The days, -999999999 to 999999999.
    fn get_days(&self) -> i32;
    /// The seconds within the day, 0 to 86399.
    fn get_seconds(&self) -> i32;
    /// The microseconds within the second, 0 to 999999.
    fn get_microseconds(&self) -> i32;
}

/// What [`PyTime`] and [`PyDateTime`] have in common.
pub trait PyTimeAccess {
    /// The hour, 0 to 23.
    fn get_hour(&self) -> u8;
    /// The minute, 0 to 59.
    fn get_minute(&self) -> u8;
    /// The second, 0 to 59.
    fn get_second(&self) -> u8;
    /// The microsecond, 0 to 999999.
    fn get_microsecond(&self) -> u32;
    /// Whether this is the later of two equal wall times, when clocks are set back.
    fn get_fold(&self) -> bool;
}

/// Objects that may have a time zone.
pub trait PyTzInfoAccess<'py> {
    /// The time zone, if there is one.
    fn get_tzinfo(&self) -> Option<Bound<'py, PyTzInfo>>;
}
