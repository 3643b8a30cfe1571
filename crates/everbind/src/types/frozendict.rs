//! `frozendict`, which Python has from 3.15 on.
//!
//! The functions that read a `dict` read it as well, there.

use std::iter::FusedIterator;
use std::ptr;

use crate::error::{PyErr, PyResult};
use crate::object::{Borrowed, Bound, BoundObject};
use crate::python::Python;
use crate::types::native::native_type;
use crate::types::support::{Imported, Sealed, truth};
use crate::types::{PyAnyMethods, PyList, PyMapping, PyType};
use crate::{IntoPyObject, IntoPyObjectExt, PyAny, PyTypeInfo, ffi};

/// Python's `frozendict`: a dict that cannot change.
///
/// It is new in 3.15. On older versions nothing is an instance of it, and making one
/// is an `AttributeError`.
#[repr(transparent)]
pub struct PyFrozenDict(PyAny);

native_type!(@common PyFrozenDict);

static CLASS: Imported<PyType> = Imported::new("builtins", "frozendict");

// SAFETY: the interpreter's own class, of which the cell keeps a reference.
unsafe impl PyTypeInfo for PyFrozenDict {
    const TYPE_HINT: crate::inspect::TypeHint = crate::stub::native::PyFrozenDict;

    /// # Panics
    /// If this Python has no `frozendict`.
    #[inline]
    fn type_object_raw(py: Python<'_>) -> *mut ffi::PyTypeObject {
        CLASS.type_ptr(py)
    }

    #[inline]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: attached, living objects.
        CLASS.get(object.py()).is_ok_and(|class| unsafe {
            ffi::PyObject_TypeCheck(object.as_ptr(), class.as_ptr().cast()) != 0
        })
    }

    #[inline]
    fn is_exact_type_of(object: &Bound<'_, PyAny>) -> bool {
        CLASS.get(object.py()).is_ok_and(|class| object.get_type().is(class))
    }
}

impl PyFrozenDict {
    /// A new frozen dict; of equal keys the last one counts.
    ///
    /// # Errors
    /// `AttributeError` before 3.15; `TypeError` for a key that cannot be hashed;
    /// those of converting.
    pub fn new<'py, K, V, I>(py: Python<'py>, iterable: I) -> PyResult<Bound<'py, PyFrozenDict>>
    where
        I: IntoIterator<Item = (K, V)>,
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        let items = PyList::new(py, iterable)?;
        Self::from_sequence(&items)
    }

    /// `frozendict(seq)`: of a sequence of pairs.
    ///
    /// # Errors
    /// `AttributeError` before 3.15; `TypeError` or `ValueError` when `seq` is not
    /// made of pairs.
    #[inline]
    pub fn from_sequence<'py>(seq: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyFrozenDict>> {
        let made = CLASS.get(seq.py())?.call1((seq,))?;
        // SAFETY: what `frozendict` returns when called.
        Ok(unsafe { made.cast_into_unchecked() })
    }

    /// `frozendict()`.
    ///
    /// # Errors
    /// `AttributeError` before 3.15.
    #[inline]
    pub fn empty(py: Python<'_>) -> PyResult<Bound<'_, PyFrozenDict>> {
        let made = CLASS.get(py)?.call0()?;
        // SAFETY: what `frozendict` returns when called.
        Ok(unsafe { made.cast_into_unchecked() })
    }
}

/// The methods of [`PyFrozenDict`].
#[doc(alias = "PyFrozenDict")]
pub trait PyFrozenDictMethods<'py>: Sealed {
    /// The number of items.
    fn len(&self) -> usize;

    /// Whether there are no items.
    fn is_empty(&self) -> bool;

    /// `key in self`.
    ///
    /// # Errors
    /// `TypeError` when the key cannot be hashed; those of converting it.
    fn contains<K>(&self, key: K) -> PyResult<bool>
    where
        K: IntoPyObject<'py>;

    /// `self.get(key)`; `None` when the key is not there.
    ///
    /// # Errors
    /// `TypeError` when the key cannot be hashed; those of converting it.
    fn get_item<K>(&self, key: K) -> PyResult<Option<Bound<'py, PyAny>>>
    where
        K: IntoPyObject<'py>;

    /// `list(self.keys())`.
    fn keys(&self) -> Bound<'py, PyList>;

    /// `list(self.values())`.
    fn values(&self) -> Bound<'py, PyList>;

    /// `list(self.items())`.
    fn items(&self) -> Bound<'py, PyList>;

    /// Iterates over the items.
    fn iter(&self) -> BoundFrozenDictIterator<'py>;

    /// The frozen dict as a mapping.
    fn as_mapping(&self) -> &Bound<'py, PyMapping>;

    /// As [`as_mapping`](Self::as_mapping), by value.
    fn into_mapping(self) -> Bound<'py, PyMapping>;
}

