//! `set`.

use std::ptr;

use crate::error::{PyErr, PyResult, check};
use crate::object::{Bound, BoundObject};
use crate::python::Python;
use crate::types::native::native_type;
use crate::types::support::{Sealed, truth};
use crate::types::{PyAnyMethods, PyIterator};
use crate::{IntoPyObject, IntoPyObjectExt, PyAny, ffi};

/// Python's `set`.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PySet;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let set = PySet::new(py, [1, 2, 2])?;
/// assert_eq!(set.len(), 2);
/// # Ok(()) }).unwrap();
/// ```
#[repr(transparent)]
pub struct PySet(PyAny);

native_type!(PySet, PySet_Type);

impl PySet {
    /// A new set.
    ///
    /// # Errors
    /// `TypeError` for an element that cannot be hashed; those of converting.
    pub fn new<'py, T>(
        py: Python<'py>,
        elements: impl IntoIterator<Item = T>,
    ) -> PyResult<Bound<'py, PySet>>
    where
        T: IntoPyObject<'py>,
    {
        let set = PySet::empty(py)?;
        for element in elements {
            set.add(element)?;
        }
        Ok(set)
    }

    /// A new, empty set.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn empty(py: Python<'_>) -> PyResult<Bound<'_, PySet>> {
        // SAFETY: attached; null stands for no elements; a new set or null.
        unsafe { Bound::from_call(py, ffi::PySet_New(ptr::null_mut())) }
    }
}

/// The methods of [`PySet`].
#[doc(alias = "PySet")]
pub trait PySetMethods<'py>: Sealed {
    /// `self.clear()`.
    fn clear(&self);

    /// The number of elements.
    fn len(&self) -> usize;

    /// Whether there are no elements.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// `key in self`.
    ///
    /// # Errors
    /// `TypeError` when the key cannot be hashed; those of converting it.
    fn contains<K>(&self, key: K) -> PyResult<bool>
    where
        K: IntoPyObject<'py>;

    /// Removes an element; tells whether it was there.
    ///
    /// # Errors
    /// `TypeError` when the key cannot be hashed; those of converting it.
    fn discard<K>(&self, key: K) -> PyResult<bool>
    where
        K: IntoPyObject<'py>;

    /// `self.add(key)`.
    ///
    /// # Errors
    /// `TypeError` when the key cannot be hashed; those of converting it.
    fn add<K>(&self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>;

    /// Removes some element; `None` when there is none.
    fn pop(&self) -> Option<Bound<'py, PyAny>>;

    /// Iterates over the elements.
    ///
    /// # Panics
    /// The iterator panics when the set changes size meanwhile.
    fn iter(&self) -> BoundSetIterator<'py>;
}

impl<'py> PySetMethods<'py> for Bound<'py, PySet> {
    #[inline]
    fn clear(&self) {
        // SAFETY: attached, a living set: it cannot fail.
        unsafe { ffi::PySet_Clear(self.as_ptr()) };
    }

    #[inline]
    fn len(&self) -> usize {
        // SAFETY: attached, a living set: it cannot fail.
        unsafe { ffi::PySet_Size(self.as_ptr()).cast_unsigned() }
    }

    fn contains<K>(&self, key: K) -> PyResult<bool>
    where
        K: IntoPyObject<'py>,
    {
        let key = key.into_pyobject_or_pyerr(self.py())?;
        // SAFETY: attached, both alive.
        truth(self.py(), unsafe { ffi::PySet_Contains(self.as_ptr(), key.as_ptr()) })
    }

    fn discard<K>(&self, key: K) -> PyResult<bool>
    where
        K: IntoPyObject<'py>,
    {
        let key = key.into_pyobject_or_pyerr(self.py())?;
        // SAFETY: attached, both alive.
        truth(self.py(), unsafe { ffi::PySet_Discard(self.as_ptr(), key.as_ptr()) })
    }

    fn add<K>(&self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
    {
        let key = key.into_pyobject_or_pyerr(self.py())?;
        // SAFETY: attached, both alive.
        check(self.py(), unsafe { ffi::PySet_Add(self.as_ptr(), key.as_ptr()) })
    }

    #[inline]
    fn pop(&self) -> Option<Bound<'py, PyAny>> {
        // SAFETY: attached, a living set; a new reference, or null with the `KeyError`
        // of an empty set.
        let element =
            unsafe { Bound::from_owned_ptr_or_opt(self.py(), ffi::PySet_Pop(self.as_ptr())) };
        if element.is_none() {
            drop(PyErr::take(self.py()));
        }
        element
    }

    #[inline]
    fn iter(&self) -> BoundSetIterator<'py> {
        self.into_iter()
    }
}

/// The iterator over a set's elements.
pub struct BoundSetIterator<'py>(pub(super) Elements<'py>);

/// What iterates over a `set` and a `frozenset`.
pub(super) struct Elements<'py> {
    iterator: Bound<'py, PyIterator>,
    remaining: usize,
}

impl<'py> Elements<'py> {
    #[inline]
    pub(super) fn of(set: &Bound<'py, PyAny>, len: usize) -> Self {
        let iterator = set.try_iter().expect("a set can be iterated");
        Elements { iterator, remaining: len }
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.remaining
    }

    #[inline]
    pub(super) fn next(&mut self) -> Option<Bound<'py, PyAny>> {
        self.remaining = self.remaining.saturating_sub(1);
        match self.iterator.next()? {
            Ok(element) => Some(element),
            Err(err) => panic!("iterating over a set: {err}"),
        }
    }
}

/// Implements the traits of an iterator around [`Elements`].
macro_rules! element_iterator {
    ($set:ident, $iterator:ident) => {
        impl<'py> Iterator for $iterator<'py> {
            type Item = Bound<'py, PyAny>;

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                self.0.next()
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                (self.0.len(), Some(self.0.len()))
            }

            #[inline]
            fn count(self) -> usize {
                self.0.len()
            }
        }

        impl ExactSizeIterator for $iterator<'_> {
            #[inline]
            fn len(&self) -> usize {
                self.0.len()
            }
        }

        impl<'py> IntoIterator for Bound<'py, $set> {
            type Item = Bound<'py, PyAny>;
            type IntoIter = $iterator<'py>;

            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                (&self).into_iter()
            }
        }

        impl<'py> IntoIterator for &Bound<'py, $set> {
            type Item = Bound<'py, PyAny>;
            type IntoIter = $iterator<'py>;

            /// # Panics
            /// If a subclass's `__iter__` fails.
            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                $iterator($crate::types::set::Elements::of(self, self.len()))
            }
        }
    };
}

pub(super) use element_iterator;

element_iterator!(PySet, BoundSetIterator);
