//! `#[pyclass(pickle)]`: pickling through serde.
//!
//! *Problem.* Pickle stores how an object is made again: something callable that it finds by name, and arguments. A class in
//! Rust has to write that by hand, though its derived `Serialize` knows all there is to know.
//!
//! *How.* The value is made into plain Python objects ([`to_object`]): numbers, text, lists, dicts with the fields' names.
//! `__reduce__` gives those as the argument of a class method, `_from_pickle`, which makes a value of them ([`from_object`]) and an
//! instance of the class that it is called on. So a pickle can be read without the library, and a field that was added
//! since takes its `#[serde(default)]`.
//!
//! *Subclasses* written in Python come through: the class method is called on the instance's own class, and the instance's
//! attributes are its state, by the `__getstate__` that every object has. A subclass in Rust has a value of its own, which nobody
//! here knows; `is_own` refuses it.
//!
//! *Rejected.* Bytes of a binary format: a dependency for the user, and pickles that no other program reads. `__setstate__` on
//! an empty instance: there is no instance without a value.

mod de;
mod error;
mod ser;

use ::serde::Serialize;
use ::serde::de::DeserializeOwned;

pub use de::from_object;
pub use error::Error;
pub use ser::to_object;

use crate::class::{PyClass, PyClassInitializer};
use crate::convert::{IntoPyObject, IntoPyObjectExt};
use crate::exceptions::PyTypeError;
use crate::object::{Bound, Py};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyType, PyTypeMethods};
use crate::{PyAny, PyErr, PyResult, ffi};

/// `__reduce__` of a struct.
///
/// # Errors
/// When the value is mutably borrowed, or cannot be made into objects; `TypeError` for a subclass in Rust.
#[inline]
pub fn reduce<T: PyClass + Serialize>(slf: &Bound<'_, T>) -> PyResult<Py<PyAny>> {
    let class = slf.as_any().get_type();
    if !is_own(&class, &T::type_object(slf.py())) {
        return Err(not_own(&class));
    }
    reduced(slf.as_any(), &class, to_object(slf.py(), &*slf.try_borrow()?)?)
}

/// `__reduce__` of an enum, whose variants may be classes of their own.
///
/// # Errors
/// As [`reduce`].
#[inline]
pub fn reduce_enum<T: PyClass + Serialize>(slf: &Bound<'_, T>) -> PyResult<Py<PyAny>> {
    let class = T::type_object(slf.py());
    reduced(slf.as_any(), &class, to_object(slf.py(), &*slf.try_borrow()?)?)
}

/// The function, its arguments, and what else the instance has.
#[inline]
fn reduced(
    slf: &Bound<'_, PyAny>,
    class: &Bound<'_, PyType>,
    value: Bound<'_, PyAny>,
) -> PyResult<Py<PyAny>> {
    let make = class.getattr("_from_pickle")?;
    let state = slf.call_method0("__getstate__")?;
    (make, (value,), state).into_py_any(slf.py())
}

/// `_from_pickle` of a struct.
///
/// # Errors
/// When the objects do not make a value, or the instance cannot be made; `TypeError` for a subclass in Rust.
#[inline]
pub fn rebuild<T>(class: &Bound<'_, PyType>, value: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>>
where
    T: PyClass + DeserializeOwned + Into<PyClassInitializer<T>>,
{
    if !is_own(class, &T::type_object(class.py())) {
        return Err(not_own(class));
    }
    let value: T = from_object(value)?;
    // SAFETY: just found to be the class or a subclass that adds no value.
    let object = unsafe { value.into().create_of_type(class.py(), class.as_type_ptr())? };
    Ok(object.into_any().unbind())
}

/// `_from_pickle` of an enum.
///
/// # Errors
/// As [`rebuild`].
#[inline]
pub fn rebuild_enum<T>(py: Python<'_>, value: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>>
where
    T: PyClass + DeserializeOwned + for<'py> IntoPyObject<'py>,
{
    from_object::<T>(value)?.into_py_any(py)
}

/// Whether `class` is `ours`, or inherits from it by classes made in Python alone. Types that are made in C or Rust have a table of
/// methods; ours always do.
#[inline]
fn is_own(class: &Bound<'_, PyType>, ours: &Bound<'_, PyType>) -> bool {
    let (mut tp, ours) = (class.as_type_ptr(), ours.as_type_ptr());
    while tp != ours {
        // SAFETY: attached (the handles); living types, whose slots have the types of their numbers.
        unsafe {
            if tp.is_null() || !ffi::PyType_GetSlot(tp, ffi::Py_tp_methods).is_null() {
                return false;
            }
            tp = ffi::PyType_GetSlot(tp, ffi::Py_tp_base).cast();
        }
    }
    true
}

#[cold]
#[inline]
fn not_own(class: &Bound<'_, PyType>) -> PyErr {
    let mut text = String::from("cannot pickle '");
    match class.qualname() {
        Ok(name) => text.push_str(&name.to_string()),
        Err(error) => return error,
    }
    text.push_str("': its base's `__reduce__` does not know its value; it needs one of its own");
    PyErr::worded::<PyTypeError>(text)
}

/// Runs `step` one level deeper, as Python counts them for its recursion limit.
#[inline]
fn deeper<T>(py: Python<'_>, step: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    struct Leave;

    impl Drop for Leave {
        fn drop(&mut self) {
            // SAFETY: made after the level was entered, on an attached thread that it does not leave.
            unsafe { ffi::Py_LeaveRecursiveCall() }
        }
    }

    // SAFETY: attached (token); a C string.
    if unsafe { ffi::Py_EnterRecursiveCall(c" while pickling".as_ptr()) } != 0 {
        return Err(PyErr::fetch(py).into());
    }
    let _leave = Leave;
    step()
}
