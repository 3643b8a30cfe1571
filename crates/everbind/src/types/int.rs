//! `int`.

use std::convert::Infallible;

use crate::object::Bound;
use crate::python::Python;
use crate::types::compare::compare_with;
use crate::types::native::native_type;
use crate::{IntoPyObject, PyAny};

/// Python's `int`. Rust's integers convert to and from it by themselves.
#[repr(transparent)]
pub struct PyInt(PyAny);

native_type!(PyInt, PyLong_Type, flag = Py_TPFLAGS_LONG_SUBCLASS);

impl PyInt {
    /// A new `int` of a Rust integer.
    pub fn new<'a, T>(py: Python<'a>, i: T) -> Bound<'a, PyInt>
    where
        T: IntoPyObject<'a, Target = PyInt, Output = Bound<'a, PyInt>, Error = Infallible>,
    {
        let Ok(int) = i.into_pyobject(py);
        int
    }
}

macro_rules! compare_with_integers {
    ($($integer:ty)*) => {$(
        compare_with!(PyInt, $integer, |int, number| {
            int.extract::<$integer>().is_ok_and(|int| int == *number)
        });
    )*};
}

compare_with_integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
