//! `type`.

use crate::error::PyResult;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::native::native_type;
use crate::types::support::{Sealed, truth};
use crate::types::{PyAnyMethods, PyString, PyTuple};
use crate::{PyAny, PyTypeInfo, ffi, intern};

/// Python's `type`: the class of classes.
#[repr(transparent)]
pub struct PyType(PyAny);

native_type!(PyType, PyType_Type, flag = Py_TPFLAGS_TYPE_SUBCLASS);

impl PyType {
    /// The type object of `T`.
    #[inline]
    pub fn new<T: PyTypeInfo>(py: Python<'_>) -> Bound<'_, PyType> {
        T::type_object(py)
    }

    /// Makes a new reference to a type object.
    ///
    /// # Safety
    /// `p` points to a living type object.
    ///
    /// # Panics
    /// If `p` is null.
    #[inline]
    pub unsafe fn from_borrowed_type_ptr(
        py: Python<'_>,
        p: *mut ffi::PyTypeObject,
    ) -> Bound<'_, PyType> {
        // SAFETY: a living type object, by the caller.
        unsafe { Borrowed::from_ptr(py, p.cast()).cast_unchecked() }.to_owned()
    }
}

/// The methods of [`PyType`].
#[doc(alias = "PyType")]
pub trait PyTypeMethods<'py>: Sealed {
    /// The type object's address; no ownership is given.
    fn as_type_ptr(&self) -> *mut ffi::PyTypeObject;

    /// `self.__name__`.
    ///
    /// # Errors
    /// `MemoryError`.
    fn name(&self) -> PyResult<Bound<'py, PyString>>;

    /// `self.__qualname__`: the name with those of the classes around it.
    ///
    /// # Errors
    /// `MemoryError`.
    fn qualname(&self) -> PyResult<Bound<'py, PyString>>;

    /// `self.__module__`.
    ///
    /// # Errors
    /// `AttributeError` when there is none, `TypeError` when it is no `str`.
    fn module(&self) -> PyResult<Bound<'py, PyString>>;

    /// Module and qualified name, without the module when it is `builtins`,
    /// `__main__` or no `str`.
    ///
    /// # Errors
    /// What reading `__module__` raises.
    fn fully_qualified_name(&self) -> PyResult<Bound<'py, PyString>>;

    /// `issubclass(self, other)`.
    ///
    /// # Errors
    /// `TypeError` when `other` is neither a class nor a tuple of classes.
    fn is_subclass(&self, other: &Bound<'_, PyAny>) -> PyResult<bool>;

    /// `issubclass(self, T)`.
    ///
    /// # Errors
    /// What a metaclass's `__subclasscheck__` raises.
    fn is_subclass_of<T>(&self) -> PyResult<bool>
    where
        T: PyTypeInfo;

    /// `self.__mro__`: the classes in which attributes are looked for, in order.
    fn mro(&self) -> Bound<'py, PyTuple>;

    /// `self.__bases__`.
    fn bases(&self) -> Bound<'py, PyTuple>;
}

impl<'py> PyTypeMethods<'py> for Bound<'py, PyType> {
    #[inline]
    fn as_type_ptr(&self) -> *mut ffi::PyTypeObject {
        self.as_ptr().cast()
    }

    #[inline]
    fn name(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: attached, a living type; a new `str` or null.
        unsafe { Bound::from_call(self.py(), ffi::PyType_GetName(self.as_type_ptr())) }
    }

    #[inline]
    fn qualname(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: as for `name`.
        unsafe { Bound::from_call(self.py(), ffi::PyType_GetQualName(self.as_type_ptr())) }
    }

    #[inline]
    fn module(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: attached, a living type; a new reference or null.
        let name = unsafe {
            let ptr = ffi::PyType_GetModuleName(self.as_type_ptr());
            Bound::from_owned_ptr_or_err(self.py(), ptr)?
        };
        // Anybody may set it to anything.
        Ok(name.cast_into()?)
    }

    #[inline]
    fn fully_qualified_name(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: attached, a living type; a new `str` or null.
        unsafe {
            let ptr = ffi::PyType_GetFullyQualifiedName(self.as_type_ptr());
            Bound::from_call(self.py(), ptr)
        }
    }

    #[inline]
    fn is_subclass(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        // SAFETY: attached, both alive.
        truth(self.py(), unsafe { ffi::PyObject_IsSubclass(self.as_ptr(), other.as_ptr()) })
    }

    fn is_subclass_of<T>(&self) -> PyResult<bool>
    where
        T: PyTypeInfo,
    {
        self.is_subclass(T::type_object(self.py()).as_any())
    }

    #[inline]
    fn mro(&self) -> Bound<'py, PyTuple> {
        tuple_attribute(self, intern!(self.py(), "__mro__"))
    }

    #[inline]
    fn bases(&self) -> Bound<'py, PyTuple> {
        tuple_attribute(self, intern!(self.py(), "__bases__"))
    }
}

/// An attribute that every type has and that is always a tuple.
#[inline]
fn tuple_attribute<'py>(
    class: &Bound<'py, PyType>,
    name: &Bound<'py, PyString>,
) -> Bound<'py, PyTuple> {
    let value = class.getattr(name).and_then(|value| Ok(value.cast_into()?));
    value.unwrap_or_else(|err| panic!("{class} has no tuple {name}: {err}"))
}
