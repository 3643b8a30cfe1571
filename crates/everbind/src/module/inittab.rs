//! [`append_to_inittab`]: modules of a program that embeds Python.
//!
//! It is called before there is an interpreter, so the tables cannot be filled
//! yet, and the two functions it needs are looked up by name.

use std::ffi::{CStr, c_char, c_int};

use super::definition::ModuleDef;
use crate::ffi;

type Init = unsafe extern "C" fn() -> *mut ffi::PyObject;

/// Makes a module importable in an interpreter that will be started.
///
/// # Panics
/// If an interpreter runs already, or CPython is not in this process.
pub fn append_to_inittab(def: &'static ModuleDef, init: Init) {
    let library = ffi::Library::process();
    let find = |name: &CStr| {
        let symbol = library.map_or(std::ptr::null_mut(), |library| library.symbol(name));
        assert!(!symbol.is_null(), "append_to_inittab!: CPython is not loaded in this process");
        symbol
    };
    let (is_initialized, append) = (find(c"Py_IsInitialized"), find(c"PyImport_AppendInittab"));
    // SAFETY: the signatures these two have had since Python 1. Both may be called
    // before initialisation; the name lives for ever.
    unsafe {
        let is_initialized: unsafe extern "C" fn() -> c_int = std::mem::transmute(is_initialized);
        let append: unsafe extern "C" fn(*const c_char, Option<Init>) -> c_int =
            std::mem::transmute(append);
        assert!(is_initialized() == 0, "append_to_inittab!: an interpreter is running already");
        assert!(append(def.name().as_ptr(), Some(init)) == 0, "append_to_inittab!: out of memory");
    }
}
