//! Starting and stopping an interpreter.

// `Py_Exit` does not return.
#![allow(unreachable_code, unused_variables, clippy::diverging_sub_expression)]

use std::ffi::{c_char, c_int};

use crate::table::api;
use crate::{PyOS_sighandler_t, PyThreadState, wchar_t};

api! {
    fn PyOS_getsig(signal: c_int) -> PyOS_sighandler_t;
    fn PyOS_setsig(signal: c_int, handler: PyOS_sighandler_t) -> PyOS_sighandler_t;
    fn Py_AtExit(func: Option<unsafe extern "C" fn()>) -> c_int;
    fn Py_BytesMain(argc: c_int, argv: *mut *mut c_char) -> c_int;
    fn Py_EndInterpreter(tstate: *mut PyThreadState);
    fn Py_Exit(status: c_int) -> !;
    fn Py_Finalize();
    fn Py_FinalizeEx() -> c_int;
    fn Py_GetBuildInfo() -> *const c_char;
    fn Py_GetCompiler() -> *const c_char;
    fn Py_GetCopyright() -> *const c_char;
    fn Py_GetExecPrefix() -> *mut wchar_t;
    fn Py_GetPath() -> *mut wchar_t;
    fn Py_GetPlatform() -> *const c_char;
    fn Py_GetPrefix() -> *mut wchar_t;
    fn Py_GetProgramFullPath() -> *mut wchar_t;
    fn Py_GetProgramName() -> *mut wchar_t;
    fn Py_GetPythonHome() -> *mut wchar_t;
    fn Py_GetVersion() -> *const c_char;
    fn Py_Initialize();
    fn Py_InitializeEx(signal_handlers: c_int);
    fn Py_IsInitialized() -> c_int;
    fn Py_Main(argc: c_int, argv: *mut *mut wchar_t) -> c_int;
    fn Py_NewInterpreter() -> *mut PyThreadState;
    fn Py_SetPath(path: *const wchar_t);
    fn Py_SetProgramName(name: *const wchar_t);
    fn Py_SetPythonHome(home: *const wchar_t);
}
