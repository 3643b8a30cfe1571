//! Time zones of `chrono`: those of `datetime` and `zoneinfo`.

use chrono::{FixedOffset, Utc};

use super::civil::*;
use crate::PyAny;
use crate::convert::{FromPyObject, IntoPyObject, copy_into_pyobject};
use crate::error::{Failure, Kind, PyErr};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyDelta, PyTzInfo};

impl<'py> IntoPyObject<'py> for FixedOffset {
    type Target = PyTzInfo;
    type Output = Bound<'py, PyTzInfo>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("datetime.tzinfo");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        PyTzInfo::fixed_offset(py, PyDelta::new(py, 0, self.local_minus_utc(), 0, true)?)
    }
}

/// # Errors
/// `TypeError` for a zone whose offset depends on the date.
impl FromPyObject<'_, '_> for FixedOffset {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("datetime.tzinfo");

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> Result<Self, PyErr> {
        FixedOffset::east_opt(fixed_offset(obj)?).ok_or_else(|| out_of_range("offset"))
    }
}

impl<'py> IntoPyObject<'py> for Utc {
    type Target = PyTzInfo;
    type Output = Borrowed<'static, 'py, PyTzInfo>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("datetime.tzinfo");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        PyTzInfo::utc(py)
    }
}

/// # Errors
/// `ValueError` for anything that is not equal to `timezone.utc`.
impl FromPyObject<'_, '_> for Utc {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("datetime.tzinfo");

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> Result<Self, PyErr> {
        if obj.eq(PyTzInfo::utc(obj.py())?)? {
            Ok(Utc)
        } else {
            Err(Failure::message(Kind::Value, "expected datetime.timezone.utc"))
        }
    }
}

copy_into_pyobject!(FixedOffset, Utc);

#[cfg(feature = "chrono-local")]
mod local {
    use chrono::Local;

    use super::*;
    use crate::convert::Token;
    use crate::exceptions::PyRuntimeError;
    use crate::object::Py;
    use crate::python::PerInterpreter;

    /// The `ZoneInfo` of this machine.
    impl<'py> IntoPyObject<'py> for Local {
        type Target = PyTzInfo;
        type Output = Borrowed<'py, 'py, PyTzInfo>;
        type Error = PyErr;

        const OUTPUT_TYPE: crate::inspect::TypeHint =
            crate::inspect::TypeHint::text("datetime.tzinfo");

        fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
            static ZONE: PerInterpreter<Py<PyTzInfo>> = PerInterpreter::new();
            let zone = ZONE.get_or_try_init(py, || {
                let name = iana_time_zone::get_timezone().map_err(|err| {
                    PyRuntimeError::new_err(format!("Could not get local timezone: {err}"))
                })?;
                PyTzInfo::timezone(py, name).map(Bound::unbind)
            })?;
            Ok(zone.bind_borrowed(py))
        }
    }

    /// # Errors
    /// `ValueError` for any other zone.
    impl FromPyObject<'_, '_> for Local {
        type Error = PyErr;

        const INPUT_TYPE: crate::inspect::TypeHint =
            crate::inspect::TypeHint::text("datetime.tzinfo");

        fn extract(obj: Borrowed<'_, '_, PyAny>) -> Result<Self, PyErr> {
            let zone = Local.into_pyobject(obj.py())?;
            if obj.eq(zone)? {
                return Ok(Local);
            }
            let message = format!("expected local timezone {}", &*zone);
            Err(Failure::message(Kind::Value, message))
        }

        fn local_zone(_: Token) -> Option<Self> {
            Some(Local)
        }
    }

    copy_into_pyobject!(Local);
}

#[cfg(feature = "chrono-tz")]
mod named {
    use chrono_tz::Tz;

    use super::*;

    impl<'py> IntoPyObject<'py> for Tz {
        type Target = PyTzInfo;
        type Output = Bound<'py, PyTzInfo>;
        type Error = PyErr;

        const OUTPUT_TYPE: crate::inspect::TypeHint =
            crate::inspect::TypeHint::text("datetime.tzinfo");

        fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
            PyTzInfo::timezone(py, self.name())
        }
    }

    /// A `ZoneInfo`, by its name.
    ///
    /// # Errors
    /// `AttributeError` for a zone without one, `ValueError` for an unknown name.
    impl FromPyObject<'_, '_> for Tz {
        type Error = PyErr;

        const INPUT_TYPE: crate::inspect::TypeHint =
            crate::inspect::TypeHint::text("datetime.tzinfo");

        fn extract(obj: Borrowed<'_, '_, PyAny>) -> Result<Self, PyErr> {
            let name = obj.getattr(crate::intern!(obj.py(), "key"))?;
            let name: &str = name.extract()?;
            name.parse().map_err(|_| {
                Failure::described(Kind::Value, "the name of a time zone", format!("'{name}'"))
            })
        }
    }

    copy_into_pyobject!(Tz);
}
