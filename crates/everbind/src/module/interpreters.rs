//! Which interpreters of a process may load a module.
//!
//! *Problem.* Safe Rust code can keep a `Py<T>` in a `static` and use it in another
//! interpreter, which corrupts memory. So a module is for one interpreter unless
//! its author promises otherwise.
//!
//! *How.* CPython itself refuses such a module in an interpreter with its own GIL,
//! because of `Py_mod_multiple_interpreters`. It does not refuse it in one that
//! shares the GIL, so the first interpreter to fill the module is remembered by
//! its number, which is never given again, and the others get an `ImportError`.
//! That is asked when the module is filled, not in the hook: CPython may call the
//! hook in another interpreter than the importing one.

use std::ffi::c_void;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::PyResult;
use crate::exceptions::PyImportError;
use crate::ffi;
use crate::python::Python;

/// What a module's author promises about sub-interpreters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SubInterpreters {
    /// Nothing: one interpreter at most.
    Refused,
    /// It works in interpreters that share the GIL.
    SharedGil,
    /// It works in interpreters that have a GIL of their own.
    OwnGil,
}

impl SubInterpreters {
    /// The value of `Py_mod_multiple_interpreters`.
    pub(super) fn slot(self) -> *mut c_void {
        match self {
            SubInterpreters::Refused => ffi::Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED,
            SubInterpreters::SharedGil => ffi::Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED,
            SubInterpreters::OwnGil => ffi::Py_MOD_PER_INTERPRETER_GIL_SUPPORTED,
        }
    }
}

/// The number of the interpreter that a module belongs to, or -1.
pub(super) struct Owner(AtomicI64);

impl Owner {
    pub(super) const fn none() -> Self {
        Owner(AtomicI64::new(-1))
    }

    /// Makes the module the current interpreter's own.
    ///
    /// # Errors
    /// `ImportError` when it is another one's.
    pub(super) fn claim(&self, _py: Python<'_>, module: &str) -> PyResult<()> {
        // SAFETY: attached (token).
        let current = unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) };
        match self.0.compare_exchange(-1, current, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => Ok(()),
            Err(owner) if owner == current => Ok(()),
            Err(_) => Err(crate::PyErr::worded::<PyImportError>(format!(
                "module {module} does not support loading in several interpreters of one process, \
                 and another one has loaded it (its author can allow that by \
                 #[pymodule(sub_interpreters = \"shared_gil\")] or \"own_gil\")"
            ))),
        }
    }
}
