//! [`Descriptor`]: an attribute of a class that computes its value, as the class has it.
//!
//! *Problem.* Asked for by name, an attribute may be answered by a subclass or a metaclass instead.
//!
//! *How.* The descriptor is taken out of the class's `__dict__` once, and called by its type's `__get__` slot.

use std::ffi::c_void;

use super::{PyAnyMethods, PyType};
use crate::error::{PyErr, PyResult};
use crate::object::{Bound, Py};
use crate::{PyAny, exceptions, ffi};

pub(crate) struct Descriptor {
    get: ffi::descrgetfunc,
    object: Py<PyAny>,
}

impl Descriptor {
    /// The descriptor that the class itself has under the name.
    ///
    /// # Errors
    /// If it has none there.
    #[cold]
    #[inline(never)]
    pub(crate) fn new(class: &Bound<'_, PyType>, name: &str) -> PyResult<Descriptor> {
        // Not `getattr` of the class: that would call `__get__`.
        let object = class.getattr("__dict__")?.get_item(name)?;
        // SAFETY: attached, a living type; a function of the slot's type or null.
        let get = unsafe {
            let slot = ffi::PyType_GetSlot(object.get_type_ptr(), ffi::Py_tp_descr_get);
            std::mem::transmute::<*mut c_void, Option<ffi::descrgetfunc>>(slot)
        };
        match get {
            Some(get) => Ok(Descriptor { get, object: object.unbind() }),
            None => Err(PyErr::worded::<exceptions::PyTypeError>(
                "an attribute of a class of the standard library is no descriptor",
            )),
        }
    }

    /// Its value in an instance.
    ///
    /// # Errors
    /// Its own; that of a class in C refuses what is no instance.
    #[inline]
    pub(crate) fn of<'py>(&self, instance: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: attached, all alive, the slot of the descriptor's type; a new reference or null.
        unsafe {
            let class = ffi::Py_TYPE(instance.as_ptr()).cast();
            let value = (self.get)(self.object.as_ptr(), instance.as_ptr(), class);
            Bound::from_owned_ptr_or_err(instance.py(), value)
        }
    }
}
