//! The classes of `datetime` and the fields of their instances.
//!
//! *Problem.* The stable ABI has neither the classes nor the fields. Looking the
//! attributes up by name goes through subclasses' overrides; and libraries that stop
//! the clock in tests put subclasses in the classes' places, which must not be taken
//! for the classes themselves.
//!
//! *How.* A class is found once for each interpreter, by its name among the bases of
//! whatever stands in its place. A field is read by the getter in the class itself:
//! the getter's own `__get__` slot is called, without any look-up.

use crate::convert::FromPyObjectOwned;
use crate::error::{PyErr, PyResult};
use crate::object::{Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::types::{PyAnyMethods, PyType, PyTypeMethods};
use crate::{PyAny, ffi};

/// A class of `datetime`.
pub(super) struct Class {
    name: &'static str,
    cell: PerInterpreter<Py<PyType>>,
}

impl Class {
    #[inline]
    pub(super) const fn new(name: &'static str) -> Self {
        Class { name, cell: PerInterpreter::new() }
    }

    /// # Errors
    /// When `datetime` cannot be imported.
    #[inline]
    pub(super) fn get<'py>(&'static self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyType>> {
        Ok(self.cell.get_or_try_init(py, || self.find(py))?.bind(py))
    }

    #[cold]
    fn find(&self, py: Python<'_>) -> PyResult<Py<PyType>> {
        let standing = py.import("datetime")?.getattr(self.name)?.cast_into::<PyType>()?;
        let mut found = standing.clone();
        for class in standing.mro() {
            let class = class.cast_into::<PyType>()?;
            if class.name()? == self.name {
                found = class;
            }
        }
        Ok(found.unbind())
    }

    /// The type object, which the interpreter keeps.
    ///
    /// # Panics
    /// If `datetime` cannot be imported: the standard library is damaged.
    #[inline]
    pub(super) fn type_ptr(&'static self, py: Python<'_>) -> *mut ffi::PyTypeObject {
        match self.get(py) {
            Ok(class) => class.as_type_ptr(),
            Err(err) => panic!("datetime.{} cannot be imported: {err}", self.name),
        }
    }
}

/// A field of a class's instances.
pub(super) struct Field {
    class: &'static Class,
    name: &'static str,
    cell: PerInterpreter<Getter>,
}

struct Getter {
    descriptor: Py<PyAny>,
    get: ffi::descrgetfunc,
}

impl Field {
    #[inline]
    pub(super) const fn new(class: &'static Class, name: &'static str) -> Self {
        Field { class, name, cell: PerInterpreter::new() }
    }

    #[inline]
    fn getter(&self, py: Python<'_>) -> PyResult<Getter> {
        let class = self.class.get(py)?;
        // Not `getattr`: that would call `__get__`.
        let descriptor = class.getattr("__dict__")?.get_item(self.name)?;
        // SAFETY: attached, a living type; a function of the slot's type or null.
        let get = unsafe {
            let slot = ffi::PyType_GetSlot(descriptor.get_type_ptr(), ffi::Py_tp_descr_get);
            std::mem::transmute::<*mut std::ffi::c_void, Option<ffi::descrgetfunc>>(slot)
        };
        let message = "datetime: an attribute is not computed by its class";
        let get = get.ok_or_else(|| crate::exceptions::PyTypeError::new_err(message))?;
        Ok(Getter { descriptor: descriptor.unbind(), get })
    }

    /// The field's value in an instance.
    ///
    /// # Errors
    /// When the class is not the standard library's.
    #[inline]
    pub(super) fn get<'py>(
        &'static self,
        instance: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = instance.py();
        let Getter { descriptor, get } = self.cell.get_or_try_init(py, || self.getter(py))?;
        let class = self.class.type_ptr(py).cast();
        // SAFETY: attached, all alive; a new reference or null.
        unsafe {
            let value = get(descriptor.as_ptr(), instance.as_ptr(), class);
            Bound::from_owned_ptr_or_err(py, value)
        }
    }

    /// The field's value as a number.
    ///
    /// # Panics
    /// If the class is not the standard library's, and its value none that fits.
    #[inline]
    pub(super) fn number<'py, T>(&'static self, instance: &Bound<'py, PyAny>) -> T
    where
        T: FromPyObjectOwned<'py>,
    {
        let value = self.get(instance);
        match value.and_then(|value| value.extract::<T>().map_err(Into::<PyErr>::into)) {
            Ok(number) => number,
            Err(err) => panic!("datetime: the {} of {instance}: {err}", self.name),
        }
    }
}

/// Implements accessors by the getters of a class: `method: type = "attribute"`.
macro_rules! fields {
    ($class:ident; $($method:ident: $number:ty = $name:literal;)*) => {$(
        #[inline]
        fn $method(&self) -> $number {
            static FIELD: $crate::types::datetime::class::Field =
                $crate::types::datetime::class::Field::new(
                    &$crate::types::datetime::$class,
                    $name,
                );
            FIELD.number(self)
        }
    )*};
}

pub(super) use fields;
