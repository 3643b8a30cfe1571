//! `Uuid`, `NonNilUuid`: a `uuid.UUID`.

use uuid::{NonNilUuid, Uuid};

use crate::convert::{FromPyObject, IntoPyObject, copy_into_pyobject};
use crate::error::{Failure, Kind, PyErr};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyAnyMethods;
use crate::types::support::Imported;
use crate::{PyAny, intern};

static UUID: Imported = Imported::new("uuid", "UUID");

impl FromPyObject<'_, '_> for Uuid {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("uuid.UUID");

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> Result<Self, PyErr> {
        let py = obj.py();
        if !obj.is_instance(UUID.get(py)?)? {
            return Err(Failure::expected("uuid.UUID", obj));
        }
        Ok(Uuid::from_u128(obj.getattr(intern!(py, "int"))?.extract()?))
    }
}

impl<'py> IntoPyObject<'py> for Uuid {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("uuid.UUID");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        // hex, bytes, bytes_le, fields, int
        let none = None::<()>;
        UUID.get(py)?.call1((none, none, none, none, self.as_u128()))
    }
}

/// # Errors
/// `ValueError` for the UUID of zeros.
impl FromPyObject<'_, '_> for NonNilUuid {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("uuid.UUID");

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> Result<Self, PyErr> {
        let nil = || Failure::described(Kind::Value, "a UUID that is not nil", "the nil UUID");
        NonNilUuid::new(Uuid::extract(obj)?).ok_or_else(nil)
    }
}

impl<'py> IntoPyObject<'py> for NonNilUuid {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("uuid.UUID");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        Uuid::from(self).into_pyobject(py)
    }
}

copy_into_pyobject!(Uuid, NonNilUuid);
