//! `BigInt`, `BigUint`: an `int` of any size.

use num_bigint::{BigInt, BigUint};

use crate::convert::int::with_int;
use crate::convert::{FromPyObject, IntoPyObject};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyInt;
use crate::{PyAny, ffi};

const LITTLE_ENDIAN: std::ffi::c_int = ffi::Py_ASNATIVEBYTES_LITTLE_ENDIAN;

/// The bytes of an `int`, lowest first, in two's complement.
fn bytes_of(int: Borrowed<'_, '_, PyAny>) -> PyResult<Vec<u8>> {
    // Most are small; a larger one says how large.
    let mut bytes = vec![0; 16];
    loop {
        let size = bytes.len();
        // SAFETY: attached, living object; a buffer of `size` bytes.
        let needed = unsafe {
            let buffer = bytes.as_mut_ptr().cast();
            ffi::PyLong_AsNativeBytes(int.as_ptr(), buffer, size.cast_signed(), LITTLE_ENDIAN)
        };
        let needed = usize::try_from(needed).map_err(|_| PyErr::fetch(int.py()))?;
        bytes.resize(needed.max(1), 0);
        if needed <= size {
            return Ok(bytes);
        }
    }
}

impl FromPyObject<'_, '_> for BigInt {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> Result<Self, PyErr> {
        with_int(obj, |int| Ok(BigInt::from_signed_bytes_le(&bytes_of(int)?)))
    }
}

/// # Errors
/// `ValueError` for a negative number.
impl FromPyObject<'_, '_> for BigUint {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> Result<Self, PyErr> {
        BigUint::try_from(BigInt::extract(obj)?).map_err(|_| {
            Failure::described(Kind::Value, "an int that is not negative", "a negative one")
        })
    }
}

macro_rules! big_into_pyobject {
    ($($ty:ty: $bytes:ident, $make:ident;)*) => {$(
        impl<'py> IntoPyObject<'py> for &$ty {
            type Target = PyInt;
            type Output = Bound<'py, PyInt>;
            type Error = PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
                let bytes = self.$bytes();
                // SAFETY: attached; readable bytes; a new `int` or null.
                unsafe {
                    let start = bytes.as_ptr().cast();
                    Bound::from_call(py, ffi::$make(start, bytes.len(), LITTLE_ENDIAN))
                }
            }
        }

        impl<'py> IntoPyObject<'py> for $ty {
            type Target = PyInt;
            type Output = Bound<'py, PyInt>;
            type Error = PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint = crate::inspect::TypeHint::INT;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
                (&self).into_pyobject(py)
            }
        }
    )*};
}

big_into_pyobject! {
    BigInt: to_signed_bytes_le, PyLong_FromNativeBytes;
    BigUint: to_bytes_le, PyLong_FromUnsignedNativeBytes;
}
