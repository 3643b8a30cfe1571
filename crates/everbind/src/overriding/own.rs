//! [`Own`]: what a class itself has, whatever its metaclass says.
//!
//! *Problem.* A metaclass may have a `__mro__` or a `__dict__` of its own, which `getattr` of the class would give. The
//! interpreter does not ask those when it looks up a method, and what `asked.rs` keeps is only safe to keep if it
//! belongs to the class.
//!
//! *How.* The descriptors of `type` are called by their `__get__` slot, which is also shorter than `getattr`.

use std::ffi::c_void;

use crate::object::{Bound, Py};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyTuple, PyType};
use crate::{PyAny, PyErr, PyResult, exceptions, ffi};

/// The descriptors of `type`.
pub(super) struct Own {
    mro: Descriptor,
    dict: Descriptor,
}

struct Descriptor {
    get: ffi::descrgetfunc,
    object: Py<PyAny>,
}

impl Own {
    #[cold]
    #[inline]
    pub(super) fn new(py: Python<'_>) -> PyResult<Own> {
        // The metaclass of `type` is `type`, which cannot be changed.
        let namespace = py.get_type::<PyType>().getattr("__dict__")?;
        let descriptor = |name| Descriptor::new(namespace.get_item(name)?);
        Ok(Own { mro: descriptor("__mro__")?, dict: descriptor("__dict__")? })
    }

    /// The class and its bases, in the order in which they are asked.
    #[inline]
    pub(super) fn mro<'py>(&self, class: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyTuple>> {
        Ok(self.mro.of(class.as_any())?.cast_into()?)
    }

    /// A view of the dict that a class has its attributes in.
    ///
    /// # Errors
    /// When it is no class.
    #[inline]
    pub(super) fn namespace<'py>(&self, class: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.dict.of(class)
    }
}

impl Descriptor {
    #[cold]
    #[inline(never)]
    fn new(object: Bound<'_, PyAny>) -> PyResult<Descriptor> {
        // SAFETY: attached, a living type; a function of the slot's type or null.
        let get = unsafe {
            let slot = ffi::PyType_GetSlot(object.get_type_ptr(), ffi::Py_tp_descr_get);
            std::mem::transmute::<*mut c_void, Option<ffi::descrgetfunc>>(slot)
        };
        match get {
            Some(get) => Ok(Descriptor { get, object: object.unbind() }),
            None => Err(PyErr::worded::<exceptions::PyTypeError>(
                "an attribute of `type` is no descriptor",
            )),
        }
    }

    /// What it gives for a class; it refuses what is none.
    #[inline]
    fn of<'py>(&self, class: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: attached, all alive, the slot of the descriptor's type; a new reference or null.
        unsafe {
            let meta = ffi::Py_TYPE(class.as_ptr()).cast();
            let value = (self.get)(self.object.as_ptr(), class.as_ptr(), meta);
            Bound::from_owned_ptr_or_err(class.py(), value)
        }
    }
}
