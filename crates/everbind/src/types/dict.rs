//! `dict` and its views.

use std::ops::ControlFlow;

use crate::error::{PyErr, PyResult, check};
use crate::object::{Bound, BoundObject};
use crate::python::Python;
use crate::types::native::native_type;
use crate::types::support::{Sealed, truth};
use crate::types::{PyList, PyMapping};
use crate::{IntoPyObject, IntoPyObjectExt, PyAny, abi, ffi};

pub(crate) mod entries;
mod into;
mod iter;
mod pairs;

pub use into::IntoPyDict;
pub use iter::BoundDictIterator;
pub use pairs::{Kept, Pairs};

/// Python's `dict`.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PyDict;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let ages = PyDict::new(py);
/// ages.set_item("Ada", 36)?;
/// assert!(ages.get_item("Ada")?.is_some());
/// # Ok(()) }).unwrap();
/// ```
#[repr(transparent)]
pub struct PyDict(PyAny);

native_type!(PyDict, PyDict_Type, flag = Py_TPFLAGS_DICT_SUBCLASS);

/// What `dict.keys()` returns in Python.
#[repr(transparent)]
pub struct PyDictKeys(PyAny);

native_type!(PyDictKeys, PyDictKeys_Type);

/// What `dict.values()` returns in Python.
#[repr(transparent)]
pub struct PyDictValues(PyAny);

native_type!(PyDictValues, PyDictValues_Type);

/// What `dict.items()` returns in Python.
#[repr(transparent)]
pub struct PyDictItems(PyAny);

native_type!(PyDictItems, PyDictItems_Type);

impl PyDict {
    /// A new, empty dict.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    #[inline]
    pub fn new(py: Python<'_>) -> Bound<'_, PyDict> {
        // SAFETY: attached; a new dict or null.
        unsafe { Bound::from_owned_ptr(py, ffi::PyDict_New()).cast_into_unchecked() }
    }

    /// A new dict of a sequence of pairs; of equal keys the last one counts.
    ///
    /// # Errors
    /// `TypeError` or `ValueError` when `seq` is not made of pairs.
    #[inline]
    pub fn from_sequence<'py>(seq: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(seq.py());
        // SAFETY: attached, both alive.
        check(seq.py(), unsafe { ffi::PyDict_MergeFromSeq2(dict.as_ptr(), seq.as_ptr(), 1) })?;
        Ok(dict)
    }
}

