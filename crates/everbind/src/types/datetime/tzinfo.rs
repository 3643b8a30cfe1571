//! Time zones.

use crate::IntoPyObject;
use crate::error::PyResult;
use crate::object::{Borrowed, Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::types::datetime::class::Field;
use crate::types::datetime::{
    DATETIME, PyDateTime, PyDelta, PyTime, PyTzInfo, PyTzInfoAccess, TIME,
};
use crate::types::support::Imported;
use crate::types::{PyAnyMethods, PyString, PyType};

static TIMEZONE: Imported<PyType> = Imported::new("datetime", "timezone");

impl PyTzInfo {
    /// `timezone.utc`.
    ///
    /// # Errors
    /// When `datetime` cannot be imported.
    #[inline]
    pub fn utc(py: Python<'_>) -> PyResult<Borrowed<'static, '_, PyTzInfo>> {
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
        Ok(TIMEZONE.get(py)?.call1((offset,))?.cast_into()?)
    }
}

macro_rules! access {
    ($object:ident, $class:ident) => {
        impl<'py> PyTzInfoAccess<'py> for Bound<'py, $object> {
            #[inline]
            fn get_tzinfo(&self) -> Option<Bound<'py, PyTzInfo>> {
                static FIELD: Field = Field::new(&$class, "tzinfo");
                match FIELD.get(self) {
                    Ok(tzinfo) => tzinfo.cast_into().ok(),
                    Err(err) => panic!("datetime: the time zone of {self}: {err}"),
                }
            }
        }
    };
}

access!(PyDateTime, DATETIME);
access!(PyTime, TIME);
