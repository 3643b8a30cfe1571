//! `OrderedFloat`, `NotNan`: a `float`.

use std::convert::Infallible;

use ordered_float::{NotNan, OrderedFloat};

use crate::PyAny;
use crate::convert::{Exact, FromPyObject, IntoPyObject, copy_into_pyobject};
use crate::error::{Failure, Kind, PyErr};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyFloat;

#[cold]
fn nan() -> PyErr {
    Failure::described(Kind::Value, "a float that is a number", "NaN")
}

macro_rules! float_conversions {
    ($($wrapper:ident<$float:ident>, |$value:ident| $wrap:expr;)*) => {$(
        impl<'a, 'py> FromPyObject<'a, 'py> for $wrapper<$float> {
            type Error = PyErr;

            const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::FLOAT;

            fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, PyErr> {
                let $value = $float::extract(obj)?;
                $wrap
            }

            #[inline]
            fn extract_exact(obj: Borrowed<'a, 'py, PyAny>, exact: Exact) -> Option<Self> {
                let $value = $float::extract_exact(obj, exact)?;
                $wrap.ok()
            }
        }

        impl<'py> IntoPyObject<'py> for $wrapper<$float> {
            type Target = PyFloat;
            type Output = Bound<'py, PyFloat>;
            type Error = Infallible;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::FLOAT;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                self.into_inner().into_pyobject(py)
            }
        }

        copy_into_pyobject!($wrapper<$float>);
    )*};
}

float_conversions! {
    OrderedFloat<f64>, |value| Ok::<_, PyErr>(OrderedFloat(value));
    OrderedFloat<f32>, |value| Ok::<_, PyErr>(OrderedFloat(value));
    NotNan<f64>, |value| NotNan::new(value).map_err(|_| nan());
    NotNan<f32>, |value| NotNan::new(value).map_err(|_| nan());
}