/// The methods of [`PyDict`].
#[doc(alias = "PyDict")]
pub trait PyDictMethods<'py>: Sealed {
    /// `self.copy()`: a new dict with the same items.
    ///
    /// # Errors
    /// `MemoryError`.
    fn copy(&self) -> PyResult<Bound<'py, PyDict>>;

    /// `self.clear()`.
    fn clear(&self);

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

    /// `self[key] = value`.
    ///
    /// # Errors
    /// `TypeError` when the key cannot be hashed; those of converting.
    fn set_item<K, V>(&self, key: K, value: V) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>;

    /// `del self[key]`.
    ///
    /// # Errors
    /// `KeyError`; `TypeError` when the key cannot be hashed.
    fn del_item<K>(&self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>;

    /// `list(self.keys())`.
    fn keys(&self) -> Bound<'py, PyList>;

    /// `list(self.values())`.
    fn values(&self) -> Bound<'py, PyList>;

    /// `list(self.items())`.
    fn items(&self) -> Bound<'py, PyList>;

    /// Iterates over the items.
    ///
    /// # Panics
    /// The iterator panics when keys are added or removed meanwhile. Iterate over
    /// [`items`](Self::items) where that is wanted.
    fn iter(&self) -> BoundDictIterator<'py>;

    /// Calls `closure` for each item under the dict's critical section: on a
    /// free-threaded build no other thread changes the dict meanwhile, unless the
    /// closure waits or runs Python code that does.
    ///
    /// # Errors
    /// The first error of the closure, which ends the iteration.
    ///
    /// # Panics
    /// As for [`iter`](Self::iter).
    fn locked_for_each<F>(&self, closure: F) -> PyResult<()>
    where
        F: Fn(Bound<'py, PyAny>, Bound<'py, PyAny>) -> PyResult<()>;

    /// The dict as a mapping.
    fn as_mapping(&self) -> &Bound<'py, PyMapping>;

    /// As [`as_mapping`](Self::as_mapping), by value.
    fn into_mapping(self) -> Bound<'py, PyMapping>;

    /// `self.update(other)`.
    ///
    /// # Errors
    /// What reading `other` raises.
    fn update(&self, other: &Bound<'_, PyMapping>) -> PyResult<()>;

    /// Adds the items of `other` whose keys are not in `self`.
    ///
    /// # Errors
    /// What reading `other` raises.
    fn update_if_missing(&self, other: &Bound<'_, PyMapping>) -> PyResult<()>;

    /// `self.setdefault(key, default_value)`; true when the value was put there.
    ///
    /// # Errors
    /// `TypeError` when the key cannot be hashed; those of converting.
    fn set_default<K, V>(&self, key: K, default_value: V) -> PyResult<bool>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>;

    /// As [`set_default`](Self::set_default), with the value that is there now.
    ///
    /// # Errors
    /// As [`set_default`](Self::set_default).
    fn set_default_with_result<K, V>(
        &self,
        key: K,
        default_value: V,
    ) -> PyResult<(bool, Bound<'py, PyAny>)>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>;
}

impl<'py> PyDictMethods<'py> for Bound<'py, PyDict> {
    #[inline]
    fn copy(&self) -> PyResult<Bound<'py, PyDict>> {
        // SAFETY: attached, a living dict; a new dict or null.
        unsafe { Bound::from_call(self.py(), ffi::PyDict_Copy(self.as_ptr())) }
    }

    #[inline]
    fn clear(&self) {
        // SAFETY: attached, a living dict.
        unsafe { ffi::PyDict_Clear(self.as_ptr()) }
    }

    #[inline]
    fn len(&self) -> usize {
        // SAFETY: attached, a living dict: it cannot fail.
        unsafe {
            match abi::layout::dict::dict_len(self.as_ptr()) {
                Some(len) => len,
                None => ffi::PyDict_Size(self.as_ptr()).cast_unsigned(),
            }
        }
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
        let mut value = std::ptr::null_mut();
        // SAFETY: attached, both alive; `value` takes a new reference or null.
        unsafe {
            let found = ffi::PyDict_GetItemRef(self.as_ptr(), key.as_ptr(), &mut value);
            if found < 0 {
                return Err(PyErr::fetch(self.py()));
            }
            Ok(Bound::from_owned_ptr_or_opt(self.py(), value))
        }
    }

    #[inline]
    fn set_item<K, V>(&self, key: K, value: V) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        let key = key.into_pyobject_or_pyerr(self.py())?;
        let value = value.into_pyobject_or_pyerr(self.py())?;
        // SAFETY: attached, all alive.
        check(self.py(), unsafe {
            ffi::PyDict_SetItem(self.as_ptr(), key.as_ptr(), value.as_ptr())
        })?;
        value.release();
        key.release();
        Ok(())
    }

    fn del_item<K>(&self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
    {
        let key = key.into_pyobject_or_pyerr(self.py())?;
        // SAFETY: attached, both alive.
        check(self.py(), unsafe { ffi::PyDict_DelItem(self.as_ptr(), key.as_ptr()) })
    }

    #[track_caller]
    #[inline]
    fn keys(&self) -> Bound<'py, PyList> {
        // SAFETY: attached, a living dict; a new list, or null for want of memory.
        unsafe {
            Bound::from_owned_ptr(self.py(), ffi::PyDict_Keys(self.as_ptr())).cast_into_unchecked()
        }
    }

    #[track_caller]
    #[inline]
    fn values(&self) -> Bound<'py, PyList> {
        // SAFETY: as for `keys`.
        unsafe {
            let ptr = ffi::PyDict_Values(self.as_ptr());
            Bound::from_owned_ptr(self.py(), ptr).cast_into_unchecked()
        }
    }

    #[track_caller]
    #[inline]
    fn items(&self) -> Bound<'py, PyList> {
        // SAFETY: as for `keys`.
        unsafe {
            let ptr = ffi::PyDict_Items(self.as_ptr());
            Bound::from_owned_ptr(self.py(), ptr).cast_into_unchecked()
        }
    }

    #[inline]
    fn iter(&self) -> BoundDictIterator<'py> {
        self.into_iter()
    }

    fn locked_for_each<F>(&self, closure: F) -> PyResult<()>
    where
        F: Fn(Bound<'py, PyAny>, Bound<'py, PyAny>) -> PyResult<()>,
    {
        let each = |(key, value)| match closure(key, value) {
            Ok(()) => ControlFlow::Continue(()),
            Err(err) => ControlFlow::Break(err),
        };
        match iter::locked(self, each) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(err) => Err(err),
        }
    }

    #[inline]
    fn as_mapping(&self) -> &Bound<'py, PyMapping> {
        // SAFETY: a dict is a mapping.
        unsafe { self.cast_unchecked() }
    }

    #[inline]
    fn into_mapping(self) -> Bound<'py, PyMapping> {
        // SAFETY: a dict is a mapping.
        unsafe { self.cast_into_unchecked() }
    }

    #[inline]
    fn update(&self, other: &Bound<'_, PyMapping>) -> PyResult<()> {
        // SAFETY: attached, both alive.
        check(self.py(), unsafe { ffi::PyDict_Update(self.as_ptr(), other.as_ptr()) })
    }

    #[inline]
    fn update_if_missing(&self, other: &Bound<'_, PyMapping>) -> PyResult<()> {
        // SAFETY: attached, both alive.
        check(self.py(), unsafe { ffi::PyDict_Merge(self.as_ptr(), other.as_ptr(), 0) })
    }

    fn set_default<K, V>(&self, key: K, default_value: V) -> PyResult<bool>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        self.set_default_with_result(key, default_value).map(|(put, _value)| put)
    }

    fn set_default_with_result<K, V>(
        &self,
        key: K,
        default_value: V,
    ) -> PyResult<(bool, Bound<'py, PyAny>)>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        let py = self.py();
        let key = key.into_pyobject_or_pyerr(py)?;
        let value = default_value.into_pyobject_or_pyerr(py)?;
        let mut result = std::ptr::null_mut();
        // SAFETY: attached, all alive; `result` takes a new reference unless it fails.
        unsafe {
            let (dict, key, value) = (self.as_ptr(), key.as_ptr(), value.as_ptr());
            let found = truth(py, ffi::PyDict_SetDefaultRef(dict, key, value, &mut result))?;
            Ok((!found, Bound::from_owned_ptr(py, result)))
        }
    }
}
