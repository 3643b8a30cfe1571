//! The mapping protocol.

use crate::error::PyResult;
use crate::object::Bound;
use crate::python::Python;
use crate::types::native::native_type;
use crate::types::support::{Imported, Sealed, size};
use crate::types::{PyAnyMethods, PyDict, PyList, PyType};
use crate::{IntoPyObject, PyAny, PyTypeInfo, ffi, intern};

/// Any instance of `collections.abc.Mapping`: a dict, or a class that derives from
/// it or was [registered](PyMapping::register).
#[repr(transparent)]
pub struct PyMapping(PyAny);

native_type!(@common PyMapping);

static ABSTRACT: Imported<PyType> = Imported::new("collections.abc", "Mapping");

// SAFETY: the cell keeps the class alive as long as the interpreter; all methods are
// sound on any object.
unsafe impl PyTypeInfo for PyMapping {
    const TYPE_HINT: crate::inspect::TypeHint = crate::stub::native::PyMapping;

    #[inline]
    fn type_object_raw(py: Python<'_>) -> *mut ffi::PyTypeObject {
        ABSTRACT.type_ptr(py)
    }

    #[inline]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        PyDict::is_type_of(object) || is_instance_of_abstract(object, &ABSTRACT)
    }
}

/// `isinstance` with an abstract class, which may run Python code. An exception is
/// reported as unraisable and means no.
#[cold]
#[inline]
pub(super) fn is_instance_of_abstract(
    object: &Bound<'_, PyAny>,
    class: &'static Imported<PyType>,
) -> bool {
    let answer = class.get(object.py()).and_then(|class| object.is_instance(class));
    answer.unwrap_or_else(|err| {
        err.write_unraisable(object.py(), Some(object));
        false
    })
}

impl PyMapping {
    /// `collections.abc.Mapping.register(T)`: has instances of `T` count as mappings.
    ///
    /// # Errors
    /// What the call raises.
    pub fn register<T: PyTypeInfo>(py: Python<'_>) -> PyResult<()> {
        let class = ABSTRACT.get(py)?;
        class.call_method1(intern!(py, "register"), (T::type_object(py),)).map(drop)
    }
}

/// The methods of [`PyMapping`].
#[doc(alias = "PyMapping")]
pub trait PyMappingMethods<'py>: Sealed {
    /// `len(self)`.
    ///
    /// # Errors
    /// What `__len__` raises.
    fn len(&self) -> PyResult<usize>;

    /// Whether there are no items.
    ///
    /// # Errors
    /// What `__len__` raises.
    fn is_empty(&self) -> PyResult<bool>;

    /// `key in self`.
    ///
    /// # Errors
    /// What `__contains__` raises; those of converting the key.
    fn contains<K>(&self, key: K) -> PyResult<bool>
    where
        K: IntoPyObject<'py>;

    /// `self[key]`.
    ///
    /// # Errors
    /// What `__getitem__` raises, `KeyError` for one; those of converting the key.
    fn get_item<K>(&self, key: K) -> PyResult<Bound<'py, PyAny>>
    where
        K: IntoPyObject<'py>;

    /// `self[key] = value`.
    ///
    /// # Errors
    /// What `__setitem__` raises; those of converting.
    fn set_item<K, V>(&self, key: K, value: V) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>;

    /// `del self[key]`.
    ///
    /// # Errors
    /// What `__delitem__` raises; those of converting the key.
    fn del_item<K>(&self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>;

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
}

impl<'py> PyMappingMethods<'py> for Bound<'py, PyMapping> {
    #[inline]
    fn len(&self) -> PyResult<usize> {
        // SAFETY: attached, a living object.
        size(self.py(), unsafe { ffi::PyMapping_Size(self.as_ptr()) })
    }

    #[inline]
    fn is_empty(&self) -> PyResult<bool> {
        Ok(self.len()? == 0)
    }

    fn contains<K>(&self, key: K) -> PyResult<bool>
    where
        K: IntoPyObject<'py>,
    {
        PyAnyMethods::contains(self.as_any(), key)
    }

    fn get_item<K>(&self, key: K) -> PyResult<Bound<'py, PyAny>>
    where
        K: IntoPyObject<'py>,
    {
        PyAnyMethods::get_item(self.as_any(), key)
    }

    fn set_item<K, V>(&self, key: K, value: V) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        PyAnyMethods::set_item(self.as_any(), key, value)
    }

    fn del_item<K>(&self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
    {
        PyAnyMethods::del_item(self.as_any(), key)
    }

    #[inline]
    fn keys(&self) -> PyResult<Bound<'py, PyList>> {
        // SAFETY: attached, a living object; a new list or null.
        unsafe { Bound::from_call(self.py(), ffi::PyMapping_Keys(self.as_ptr())) }
    }

    #[inline]
    fn values(&self) -> PyResult<Bound<'py, PyList>> {
        // SAFETY: attached, a living object; a new list or null.
        unsafe { Bound::from_call(self.py(), ffi::PyMapping_Values(self.as_ptr())) }
    }

    #[inline]
    fn items(&self) -> PyResult<Bound<'py, PyList>> {
        // SAFETY: attached, a living object; a new list or null.
        unsafe { Bound::from_call(self.py(), ffi::PyMapping_Items(self.as_ptr())) }
    }
}
