//! `[T; N]`: from a sequence of exactly that length, and into a list.

use std::mem::{ManuallyDrop, MaybeUninit};

use crate::convert::source::is_walked;
use crate::convert::walk::{Sink, walk};
use crate::convert::{FromPyObject, FromPyObjectOwned, IntoPyObject, Strict, Token, strict};
use crate::error::{Failure, Kind, PyErr};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyAnyMethods;
use crate::{PyAny, ffi};

/// An array that is filled from its start. The first `len` items are there.
struct Partial<T, const N: usize> {
    items: [MaybeUninit<T>; N],
    len: usize,
}

impl<T, const N: usize> Partial<T, N> {
    fn new() -> Self {
        Partial { items: [const { MaybeUninit::uninit() }; N], len: 0 }
    }

    fn complete(self) -> Option<[T; N]> {
        if self.len != N {
            return None;
        }
        let this = ManuallyDrop::new(self);
        // SAFETY: all items are there, and are moved out of what is never dropped.
        Some(unsafe { std::ptr::from_ref(&this.items).cast::<[T; N]>().read() })
    }
}

impl<T, const N: usize> Sink<T> for Partial<T, N> {
    #[inline(always)]
    fn len(&self) -> usize {
        self.len
    }

    #[inline(always)]
    fn room(&mut self, want: usize) -> &mut [MaybeUninit<T>] {
        let end = N.min(self.len.saturating_add(want));
        &mut self.items[self.len..end]
    }

    #[inline(always)]
    unsafe fn take(&mut self, count: usize) {
        self.len += count;
    }
}

impl<T, const N: usize> Drop for Partial<T, N> {
    fn drop(&mut self) {
        for item in &mut self.items[..self.len] {
            // SAFETY: the first `len` are there.
            unsafe { item.assume_init_drop() };
        }
    }
}

#[cold]
#[inline]
fn wrong_length(expected: usize, got: usize) -> PyErr {
    let expected = format!("a sequence of length {expected}");
    Failure::described(Kind::Value, expected, format!("one of length {got}"))
}

/// # Errors
/// `ValueError` when the length is another, `TypeError` when it is no sequence, and
/// those of the items.
impl<'py, T: FromPyObjectOwned<'py>, const N: usize> FromPyObject<'_, 'py> for [T; N] {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint = T::SEQUENCE_INPUT_TYPE;

    fn extract_strict(obj: Borrowed<'_, 'py, PyAny>, _: Token) -> Strict<Self> {
        let values = strict::sequence(obj)?;
        values.try_into().map_err(|values: Vec<T>| Some(wrong_length(N, values.len())))
    }

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        if !is_walked(obj)
            && let Some(values) = T::extract_bulk(obj, Token::NEW)
        {
            return values.try_into().map_err(|values: Vec<T>| wrong_length(N, values.len()));
        }
        // SAFETY: attached, living object.
        if unsafe { ffi::PySequence_Check(obj.as_ptr()) } == 0 {
            return Err(Failure::expected("sequence", obj));
        }
        let len = obj.len()?;
        if len != N {
            return Err(wrong_length(N, len));
        }
        let mut items = Partial::new();
        let ended = walk(obj, &mut items)?;
        let len = if ended { items.len } else { N + 1 };
        match items.complete() {
            Some(items) if ended => Ok(items),
            _ => Err(wrong_length(N, len)),
        }
    }
}

impl<'py, T: IntoPyObject<'py>, const N: usize> IntoPyObject<'py> for [T; N] {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint = T::SEQUENCE_OUTPUT_TYPE;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        T::sequence_into_pyobject(self, py, Token::NEW)
    }
}

impl<'a, 'py, T, const N: usize> IntoPyObject<'py> for &'a [T; N]
where
    &'a T: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: crate::inspect::TypeHint =
        <&'a T as IntoPyObject<'py>>::SEQUENCE_OUTPUT_TYPE;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, PyErr> {
        self.as_slice().into_pyobject(py)
    }
}
