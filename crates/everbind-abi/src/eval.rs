//! Evaluation, attaching and detaching, recursion, pending calls.

use std::ffi::{c_char, c_int, c_void};

use crate::table::api;
use crate::{PyFrameObject, PyObject, PyThreadState};

api! {
    fn PyEval_AcquireLock();
    fn PyEval_AcquireThread(tstate: *mut PyThreadState);
    fn PyEval_EvalCode(
        code: *mut PyObject,
        globals: *mut PyObject,
        locals: *mut PyObject,
    ) -> *mut PyObject;
    fn PyEval_EvalCodeEx(
        co: *mut PyObject,
        globals: *mut PyObject,
        locals: *mut PyObject,
        args: *const *mut PyObject,
        argc: c_int,
        kwds: *const *mut PyObject,
        kwdc: c_int,
        defs: *const *mut PyObject,
        defc: c_int,
        kwdefs: *mut PyObject,
        closure: *mut PyObject,
    ) -> *mut PyObject;
    fn PyEval_EvalFrame(frame: *mut PyFrameObject) -> *mut PyObject;
    fn PyEval_EvalFrameEx(f: *mut PyFrameObject, exc: c_int) -> *mut PyObject;
    fn PyEval_GetBuiltins() -> *mut PyObject;
    fn PyEval_GetFuncDesc(o: *mut PyObject) -> *const c_char;
    fn PyEval_GetFuncName(o: *mut PyObject) -> *const c_char;
    fn PyEval_GetGlobals() -> *mut PyObject;
    fn PyEval_GetLocals() -> *mut PyObject;
    fn PyEval_InitThreads();
    fn PyEval_ReleaseLock();
    fn PyEval_ReleaseThread(tstate: *mut PyThreadState);
    fn PyEval_RestoreThread(tstate: *mut PyThreadState);
    fn PyEval_SaveThread() -> *mut PyThreadState;
    fn PyEval_ThreadsInitialized() -> c_int;
    fn Py_AddPendingCall(
        func: Option<unsafe extern "C" fn(*mut c_void) -> c_int>,
        arg: *mut c_void,
    ) -> c_int;
    fn Py_EnterRecursiveCall(where_: *const c_char) -> c_int;
    fn Py_GetRecursionLimit() -> c_int;
    fn Py_LeaveRecursiveCall();
    fn Py_MakePendingCalls() -> c_int;
    fn Py_SetRecursionLimit(limit: c_int);
}
