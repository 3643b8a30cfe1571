//! Compiling source, printing errors, signals and forks.

use std::ffi::{c_char, c_int};

use crate::PyObject;
use crate::table::api;

/// The handler of a signal.
pub type PyOS_sighandler_t = Option<unsafe extern "C" fn(c_int)>;

/// A statement at the prompt.
pub const Py_single_input: c_int = 256;
/// A whole module.
pub const Py_file_input: c_int = 257;
/// An expression.
pub const Py_eval_input: c_int = 258;

api! {
    fn PyErr_Display(exception: *mut PyObject, value: *mut PyObject, traceback: *mut PyObject);
    fn PyErr_DisplayException(exception: *mut PyObject);
    fn PyErr_Print();
    fn PyErr_PrintEx(set_sys_last_vars: c_int);
    fn PyOS_AfterFork();
    fn PyOS_AfterFork_Child();
    fn PyOS_AfterFork_Parent();
    fn PyOS_BeforeFork();
    fn PyOS_InterruptOccurred() -> c_int;
    fn Py_CompileString(
        source: *const c_char,
        filename: *const c_char,
        start: c_int,
    ) -> *mut PyObject;
}
