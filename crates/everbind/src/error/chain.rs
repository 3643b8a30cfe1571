//! Causes, contexts, tracebacks and notes.

use std::ptr;

use crate::error::{PyErr, PyResult};
use crate::object::{Bound, BoundObject};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyString, PyTraceback};
use crate::{IntoPyObject, ffi};

impl PyErr {
    /// `__traceback__`, if the exception has been raised.
    #[inline]
    pub fn traceback<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyTraceback>> {
        // SAFETY: attached; a new reference or null without an exception.
        unsafe {
            let traceback = ffi::PyException_GetTraceback(self.value(py).as_ptr());
            Some(Bound::from_owned_ptr_or_opt(py, traceback)?.cast_into_unchecked())
        }
    }

    /// Sets or removes `__traceback__`.
    #[inline]
    pub fn set_traceback<'py>(&self, py: Python<'py>, tb: Option<Bound<'py, PyTraceback>>) {
        // SAFETY: attached (token).
        let none = unsafe { ffi::Py_None() };
        let traceback = tb.as_ref().map_or(none, Bound::as_ptr);
        // SAFETY: attached; a traceback or None is accepted.
        unsafe { ffi::PyException_SetTraceback(self.value(py).as_ptr(), traceback) };
    }

    /// `__cause__`: what `raise … from` named.
    #[inline]
    pub fn cause(&self, py: Python<'_>) -> Option<PyErr> {
        // SAFETY: attached; a new reference or null without an exception.
        unsafe {
            let cause = ffi::PyException_GetCause(self.value(py).as_ptr());
            Bound::from_owned_ptr_or_opt(py, cause).map(PyErr::from_value)
        }
    }

    /// Sets or removes `__cause__`.
    #[inline]
    pub fn set_cause(&self, py: Python<'_>, cause: Option<PyErr>) {
        let cause = cause.map_or(ptr::null_mut(), |cause| cause.into_value(py).into_ptr());
        // SAFETY: attached; the reference is stolen, null removes.
        unsafe { ffi::PyException_SetCause(self.value(py).as_ptr(), cause) }
    }

    /// `__context__`: what was being handled when this was raised.
    #[inline]
    pub fn context(&self, py: Python<'_>) -> Option<PyErr> {
        // SAFETY: attached; a new reference or null without an exception.
        unsafe {
            let context = ffi::PyException_GetContext(self.value(py).as_ptr());
            Bound::from_owned_ptr_or_opt(py, context).map(PyErr::from_value)
        }
    }

    /// Sets or removes `__context__`.
    #[inline]
    pub fn set_context(&self, py: Python<'_>, context: Option<PyErr>) {
        let context = context.map_or(ptr::null_mut(), |context| context.into_value(py).into_ptr());
        // SAFETY: attached; the reference is stolen, null removes.
        unsafe { ffi::PyException_SetContext(self.value(py).as_ptr(), context) }
    }

    /// Adds a line that is printed below the message (PEP 678).
    ///
    /// # Errors
    /// When the note cannot be converted, or `__notes__` is not a list.
    pub fn add_note<N>(&self, py: Python<'_>, note: N) -> PyResult<()>
    where
        N: for<'py> IntoPyObject<'py, Target = PyString>,
    {
        let note = note.into_pyobject(py).map_err(Into::into)?.into_any().into_bound();
        self.value(py).as_any().call_method1("add_note", (note,))?;
        Ok(())
    }
}
