//! The hooks: how an interpreter gets hold of a module.
//!
//! Up to 3.14 the interpreter calls `PyInit_x` and gets a `PyModuleDef`; from 3.15
//! on it calls `PyModExport_x` and gets an array of slots. A library exports
//! both. Either may be the first call into it, so the table of CPython's functions
//! is filled here; where that fails (another implementation, a Python too old),
//! the one `ImportError` says why.

use std::ffi::c_int;
use std::ptr;

use super::debug;
use super::definition::ModuleDef;
use crate::call::entry::guard;
use crate::object::Bound;
use crate::types::PyModule;
use crate::{PyErr, PyResult, ffi};

/// The body of `PyInit_x`.
///
/// # Safety
/// Called by the interpreter.
pub unsafe fn module_init(def: &'static ModuleDef) -> *mut ffi::PyObject {
    // SAFETY: the interpreter calls this hook attached; the definition is as it
    // wants it, and lives for ever.
    unsafe {
        match ffi::load() {
            Ok(interpreter) if interpreter.features.module_def => {
                ffi::PyModuleDef_Init(def.module_def(interpreter))
            }
            Ok(_) => {
                ffi::raise_import_error(
                    c"without the GIL, this Python takes a module only by its PyModExport_ hook",
                );
                ptr::null_mut()
            }
            Err(error) => {
                error.raise();
                ptr::null_mut()
            }
        }
    }
}

/// The body of `PyModExport_x`.
///
/// # Safety
/// Called by the interpreter.
pub unsafe fn module_export(def: &'static ModuleDef) -> *mut ffi::PySlot {
    match ffi::load() {
        Ok(_) => def.module_slots(),
        Err(error) => {
            // SAFETY: the interpreter calls this hook.
            unsafe { error.raise() };
            ptr::null_mut()
        }
    }
}

/// The body of the `Py_mod_exec` function.
///
/// # Safety
/// Called by the interpreter with a module made from `def`.
pub unsafe fn module_exec(def: &'static ModuleDef, module: *mut ffi::PyObject) -> c_int {
    // SAFETY: the interpreter calls this attached, with a living module.
    unsafe {
        guard(|py| {
            let module = Bound::ref_from_ptr(py, &module).cast_unchecked();
            if debug::is_asked_for() {
                far!(debug::tell: fn(&ModuleDef, &Bound<'_, PyModule>))(def, module);
            }
            def.run(module)?;
            Ok(0)
        })
    }
}

/// What the function that fills a module can return.
#[diagnostic::on_unimplemented(
    message = "a function that fills a module must not return `{Self}`",
    note = "it returns `PyResult<()>` or nothing"
)]
pub trait ModuleInitResult {
    /// As a result.
    ///
    /// # Errors
    /// The function's own.
    fn into_result(self) -> PyResult<()>;
}

impl ModuleInitResult for () {
    fn into_result(self) -> PyResult<()> {
        Ok(())
    }
}

impl<E: Into<PyErr>> ModuleInitResult for Result<(), E> {
    fn into_result(self) -> PyResult<()> {
        self.map_err(Into::into)
    }
}
