//! `types.MappingProxyType`.

use crate::error::PyResult;
use crate::object::Bound;
use crate::python::Python;
use crate::types::native::native_type;
use crate::types::support::Sealed;
use crate::types::{PyAnyMethods, PyIterator, PyList, PyMapping, PyMappingMethods};
use crate::{PyAny, ffi};

/// A read-only view of a mapping; a class's `__dict__` is one.
#[repr(transparent)]
pub struct PyMappingProxy(PyAny);

native_type!(PyMappingProxy, PyDictProxy_Type);

impl PyMappingProxy {
    /// A view of `elements`.
    ///
    /// # Panics
    /// If there is no memory for it, or `elements` is a list or a tuple.
    #[track_caller]
    #[inline]
    pub fn new<'py>(
        py: Python<'py>,
        elements: &Bound<'py, PyMapping>,
    ) -> Bound<'py, PyMappingProxy> {
        // SAFETY: attached, a living object; a new view or null.
        unsafe {
            let ptr = ffi::PyDictProxy_New(elements.as_ptr());
            Bound::from_owned_ptr(py, ptr).cast_into_unchecked()
        }
    }
}

/// The methods of [`PyMappingProxy`].
#[doc(alias = "PyMappingProxy")]
pub trait PyMappingProxyMethods<'py, 'a>: Sealed {
    /// Whether there are no items.
    ///
    /// # Errors
    /// What the mapping's `__len__` raises.
    fn is_empty(&self) -> PyResult<bool>;

    /// `list(self.keys())`.
    ///
    /// # Errors
    /// What the call raises.
    fn keys(&self) -> PyResult<Bound<'py, PyList>>;

    /// `list(self.values())`.
    ///
    /// # Errors
    /// What the call raises.
    fn values(&self) -> PyResult<Bound<'py, PyList>>;

    /// `list(self.items())`.
    ///
    /// # Errors
    /// What the call raises.
    fn items(&self) -> PyResult<Bound<'py, PyList>>;

    /// The view as a mapping.
    fn as_mapping(&self) -> &Bound<'py, PyMapping>;

    /// Iterates over keys and values.
    ///
    /// # Errors
    /// What the mapping's `__iter__` raises.
    fn try_iter(&'a self) -> PyResult<BoundMappingProxyIterator<'py, 'a>>;
}

impl<'py, 'a> PyMappingProxyMethods<'py, 'a> for Bound<'py, PyMappingProxy> {
    #[inline]
    fn is_empty(&self) -> PyResult<bool> {
        self.as_mapping().is_empty()
    }

    #[inline]
    fn keys(&self) -> PyResult<Bound<'py, PyList>> {
        self.as_mapping().keys()
    }

    #[inline]
    fn values(&self) -> PyResult<Bound<'py, PyList>> {
        self.as_mapping().values()
    }

    #[inline]
    fn items(&self) -> PyResult<Bound<'py, PyList>> {
        self.as_mapping().items()
    }

    #[inline]
    fn as_mapping(&self) -> &Bound<'py, PyMapping> {
        // SAFETY: all methods of `PyMapping` are sound on any object.
        unsafe { self.cast_unchecked() }
    }

    #[inline]
    fn try_iter(&'a self) -> PyResult<BoundMappingProxyIterator<'py, 'a>> {
        Ok(BoundMappingProxyIterator { keys: PyIterator::from_object(self)?, proxy: self })
    }
}

/// The iterator over a mapping proxy's keys and values.
pub struct BoundMappingProxyIterator<'py, 'a> {
    keys: Bound<'py, PyIterator>,
    proxy: &'a Bound<'py, PyMappingProxy>,
}

impl<'py> Iterator for BoundMappingProxyIterator<'py, '_> {
    type Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let pair = |key: Bound<'py, PyAny>| {
            let value = PyAnyMethods::get_item(self.proxy.as_any(), &key)?;
            Ok((key, value))
        };
        Some(self.keys.next()?.and_then(pair))
    }
}