/// A list that a call makes of the frozen dict.
macro_rules! list {
    ($self:ident, $function:ident) => {
        // SAFETY: attached, a living frozen dict; a new list, or null for want of memory.
        unsafe {
            let list = ffi::$function($self.as_ptr());
            Bound::from_owned_ptr($self.py(), list).cast_into_unchecked()
        }
    };
}

impl<'py> PyFrozenDictMethods<'py> for Bound<'py, PyFrozenDict> {
    #[inline]
    fn len(&self) -> usize {
        // SAFETY: attached, a living frozen dict: it cannot fail.
        unsafe { ffi::PyDict_Size(self.as_ptr()).cast_unsigned() }
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn contains<K>(&self, key: K) -> PyResult<bool>
    where
        K: IntoPyObject<'py>,
    {
        let key = key.into_pyobject_or_pyerr(self.py())?;
        // SAFETY: attached, both alive.
        truth(self.py(), unsafe { ffi::PyDict_Contains(self.as_ptr(), key.as_ptr()) })
    }

    fn get_item<K>(&self, key: K) -> PyResult<Option<Bound<'py, PyAny>>>
    where
        K: IntoPyObject<'py>,
    {
        let key = key.into_pyobject_or_pyerr(self.py())?;
        let mut value = ptr::null_mut();
        // SAFETY: attached, both alive; `value` takes a new reference or null.
        unsafe {
            if ffi::PyDict_GetItemRef(self.as_ptr(), key.as_ptr(), &mut value) < 0 {
                return Err(PyErr::fetch(self.py()));
            }
            Ok(Bound::from_owned_ptr_or_opt(self.py(), value))
        }
    }

    #[track_caller]
    #[inline]
    fn keys(&self) -> Bound<'py, PyList> {
        list!(self, PyDict_Keys)
    }

    #[track_caller]
    #[inline]
    fn values(&self) -> Bound<'py, PyList> {
        list!(self, PyDict_Values)
    }

    #[track_caller]
    #[inline]
    fn items(&self) -> Bound<'py, PyList> {
        list!(self, PyDict_Items)
    }

    #[inline]
    fn iter(&self) -> BoundFrozenDictIterator<'py> {
        self.into_iter()
    }

    #[inline]
    fn as_mapping(&self) -> &Bound<'py, PyMapping> {
        // SAFETY: a frozen dict is a mapping.
        unsafe { self.cast_unchecked() }
    }

    #[inline]
    fn into_mapping(self) -> Bound<'py, PyMapping> {
        // SAFETY: a frozen dict is a mapping.
        unsafe { self.cast_into_unchecked() }
    }
}

/// The iterator over a frozen dict's items.
pub struct BoundFrozenDictIterator<'py> {
    dict: Bound<'py, PyFrozenDict>,
    position: ffi::Py_ssize_t,
    remaining: usize,
}

impl<'py> Iterator for BoundFrozenDictIterator<'py> {
    type Item = (Bound<'py, PyAny>, Bound<'py, PyAny>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.remaining = self.remaining.checked_sub(1)?;
        let py = self.dict.py();
        let (mut key, mut value) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: attached, a living frozen dict, which never changes and keeps both.
        unsafe {
            let dict = self.dict.as_ptr();
            if ffi::PyDict_Next(dict, &mut self.position, &mut key, &mut value) == 0 {
                return None;
            }
            let key = Borrowed::from_ptr_unchecked(py, key).to_owned();
            let value = Borrowed::from_ptr_unchecked(py, value).to_owned();
            Some((key, value))
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.remaining, Some(self.remaining))
    }

    #[inline]
    fn count(self) -> usize {
        self.remaining
    }
}

impl ExactSizeIterator for BoundFrozenDictIterator<'_> {
    #[inline]
    fn len(&self) -> usize {
        self.remaining
    }
}

impl FusedIterator for BoundFrozenDictIterator<'_> {}

impl<'py> IntoIterator for Bound<'py, PyFrozenDict> {
    type Item = (Bound<'py, PyAny>, Bound<'py, PyAny>);
    type IntoIter = BoundFrozenDictIterator<'py>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        let remaining = self.len();
        BoundFrozenDictIterator { dict: self, position: 0, remaining }
    }
}

impl<'py> IntoIterator for &Bound<'py, PyFrozenDict> {
    type Item = (Bound<'py, PyAny>, Bound<'py, PyAny>);
    type IntoIter = BoundFrozenDictIterator<'py>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.clone().into_iter()
    }
}
