//! Instances made from their bytes, where the layout is not known.
//!
//! *Problem.* Seven numbers in a call of `datetime` are seven objects, a tuple, and as many arguments
//! parsed: 150 ns.
//!
//! *How.* A pickled `datetime` is a call of the class with the ten bytes that the instance consists of,
//! and the zone if there is one; so the class takes them, by `tp_new`. They are made here instead, in a
//! third of the time. That is not documented, but no version can give it up, or it could not read what
//! older ones have written. Still it is tried once for each interpreter, and must give what the
//! class makes of numbers.
//!
//! *Invariant.* The class does not check the bytes, for it has written them itself. So only what is
//! within bounds comes here; the rest goes to the class as numbers, which gives the error.

use std::ffi::c_void;
use std::ptr;

use super::{DATETIME, PyDateTime, PyTzInfo};
use crate::object::Bound;
use crate::python::{PerInterpreter, Python};
use crate::types::{PyAnyMethods, PyTypeMethods};
use crate::{PyAny, PyResult, ffi};

/// The constructor of a class, if it takes bytes.
static DATETIME_NEW: PerInterpreter<Option<ffi::newfunc>> = PerInterpreter::new();

/// A `datetime`; `None` where it cannot be made so, or the numbers are out of bounds.
#[allow(clippy::too_many_arguments)] // Python's own parameters
#[inline]
pub(super) fn datetime<'py>(
    py: Python<'py>,
    date: (i32, u8, u8),
    time: (u8, u8, u8, u32),
    zone: Option<&Bound<'py, PyTzInfo>>,
    fold: bool,
) -> Option<PyResult<Bound<'py, PyDateTime>>> {
    let new = match DATETIME_NEW.get(py) {
        Some(new) => *new,
        None => find_datetime(py),
    }?;
    let bytes = bytes(date, time, fold)?;
    // SAFETY: found, so the constructor of this class.
    Some(unsafe { make(py, new, &bytes, zone) })
}

/// The bytes of a `datetime`, if there is one.
#[inline]
fn bytes(
    (year, month, day): (i32, u8, u8),
    (hour, minute, second, micros): (u8, u8, u8, u32),
    fold: bool,
) -> Option<[u8; 10]> {
    const FOLD: u8 = 0x80;
    let in_year = (1..=9999).contains(&year) && (1..=12).contains(&month);
    let in_day = hour < 24 && minute < 60 && second < 60 && micros < 1_000_000;
    if !in_year || !in_day || day == 0 || day > days(year, month) {
        return None;
    }
    let [.., high, low] = year.to_be_bytes();
    let [_, a, b, c] = micros.to_be_bytes();
    let month = if fold { month | FOLD } else { month };
    Some([high, low, month, day, hour, minute, second, a, b, c])
}

/// The days of a month.
fn days(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Calls a constructor with bytes, and a zone if there is one.
///
/// # Safety
/// `new` is the constructor of `datetime`, which makes an instance of the class that it gets.
#[inline]
unsafe fn make<'py>(
    py: Python<'py>,
    new: ffi::newfunc,
    bytes: &[u8; 10],
    zone: Option<&Bound<'py, PyTzInfo>>,
) -> PyResult<Bound<'py, PyDateTime>> {
    // SAFETY: attached; new references or null, of which the tuple steals its items.
    unsafe {
        let args = ffi::PyTuple_New(1 + isize::from(zone.is_some()));
        let args = Bound::<PyAny>::from_call(py, args)?;
        let state = ffi::PyBytes_FromStringAndSize(bytes.as_ptr().cast(), bytes.len() as isize);
        if state.is_null() {
            return Err(crate::PyErr::fetch(py));
        }
        ffi::PyTuple_SetItem(args.as_ptr(), 0, state);
        if let Some(zone) = zone {
            ffi::PyTuple_SetItem(args.as_ptr(), 1, zone.clone().into_ptr());
        }
        let made = new(DATETIME.type_ptr(py), args.as_ptr(), ptr::null_mut());
        Ok(Bound::<PyAny>::from_call(py, made)?.cast_into_unchecked())
    }
}

#[cold]
#[inline]
fn find_datetime(py: Python<'_>) -> Option<ffi::newfunc> {
    *DATETIME_NEW.get_or_init(py, || {
        let class = DATETIME.get(py).ok()?;
        // SAFETY: attached, a living type; a function of the slot's type or null. A class made at run
        // time may be one in Python.
        let new = unsafe {
            let type_ = class.as_type_ptr();
            if ffi::PyType_GetFlags(type_) & ffi::Py_TPFLAGS_HEAPTYPE != 0 {
                return None;
            }
            let slot = ffi::PyType_GetSlot(type_, ffi::Py_tp_new);
            std::mem::transmute::<*mut c_void, Option<ffi::newfunc>>(slot)
        }?;
        let utc = PyTzInfo::utc(py).ok()?;
        let bytes = bytes((2005, 2, 28), (23, 58, 57, 658_188), true)?;
        let numbers = (2005, 2, 28, 23, 58, 57, 658_188, utc);
        let expected = class.call_kw(numbers, crate::kwargs!(fold = 1)).ok()?.repr().ok()?;
        // SAFETY: the constructor of the class.
        let made = unsafe { make(py, new, &bytes, Some(&utc)) }.ok()?.repr().ok()?;
        PyAnyMethods::eq(made.as_any(), expected).ok()?.then_some(new)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_there_is() {
        let noon = (12, 0, 0, 0);
        for date in [(0, 1, 1), (10_000, 1, 1), (2024, 0, 1), (2024, 13, 1), (2024, 1, 0)] {
            assert_eq!(bytes(date, noon, false), None);
        }
        for (date, there) in [
            ((2024, 2, 29), true),
            ((2023, 2, 29), false),
            ((1900, 2, 29), false),
            ((2000, 2, 29), true),
            ((2024, 4, 31), false),
            ((2024, 12, 31), true),
            ((2024, 12, 32), false),
        ] {
            assert_eq!(bytes(date, noon, false).is_some(), there, "{date:?}");
        }
        for time in [(24, 0, 0, 0), (0, 60, 0, 0), (0, 0, 60, 0), (0, 0, 0, 1_000_000)] {
            assert_eq!(bytes((2024, 1, 1), time, false), None);
        }
        let all = bytes((2024, 2, 29), (23, 58, 57, 0x0a0b0c), true);
        assert_eq!(all, Some([7, 232, 0x82, 29, 23, 58, 57, 10, 11, 12]));
    }
}
