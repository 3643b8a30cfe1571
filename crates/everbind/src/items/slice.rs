//! [`ItemSlice`]: handles side by side, and their values.

use std::iter::FusedIterator;
use std::marker::PhantomData;
use std::ops::Deref;
use std::slice;

use crate::convert::Exact;
use crate::error::PyResult;
use crate::object::Bound;
use crate::python::Python;
use crate::{FromPyObject, PyAny, ffi};

/// Items that belong to someone who keeps them: [`Items`](super::Items) or a chunk.
///
/// It derefs to `[Bound<'py, PyAny>]`, so it can be indexed, split, searched and iterated over.
#[derive(Debug)]
#[repr(transparent)]
pub struct ItemSlice<'py>([Bound<'py, PyAny>]);

impl<'py> ItemSlice<'py> {
    /// # Safety
    /// Each is an object, and someone owns a reference to it throughout `'a`; the thread is
    /// attached for `'py`.
    #[inline(always)]
    pub(super) unsafe fn from_raw<'a>(items: &'a [*mut ffi::PyObject]) -> &'a Self
    where
        'py: 'a,
    {
        // SAFETY: a handle is one pointer, and so is this a slice of them; that a borrowed
        // handle does not give up the reference is what `&` says.
        unsafe { &*(std::ptr::from_ref(items) as *const Self) }
    }

    /// The values of all items, one after the other.
    ///
    /// Numbers, texts and other objects of exactly a built-in type are read in place, by
    /// a loop that stays as short as one written for them. `T` may borrow from the items:
    /// `values::<&str>()`.
    ///
    /// # Errors
    /// Each value's own, which says at what index of this slice it was. The next call goes on
    /// with the item after it.
    ///
    /// # Examples
    #[doc = example!()]
    /// use everbind::prelude::*;
    ///
    /// # Python::attach(|py| -> PyResult<()> {
    /// let items = py.eval(c"['a', 'bc', 'def']", None, None)?.to_items()?;
    /// let mut length = 0;
    /// for text in items.values::<&str>() {
    ///     length += text?.len();
    /// }
    /// assert_eq!(length, 6);
    /// # Ok(()) }).unwrap();
    /// ```
    #[inline]
    pub fn values<'a, T: FromPyObject<'a, 'py>>(&'a self) -> Values<'a, 'py, T> {
        // SAFETY: attached, says whoever has made the slice for `'py`.
        let py = unsafe { Python::<'py>::assume_attached() };
        let exact = Exact::new(py);
        Values { left: self.0.iter(), len: self.0.len(), exact, values: PhantomData }
    }

    /// The values of all items.
    ///
    /// # Errors
    /// The first that does not convert.
    pub fn to_vec<'a, T: FromPyObject<'a, 'py>>(&'a self) -> PyResult<Vec<T>> {
        let mut all = Vec::with_capacity(self.len());
        for value in self.values() {
            all.push(value?);
        }
        Ok(all)
    }
}

impl<'py> Deref for ItemSlice<'py> {
    type Target = [Bound<'py, PyAny>];

    #[inline]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a, 'py> IntoIterator for &'a ItemSlice<'py> {
    type Item = &'a Bound<'py, PyAny>;
    type IntoIter = slice::Iter<'a, Bound<'py, PyAny>>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// The values of items; see [`ItemSlice::values`].
pub struct Values<'a, 'py, T> {
    left: slice::Iter<'a, Bound<'py, PyAny>>,
    len: usize,
    exact: Exact,
    values: PhantomData<fn() -> T>,
}

impl<'a, 'py, T: FromPyObject<'a, 'py>> Iterator for Values<'a, 'py, T> {
    type Item = PyResult<T>;

    #[inline]
    fn next(&mut self) -> Option<PyResult<T>> {
        let item = self.left.next()?;
        Some(match T::extract_exact(item.as_borrowed(), self.exact) {
            Some(value) => Ok(value),
            None => slow(item, self.len - self.left.len() - 1),
        })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

/// The value of an item that is not of exactly a built-in type.
#[inline(never)]
fn slow<'a, 'py, T: FromPyObject<'a, 'py>>(
    item: &'a Bound<'py, PyAny>,
    index: usize,
) -> PyResult<T> {
    T::extract(item.as_borrowed()).map_err(|err| err.into().at_item(item.py(), index))
}

impl<'a, 'py, T: FromPyObject<'a, 'py>> ExactSizeIterator for Values<'a, 'py, T> {}
impl<'a, 'py, T: FromPyObject<'a, 'py>> FusedIterator for Values<'a, 'py, T> {}
