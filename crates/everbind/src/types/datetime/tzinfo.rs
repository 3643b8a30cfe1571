//! Time zones.

use crate::abi::layout::datetime;
use crate::error::PyResult;
use crate::object::{Borrowed, Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::types::datetime::class::{capi, made};
use crate::types::datetime::field::Field;
use crate::types::datetime::{
    DATETIME, PyDateTime, PyDelta, PyTime, PyTzInfo, PyTzInfoAccess, TIME,
};
use crate::types::support::Imported;
use crate::types::{PyAnyMethods, PyString, PyType};
use crate::{IntoPyObject, IntoPyObjectExt};

static TIMEZONE: Imported<PyType> = Imported::new("datetime", "timezone");

impl PyTzInfo {
    /// `timezone.utc`.
    ///
    /// # Errors
    /// When `datetime` cannot be imported.
    #[inline]
    pub fn utc(py: Python<'_>) -> PyResult<Borrowed<'static, '_, PyTzInfo>> {
        if let Some(capi) = capi(py) {
            // SAFETY: the interpreter keeps it.
            return Ok(unsafe {
                Borrowed::from_ptr_unchecked(py, capi.TimeZone_UTC).cast_unchecked()
            });
        }
        static UTC: PerInterpreter<Py<PyTzInfo>> = PerInterpreter::new();
        let utc = UTC.get_or_try_init(py, || {
            let utc = TIMEZONE.get(py)?.getattr("utc")?;
            Ok::<_, crate::PyErr>(utc.cast_into::<PyTzInfo>()?.unbind())
        })?;
        // SAFETY: the cell keeps the object as long as the interpreter, longer than any
        // token allows the handle to be used.
        Ok(unsafe { Borrowed::from_ptr_unchecked(py, utc.as_ptr()).cast_unchecked() })
    }

    /// `zoneinfo.ZoneInfo(iana_name)`.
    ///
    /// # Errors
    /// `ZoneInfoNotFoundError` when there is no such zone on this machine.
    pub fn timezone<'py, T>(py: Python<'py>, iana_name: T) -> PyResult<Bound<'py, PyTzInfo>>
    where
        T: IntoPyObject<'py, Target = PyString>,
    {
        static ZONE_INFO: Imported<PyType> = Imported::new("zoneinfo", "ZoneInfo");
        Ok(ZONE_INFO.get(py)?.call1((iana_name,))?.cast_into()?)
    }

    /// `timezone(offset)`: a fixed distance from UTC.
    ///
    /// # Errors
    /// `ValueError` when it is a day or more; those of converting.
    pub fn fixed_offset<'py, T>(py: Python<'py>, offset: T) -> PyResult<Bound<'py, PyTzInfo>>
    where
        T: IntoPyObject<'py, Target = PyDelta>,
    {
        let Some(capi) = capi(py) else {
            return Ok(TIMEZONE.get(py)?.call1((offset,))?.cast_into()?);
        };
        let offset = offset.into_bound_py_any(py)?.cast_into::<PyDelta>()?;
        // SAFETY: attached, a `timedelta`; a zone, or null.
        unsafe { made(py, (capi.TimeZone_FromTimeZone)(offset.as_ptr(), std::ptr::null_mut())) }
    }
}

macro_rules! access {
    ($object:ident, $class:ident, $reader:ident) => {
        impl<'py> PyTzInfoAccess<'py> for Bound<'py, $object> {
            #[inline]
            fn get_tzinfo(&self) -> Option<Bound<'py, PyTzInfo>> {
                static FIELD: Field = Field::new(&$class, "tzinfo");
                // SAFETY: attached, a living instance, which owns its zone; null for none.
                unsafe {
                    if let Some(zone) = datetime::$reader(self.as_ptr()) {
                        let zone = Bound::from_borrowed_ptr_or_opt(self.py(), zone)?;
                        return Some(zone.cast_into_unchecked());
                    }
                }
                match FIELD.get(self) {
                    Ok(tzinfo) => tzinfo.cast_into().ok(),
                    Err(err) => panic!("datetime: the time zone of {self}: {err}"),
                }
            }
        }
    };
}

access!(PyDateTime, DATETIME, datetime_zone);
access!(PyTime, TIME, time_zone);
