//! The fields of instances, where the layout is not known.
//!
//! *Problem.* An attribute asked for by name is looked up in the instance's class and its bases, where a
//! subclass may override it, and then called through two more functions: 15 ns.
//!
//! *How.* A class written in C has a list of its getters, which `PyType_GetSlot` tells, and each is a
//! function in C: for the field's name it is found once and then called at once, 4 ns. That is all
//! documented and within the stable ABI. A class without such a list (`timedelta`, whose fields are
//! members, or the twins in Python of all of them) has the field's descriptor in its `__dict__`, whose
//! own `__get__` slot is called (`descriptor.rs`).
//!
//! *Invariant.* An instance is one of the class, or of a subclass: a getter in C does not look.

use std::ffi::{CStr, c_void};

use super::class::Class;
use crate::error::PyResult;
use crate::object::Bound;
use crate::python::{PerInterpreter, Python};
use crate::types::descriptor::Descriptor;
use crate::types::{PyAnyMethods, PyTypeMethods};
use crate::{PyAny, ffi};

/// A field of a class's instances.
pub(super) struct Field {
    class: &'static Class,
    name: &'static str,
    cell: PerInterpreter<Getter>,
}

enum Getter {
    /// The function of the class, and what it is given besides the instance.
    Function(ffi::getter, *mut c_void),
    Descriptor(Descriptor),
}

// SAFETY: the pointer is a constant of the class, which passes it to its function on any thread.
unsafe impl Send for Getter {}
// SAFETY: as above.
unsafe impl Sync for Getter {}

impl Field {
    #[inline]
    pub(super) const fn new(class: &'static Class, name: &'static str) -> Self {
        Field { class, name, cell: PerInterpreter::new() }
    }

    #[cold]
    #[inline]
    fn find<'py>(&'static self, py: Python<'py>) -> PyResult<&'py Getter> {
        self.cell.get_or_try_init(py, || {
            let class = self.class.get(py)?;
            // SAFETY: attached, a living type.
            if let Some(function) = unsafe { own_getter(class.as_type_ptr(), self.name) } {
                return Ok(function);
            }
            Descriptor::new(class, self.name).map(Getter::Descriptor)
        })
    }

    /// The field's value in an instance of the class.
    ///
    /// # Errors
    /// When the class is not the standard library's.
    #[inline]
    pub(super) fn get<'py>(
        &'static self,
        instance: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = instance.py();
        let getter = match self.cell.get(py) {
            Some(getter) => getter,
            None => self.find(py)?,
        };
        match getter {
            // SAFETY: attached, all alive, an instance of the class whose getter it is; a new reference
            // or null.
            Getter::Function(get, closure) => unsafe {
                Bound::from_owned_ptr_or_err(py, get(instance.as_ptr(), *closure))
            },
            Getter::Descriptor(descriptor) => descriptor.of(instance),
        }
    }

    /// The field's value as a number.
    ///
    /// # Panics
    /// If the class is not the standard library's, and its value none that fits.
    #[inline]
    pub(super) fn number(&'static self, instance: &Bound<'_, PyAny>) -> i64 {
        if let Some(Getter::Function(get, closure)) = self.cell.get(instance.py()) {
            // SAFETY: attached, an instance of the class whose getter it is; a new reference or null.
            unsafe {
                let value = get(instance.as_ptr(), *closure);
                if !value.is_null() {
                    let number = ffi::PyLong_AsLongLong(value);
                    ffi::Py_DECREF(value);
                    if number != -1 {
                        return number;
                    }
                }
                // No field is negative.
                ffi::PyErr_Clear();
            }
        }
        self.number_of(instance)
    }

    /// As [`number`](Self::number), the first time, or for the error.
    #[cold]
    #[inline]
    fn number_of(&'static self, instance: &Bound<'_, PyAny>) -> i64 {
        let value = self.get(instance);
        match value.and_then(|value| value.extract::<i64>()) {
            Ok(number) => number,
            Err(err) => panic!("datetime: the {} of {instance}: {err}", self.name),
        }
    }
}

/// The getter of this name in the type's own list.
///
/// # Safety
/// Attached, a living type.
#[inline]
unsafe fn own_getter(class: *mut ffi::PyTypeObject, name: &str) -> Option<Getter> {
    // SAFETY: the slot is a list of getters that ends with one without a name, or null.
    unsafe {
        let mut getters = ffi::PyType_GetSlot(class, ffi::Py_tp_getset).cast::<ffi::PyGetSetDef>();
        if getters.is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        while !(*getters).name.is_null() {
            if CStr::from_ptr((*getters).name).to_bytes() == name.as_bytes() {
                return (*getters).get.map(|get| Getter::Function(get, (*getters).closure));
            }
            getters = getters.add(1);
        }
    }
    None
}
