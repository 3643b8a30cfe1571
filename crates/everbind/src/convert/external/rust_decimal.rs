//! `Decimal`: a `decimal.Decimal`.

use rust_decimal::Decimal;

use crate::PyAny;
use crate::convert::{FromPyObject, IntoPyObject, copy_into_pyobject};
use crate::error::{Failure, Kind, PyErr};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::support::Imported;
use crate::types::{PyAnyMethods, PyStringMethods};

static DECIMAL: Imported = Imported::new("decimal", "Decimal");

/// An `int`, or anything whose `str()` is a number.
///
/// # Errors
/// `ValueError` when it is none, or has more digits than fit.
impl FromPyObject<'_, '_> for Decimal {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("decimal.Decimal | int");

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> Result<Self, PyErr> {
        if let Ok(int) = i64::extract(obj) {
            return Ok(int.into());
        }
        let text = obj.str()?;
        let text = text.to_str()?;
        let number = text.parse().or_else(|_| Decimal::from_scientific(text));
        number.map_err(|err| Failure::message(Kind::Value, err.to_string()))
    }
}

impl<'py> IntoPyObject<'py> for Decimal {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("decimal.Decimal");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        DECIMAL.get(py)?.call1((self.to_string(),))
    }
}

copy_into_pyobject!(Decimal);
