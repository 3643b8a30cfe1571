//! `Bytes`: a `bytes`, whose memory it shares on the way in.

use std::convert::Infallible;

use bytes::Bytes;

use crate::PyAny;
use crate::convert::{FromPyObject, IntoPyObject};
use crate::error::CastError;
use crate::object::{Borrowed, Bound};
use crate::pybacked::PyBackedBytes;
use crate::python::Python;
use crate::types::PyBytes;

/// Nothing is copied: the `Bytes` keeps the object alive. A `bytearray` is copied.
impl<'a, 'py> FromPyObject<'a, 'py> for Bytes {
    type Error = CastError<'a, 'py>;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("bytes | bytearray");

    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        PyBackedBytes::extract(obj).map(Bytes::from_owner)
    }
}

macro_rules! bytes_into_pyobject {
    ($($ty:ty),*) => {$(
        impl<'py> IntoPyObject<'py> for $ty {
            type Target = PyBytes;
            type Output = Bound<'py, PyBytes>;
            type Error = Infallible;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::BYTES;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                Ok(PyBytes::new(py, &self))
            }
        }
    )*};
}

bytes_into_pyobject!(Bytes, &Bytes);
