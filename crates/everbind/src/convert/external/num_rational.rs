//! `Ratio`: a `fractions.Fraction`.

use num_rational::Ratio;

use crate::convert::{FromPyObject, IntoPyObject};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyAnyMethods;
use crate::types::support::Imported;
use crate::{PyAny, ffi, intern};

static FRACTION: Imported = Imported::new("fractions", "Fraction");

/// Numerator and denominator of a rational number, as `int`s.
fn parts<'py>(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<[Bound<'py, PyAny>; 2]> {
    let py = obj.py();
    let part = |name: &Bound<'py, crate::types::PyString>| {
        let Some(part) = obj.getattr_opt(name)? else {
            return Err(Failure::expected("a rational number", obj));
        };
        // SAFETY: attached, living object; a new `int` or null.
        unsafe { Bound::from_call(py, ffi::PyNumber_Long(part.as_ptr())) }
    };
    let parts = [part(intern!(py, "numerator"))?, part(intern!(py, "denominator"))?];
    if parts[1].is_truthy()? {
        Ok(parts)
    } else {
        Err(Failure::message(Kind::Value, "the denominator is zero"))
    }
}

macro_rules! ratio_conversions {
    ($($int:ty),*) => {$(
        impl FromPyObject<'_, '_> for Ratio<$int> {
            type Error = PyErr;

            const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("fractions.Fraction | int");

            fn extract(obj: Borrowed<'_, '_, PyAny>) -> Result<Self, PyErr> {
                let [numerator, denominator] = parts(obj)?;
                Ok(Ratio::new(numerator.extract()?, denominator.extract()?))
            }
        }

        impl<'py> IntoPyObject<'py> for &Ratio<$int> {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("fractions.Fraction");

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
                FRACTION.get(py)?.call1((self.numer(), self.denom()))
            }
        }

        impl<'py> IntoPyObject<'py> for Ratio<$int> {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::text("fractions.Fraction");

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
                (&self).into_pyobject(py)
            }
        }
    )*};
}

ratio_conversions!(i8, i16, i32, i64, isize);
#[cfg(feature = "num-bigint")]
ratio_conversions!(num_bigint::BigInt);
