//! `BigDecimal`: a `decimal.Decimal` of any size.

use bigdecimal::BigDecimal;
use num_bigint::Sign;

use crate::PyAny;
use crate::convert::{FromPyObject, IntoPyObject};
use crate::error::{Failure, Kind, PyErr};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::support::Imported;
use crate::types::{PyAnyMethods, PyStringMethods, PyTuple};

static DECIMAL: Imported = Imported::new("decimal", "Decimal");

/// Anything whose `str()` is a number.
///
/// # Errors
/// `ValueError` when it is none.
impl FromPyObject<'_, '_> for BigDecimal {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("decimal.Decimal | int");

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> Result<Self, PyErr> {
        let text = obj.str()?;
        let number = text.to_str()?.parse::<BigDecimal>();
        number.map_err(|err| Failure::message(Kind::Value, err.to_string()))
    }
}

impl<'py> IntoPyObject<'py> for BigDecimal {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("decimal.Decimal");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        let (number, scale) = self.into_bigint_and_exponent();
        if scale == 0 {
            return DECIMAL.get(py)?.call1((number,));
        }
        // sign, digits and exponent; `int` does not print numbers of any length.
        let (sign, digits) = number.to_radix_be(10);
        let exponent = i128::from(scale).wrapping_neg();
        let parts = (u8::from(sign == Sign::Minus), PyTuple::new(py, digits)?, exponent);
        DECIMAL.get(py)?.call1((parts,))
    }
}

impl<'py> IntoPyObject<'py> for &BigDecimal {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("decimal.Decimal");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        self.clone().into_pyobject(py)
    }
}
