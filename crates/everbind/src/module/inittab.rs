//! [`append_to_inittab`]: modules of a program that embeds Python.

use super::definition::ModuleDef;
use crate::ffi;

/// Makes a module importable in an interpreter that will be started.
///
/// # Panics
/// If an interpreter runs already, or CPython cannot be found.
#[inline]
pub fn append_to_inittab(
    def: &'static ModuleDef,
    init: unsafe extern "C" fn() -> *mut ffi::PyObject,
) {
    if let Err(err) = ffi::open() {
        panic!("append_to_inittab!: {err}");
    }
    match ffi::load() {
        Err(ffi::LoadError::NotRunning) => {}
        Err(err) => panic!("append_to_inittab!: {err}"),
        Ok(_) => panic!("append_to_inittab!: an interpreter is running already"),
    }
    // SAFETY: the tables are filled, and this may be called before the interpreter
    // starts; the name lives for ever.
    let status = unsafe { ffi::PyImport_AppendInittab(def.name().as_ptr(), Some(init)) };
    assert!(status == 0, "append_to_inittab!: out of memory");
}
