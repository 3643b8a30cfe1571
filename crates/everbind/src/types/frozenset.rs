//! `frozenset`.

use std::ptr;

use crate::error::{PyResult, check};
use crate::object::{Bound, BoundObject};
use crate::python::Python;
use crate::types::native::native_type;
use crate::types::set::{Elements, element_iterator};
use crate::types::support::{Sealed, truth};
use crate::{IntoPyObject, IntoPyObjectExt, PyAny, ffi};

/// Python's `frozenset`.
#[repr(transparent)]
pub struct PyFrozenSet(PyAny);

native_type!(PyFrozenSet, PyFrozenSet_Type);

impl PyFrozenSet {
    /// A new frozen set.
    ///
    /// # Errors
    /// `TypeError` for an element that cannot be hashed; those of converting.
    pub fn new<'py, T>(
        py: Python<'py>,
        elements: impl IntoIterator<Item = T>,
    ) -> PyResult<Bound<'py, PyFrozenSet>>
    where
        T: IntoPyObject<'py>,
    {
        let mut builder = PyFrozenSetBuilder::new(py)?;
        for element in elements {
            builder.add(element)?;
        }
        Ok(builder.finalize())
    }

    /// The empty frozen set.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn empty(py: Python<'_>) -> PyResult<Bound<'_, PyFrozenSet>> {
        // SAFETY: attached; null stands for no elements; a new reference or null.
        unsafe { Bound::from_call(py, ffi::PyFrozenSet_New(ptr::null_mut())) }
    }
}

/// Makes a [`PyFrozenSet`] one element at a time.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PyFrozenSetBuilder;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let mut builder = PyFrozenSetBuilder::new(py)?;
/// builder.add(1)?;
/// builder.add("two")?;
/// assert_eq!(builder.finalize().len(), 2);
/// # Ok(()) }).unwrap();
/// ```
pub struct PyFrozenSetBuilder<'py> {
    set: Bound<'py, PyFrozenSet>,
}

impl<'py> PyFrozenSetBuilder<'py> {
    /// Begins with no elements.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new(py: Python<'py>) -> PyResult<PyFrozenSetBuilder<'py>> {
        Ok(PyFrozenSetBuilder { set: PyFrozenSet::empty(py)? })
    }

    /// Adds an element.
    ///
    /// # Errors
    /// `TypeError` when it cannot be hashed; those of converting it.
    pub fn add<K>(&mut self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
    {
        let key = key.into_pyobject_or_pyerr(self.set.py())?;
        // SAFETY: attached, both alive; the builder has the only reference to the set,
        // without which CPython refuses to change it.
        check(self.set.py(), unsafe { ffi::PySet_Add(self.set.as_ptr(), key.as_ptr()) })
    }

    /// The frozen set.
    #[inline]
    pub fn finalize(self) -> Bound<'py, PyFrozenSet> {
        self.set
    }
}

/// The methods of [`PyFrozenSet`].
#[doc(alias = "PyFrozenSet")]
pub trait PyFrozenSetMethods<'py>: Sealed {
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

    /// Iterates over the elements.
    fn iter(&self) -> BoundFrozenSetIterator<'py>;
}

impl<'py> PyFrozenSetMethods<'py> for Bound<'py, PyFrozenSet> {
    #[inline]
    fn len(&self) -> usize {
        // SAFETY: attached, a living frozen set: it cannot fail.
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

    #[inline]
    fn iter(&self) -> BoundFrozenSetIterator<'py> {
        self.into_iter()
    }
}

/// The iterator over a frozen set's elements.
pub struct BoundFrozenSetIterator<'py>(Elements<'py>);

element_iterator!(PyFrozenSet, BoundFrozenSetIterator);
