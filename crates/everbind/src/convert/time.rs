//! `Duration` is a `timedelta`, `SystemTime` a `datetime` in UTC.
//!
//! Both count microseconds in Python: what is finer is cut off. A `SystemTime` is the exact difference
//! to 1970, not a floating-point timestamp, which would lose some. For a `datetime` whose zone is
//! `timezone.utc` itself it is computed here; any other zone is asked by Python's subtraction.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::PyAny;
use crate::convert::{FromPyObject, IntoPyObject};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::{Borrowed, Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::types::{
    PyAnyMethods, PyDateAccess, PyDateTime, PyDelta, PyDeltaAccess, PyTimeAccess, PyTzInfo,
    PyTzInfoAccess,
};

const SECONDS_PER_DAY: u64 = 24 * 60 * 60;

/// # Errors
/// `TypeError` for anything but a `timedelta`, `ValueError` for a negative one.
impl<'py> FromPyObject<'_, 'py> for Duration {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("datetime.timedelta");

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

    const OUTPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("datetime.timedelta");

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

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("datetime.datetime");

    #[inline]
    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        let py = obj.py();
        let Ok(datetime) = obj.cast::<PyDateTime>() else {
            return Err(Failure::expected("datetime", obj));
        };
        let utc = PyTzInfo::utc(py)?;
        let time = if datetime.get_tzinfo().is_some_and(|zone| zone.is(&*utc)) {
            let days = civil::days(datetime.get_year(), datetime.get_month(), datetime.get_day());
            let (hour, minute) = (i64::from(datetime.get_hour()), i64::from(datetime.get_minute()));
            let seconds = (hour * 60 + minute) * 60 + i64::from(datetime.get_second());
            let seconds = i64::from(days) * SECONDS_PER_DAY as i64 + seconds;
            let micros = Duration::from_micros(datetime.get_microsecond().into());
            let moment = match u64::try_from(seconds) {
                Ok(since) => UNIX_EPOCH.checked_add(Duration::from_secs(since)),
                Err(_) => UNIX_EPOCH.checked_sub(Duration::from_secs(seconds.unsigned_abs())),
            };
            moment.and_then(|moment| moment.checked_add(micros))
        } else {
            let delta = obj.sub(epoch(py)?)?;
            match delta.extract::<Duration>() {
                Ok(since) => UNIX_EPOCH.checked_add(since),
                Err(_) => UNIX_EPOCH.checked_sub(delta.neg()?.extract()?),
            }
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

    const OUTPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("datetime.datetime");

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        let (seconds, micros) = match self.duration_since(UNIX_EPOCH) {
            Ok(since) => (since.as_secs().cast_signed(), since.subsec_micros()),
            Err(before) => {
                let before = before.duration();
                match (before.as_secs().cast_signed(), before.subsec_micros()) {
                    (seconds, 0) => (-seconds, 0),
                    (seconds, micros) => (-seconds - 1, 1_000_000 - micros),
                }
            }
        };
        let days = seconds.div_euclid(SECONDS_PER_DAY as i64);
        let Some((year, month, day)) = civil::date(days) else {
            let got = "a time beyond it";
            return Err(Failure::described(Kind::Overflow, "a time from year 1 to 9999", got));
        };
        let second = seconds.rem_euclid(SECONDS_PER_DAY as i64);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let utc = PyTzInfo::utc(py)?;
        let [hour, minute, second] = [hour, minute, second].map(|part| part as u8);
        PyDateTime::new(py, year, month, day, hour, minute, second, micros, Some(&*utc))
    }
}

/// The Gregorian calendar, as Python's `datetime` has it: without an end at its introduction.
mod civil {
    /// Days in 400 years.
    const CYCLE: i32 = 146_097;
    /// From the first of March of the year 0 to 1970.
    const TO_1970: i32 = 719_468;

    /// The days from 1970 to a date. A year is taken to begin in March, so that leap days end it.
    pub(super) fn days(year: i32, month: u8, day: u8) -> i32 {
        let (month, day) = (i32::from(month), i32::from(day));
        let year = year - i32::from(month <= 2);
        let month = (month + 9) % 12;
        let leap_days = year / 4 - year / 100 + year / 400;
        365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - TO_1970
    }

    /// The date so many days from 1970, if its year is one of Python's.
    #[inline]
    pub(super) fn date(days: i64) -> Option<(i32, u8, u8)> {
        const FIRST: i64 = -719_162;
        const LAST: i64 = 2_932_896;
        if !(FIRST..=LAST).contains(&days) {
            return None;
        }
        let days = days as i32 + TO_1970;
        let (cycle, rest) = (days / CYCLE, days % CYCLE);
        // Without the leap days of 4, 100 and 400 years before it.
        let year = (rest - rest / 1460 + rest / 36_524 - rest / (CYCLE - 1)) / 365;
        let day = rest - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let year = cycle * 400 + year + i32::from(month >= 10);
        let month = (month + 2) % 12 + 1;
        Some((year, month as u8, day as u8))
    }

    #[test]
    fn all_days_of_python() {
        let (first, last) = (days(1, 1, 1).into(), days(9999, 12, 31).into());
        assert_eq!((first, last, days(1970, 1, 1)), (-719_162, 2_932_896, 0));
        assert_eq!((date(first - 1), date(last + 1), date(i64::MAX)), (None, None, None));
        let mut before = (0, 12, 31);
        for number in first..=last {
            let (year, month, day) = date(number).expect("a day of Python's");
            assert_eq!(i64::from(days(year, month, day)), number);
            let next_day = (year, month) == (before.0, before.1) && day == before.2 + 1;
            assert!(next_day || day == 1 && before.2 >= 28, "{before:?} {year}-{month}-{day}");
            before = (year, month, day);
        }
    }
}

super::copy_into_pyobject!(Duration, SystemTime);
