//! What the crates for dates and times share: `datetime`'s side of the conversion.

use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::Borrowed;
use crate::types::{PyAnyMethods, PyDateTime, PyDelta, PyDeltaAccess, PyTzInfo, PyTzInfoAccess};
use crate::{PyAny, PyTypeCheck, intern};

/// The object as a `T`, called `name` in the error.
pub(super) fn cast<'a, 'py, T: PyTypeCheck>(
    obj: Borrowed<'a, 'py, PyAny>,
    name: &'static str,
) -> PyResult<Borrowed<'a, 'py, T>> {
    obj.cast::<T>().map_err(|_| Failure::expected(name, obj))
}

#[cold]
pub(super) fn out_of_range(what: &str) -> PyErr {
    Failure::message(Kind::Value, format!("the {what} is out of range"))
}

/// The object as a `datetime` without a time zone.
pub(super) fn without_zone<'a, 'py>(
    obj: Borrowed<'a, 'py, PyAny>,
) -> PyResult<Borrowed<'a, 'py, PyDateTime>> {
    let datetime = cast::<PyDateTime>(obj, "datetime")?;
    match datetime.get_tzinfo() {
        None => Ok(datetime),
        Some(_) => Err(Failure::message(Kind::Type, "expected a datetime without tzinfo")),
    }
}

#[cold]
pub(super) fn no_zone() -> PyErr {
    Failure::message(Kind::Type, "expected a datetime with non-None tzinfo")
}

/// The object as a `datetime`, and its time zone.
#[cfg(any(feature = "jiff-02", feature = "time"))]
pub(super) fn with_zone<'a, 'py>(
    obj: Borrowed<'a, 'py, PyAny>,
) -> PyResult<(Borrowed<'a, 'py, PyDateTime>, crate::Bound<'py, PyTzInfo>)> {
    let datetime = cast::<PyDateTime>(obj, "datetime")?;
    let zone = datetime.get_tzinfo().ok_or_else(no_zone)?;
    Ok((datetime, zone))
}

/// A `timedelta` in whole seconds and microseconds; only the first may be negative.
pub(super) fn seconds_and_micros(obj: Borrowed<'_, '_, PyAny>) -> PyResult<(i64, i32)> {
    let delta = cast::<PyDelta>(obj, "timedelta")?;
    let seconds = i64::from(delta.get_days()) * 86_400 + i64::from(delta.get_seconds());
    Ok((seconds, delta.get_microseconds()))
}

/// How many seconds a zone is ahead of UTC.
///
/// # Errors
/// `TypeError` for a zone where that depends on the date.
pub(super) fn fixed_offset(obj: Borrowed<'_, '_, PyAny>) -> PyResult<i32> {
    let zone = cast::<PyTzInfo>(obj, "tzinfo")?;
    let offset = zone.call_method1(intern!(obj.py(), "utcoffset"), (None::<()>,))?;
    if offset.is_none() {
        let message = format!("{:?} is not a fixed offset timezone", &*zone);
        return Err(Failure::message(Kind::Type, message));
    }
    let (seconds, _) = seconds_and_micros(offset.as_borrowed())?;
    i32::try_from(seconds).map_err(|_| out_of_range("offset"))
}

/// The way out, by value and by reference.
macro_rules! civil_into_pyobject {
    ($($ty:ty => $target:ty, |$value:ident, $py:ident| $expr:expr;)*) => {$(
        impl<'py> $crate::IntoPyObject<'py> for $ty {
            type Target = $target;
            type Output = $crate::Bound<'py, $target>;
            type Error = $crate::PyErr;

            const OUTPUT_TYPE: $crate::inspect::TypeHint =
                <$target as $crate::PyTypeInfo>::TYPE_HINT;

            fn into_pyobject(self, $py: $crate::Python<'py>) -> $crate::PyResult<Self::Output> {
                let $value = self;
                $expr
            }
        }

        $crate::convert::copy_into_pyobject!($ty);
    )*};
}

/// The way in.
macro_rules! civil_from_pyobject {
    ($($ty:ty: $class:ident, |$obj:ident| $expr:expr;)*) => {$(
        impl $crate::FromPyObject<'_, '_> for $ty {
            type Error = $crate::PyErr;

            const INPUT_TYPE: $crate::inspect::TypeHint = $crate::stub::native::$class;

            fn extract(
                $obj: $crate::Borrowed<'_, '_, $crate::PyAny>,
            ) -> Result<Self, $crate::PyErr> {
                $expr
            }
        }
    )*};
}

pub(super) use {civil_from_pyobject, civil_into_pyobject};
