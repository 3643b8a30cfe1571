//! Printing exceptions, unraisable ones, and warnings.

use std::ffi::{CStr, c_int};
use std::ptr;

use crate::error::{PyErr, PyResult, check};
use crate::object::Bound;
use crate::python::Python;
use crate::{PyAny, ffi};

impl PyErr {
    /// Prints the exception with its traceback to `sys.stderr`, without setting
    /// `sys.last_exc` and without exiting on `SystemExit`.
    #[inline]
    pub fn display(&self, py: Python<'_>) {
        // SAFETY: attached; the object is alive through `self`.
        unsafe { ffi::PyErr_DisplayException(self.value(py).as_ptr()) }
    }

    /// Prints the exception as the interpreter does for an uncaught one.
    ///
    /// Exits the process on `SystemExit`.
    #[inline]
    pub fn print(&self, py: Python<'_>) {
        self.clone_ref(py).restore(py);
        // SAFETY: attached, with an exception set.
        unsafe { ffi::PyErr_PrintEx(0) }
    }

    /// As [`print`](PyErr::print), and sets `sys.last_exc` and its kin.
    #[inline]
    pub fn print_and_set_sys_last_vars(&self, py: Python<'_>) {
        self.clone_ref(py).restore(py);
        // SAFETY: attached, with an exception set.
        unsafe { ffi::PyErr_PrintEx(1) }
    }

    /// Reports an exception that cannot be raised, through `sys.unraisablehook`.
    #[inline]
    pub fn write_unraisable(self, py: Python<'_>, obj: Option<&Bound<'_, PyAny>>) {
        self.restore(py);
        // SAFETY: attached, with an exception set.
        unsafe { ffi::PyErr_WriteUnraisable(Bound::ptr_or_null(obj)) }
    }

    /// Issues a warning.
    ///
    /// # Errors
    /// When the warning filters turn it into an exception.
    #[inline]
    pub fn warn<'py>(
        py: Python<'py>,
        category: &Bound<'py, PyAny>,
        message: &CStr,
        stacklevel: i32,
    ) -> PyResult<()> {
        // SAFETY: attached; a living class and nul-terminated text.
        let status = unsafe {
            ffi::PyErr_WarnEx(category.as_ptr(), message.as_ptr(), stacklevel as ffi::Py_ssize_t)
        };
        check(py, status)
    }

    /// Issues a warning that names its place.
    ///
    /// # Errors
    /// When the warning filters turn it into an exception.
    #[inline]
    pub fn warn_explicit<'py>(
        py: Python<'py>,
        category: &Bound<'py, PyAny>,
        message: &CStr,
        filename: &CStr,
        lineno: i32,
        module: Option<&CStr>,
        registry: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<()> {
        // SAFETY: attached; living or null objects and nul-terminated texts.
        let status = unsafe {
            ffi::PyErr_WarnExplicit(
                category.as_ptr(),
                message.as_ptr(),
                filename.as_ptr(),
                lineno as c_int,
                module.map_or(ptr::null(), CStr::as_ptr),
                Bound::ptr_or_null(registry),
            )
        };
        check(py, status)
    }
}
