//! `SmallVec`: as `Vec`.

use std::mem::MaybeUninit;

use smallvec::{Array, SmallVec};

use crate::convert::walk::{Sink, walk};
use crate::convert::{FromPyObject, FromPyObjectOwned, IntoPyObject, Strict, Token, strict};
use crate::error::{Failure, Kind, PyErr};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::{PyAny, ffi};

impl<A: Array> Sink<A::Item> for SmallVec<A> {
    fn len(&self) -> usize {
        self.len()
    }

    fn room(&mut self, want: usize) -> &mut [MaybeUninit<A::Item>] {
        self.reserve(want);
        let len = self.len();
        // SAFETY: reserved, and past the items that are there.
        unsafe { std::slice::from_raw_parts_mut(self.as_mut_ptr().add(len).cast(), want) }
    }

    unsafe fn take(&mut self, count: usize) {
        // SAFETY: written, says the caller.
        unsafe { self.set_len(self.len() + count) }
    }
}

impl<'py, A> FromPyObject<'_, 'py> for SmallVec<A>
where
    A: Array,
    A::Item: FromPyObjectOwned<'py>,
{
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        <A::Item as FromPyObject<'_, 'py>>::SEQUENCE_INPUT_TYPE;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        // SAFETY: attached, living object.
        if unsafe { ffi::PyUnicode_Check(obj.as_ptr()) } != 0 {
            return Err(Failure::message(Kind::Type, "Can't extract `str` to `SmallVec`"));
        }
        let mut items = SmallVec::new();
        walk(obj, &mut items)?;
        Ok(items)
    }

    fn extract_strict(obj: Borrowed<'_, 'py, PyAny>, _: Token) -> Strict<Self> {
        strict::sequence(obj).map(SmallVec::from_iter)
    }
}

impl<'py, A> IntoPyObject<'py> for SmallVec<A>
where
    A: Array,
    A::Item: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint =
        <A::Item as IntoPyObject<'py>>::SEQUENCE_OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        <A::Item>::sequence_into_pyobject(self, py, Token::NEW)
    }
}

impl<'a, 'py, A> IntoPyObject<'py> for &'a SmallVec<A>
where
    A: Array,
    &'a A::Item: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint =
        <&'a A::Item as IntoPyObject<'py>>::SEQUENCE_OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        self.as_slice().into_pyobject(py)
    }
}
