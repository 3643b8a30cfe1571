//! What the method traits of the object types share.

use std::ffi::c_int;

use crate::error::{PyErr, PyResult};
use crate::object::{Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::types::{PyAnyMethods, PyType};
use crate::{PyAny, ffi};

/// Keeps the method traits (`PyListMethods` and the like) from being implemented outside.
pub trait Sealed {}

impl<T> Sealed for Bound<'_, T> {}

/// The result of a C call that answers 1, 0, or -1 with an exception set.
#[inline]
pub(crate) fn truth(py: Python<'_>, status: c_int) -> PyResult<bool> {
    if status == -1 { Err(PyErr::fetch(py)) } else { Ok(status != 0) }
}

/// The result of a C call that answers a size, or -1 with an exception set.
#[inline]
pub(crate) fn size(py: Python<'_>, answer: ffi::Py_ssize_t) -> PyResult<usize> {
    usize::try_from(answer).map_err(|_| PyErr::fetch(py))
}

/// An index as C takes it. One too large for C is out of range as any other.
#[inline]
pub(crate) fn index(index: usize) -> ffi::Py_ssize_t {
    ffi::Py_ssize_t::try_from(index).unwrap_or(ffi::PY_SSIZE_T_MAX)
}

/// An object of some module, imported once per interpreter.
pub(crate) struct Imported<T: 'static = PyAny> {
    module: &'static str,
    name: &'static str,
    cell: PerInterpreter<Py<T>>,
}

impl<T: crate::PyTypeCheck> Imported<T> {
    pub(crate) const fn new(module: &'static str, name: &'static str) -> Self {
        Imported { module, name, cell: PerInterpreter::new() }
    }

    /// The object.
    ///
    /// # Errors
    /// When the module cannot be imported, or the object is missing or of another type.
    #[inline]
    pub(crate) fn get<'py>(&'static self, py: Python<'py>) -> PyResult<&'py Bound<'py, T>> {
        let object = self.cell.get_or_try_init(py, || {
            let object = py.import(self.module)?.getattr(self.name)?;
            Ok::<_, PyErr>(object.cast_into::<T>()?.unbind())
        });
        object.map(|object| object.bind(py))
    }
}

impl Imported<PyType> {
    /// The type object, borrowed from the cell.
    ///
    /// # Panics
    /// If it cannot be imported: the standard library is damaged.
    #[inline]
    pub(crate) fn type_ptr(&'static self, py: Python<'_>) -> *mut ffi::PyTypeObject {
        match self.get(py) {
            Ok(object) => object.as_ptr().cast(),
            Err(err) => panic!("{}.{} cannot be imported: {err}", self.module, self.name),
        }
    }
}
