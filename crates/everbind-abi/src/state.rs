//! The states of threads and interpreters.

use std::ffi::{c_int, c_ulong};

use crate::table::api;
use crate::{PyFrameObject, PyInterpreterState, PyObject, PyThreadState};

/// What `PyGILState_Ensure` found. A struct, for a C enum may hold any integer.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PyGILState_STATE(pub c_int);

impl PyGILState_STATE {
    /// The thread was attached before.
    pub const PyGILState_LOCKED: Self = Self(0);
    /// The thread was not attached before.
    pub const PyGILState_UNLOCKED: Self = Self(1);
}

api! {
    fn PyGILState_Ensure() -> PyGILState_STATE;
    fn PyGILState_GetThisThreadState() -> *mut PyThreadState;
    fn PyGILState_Release(state: PyGILState_STATE);
    fn PyInterpreterState_Clear(interp: *mut PyInterpreterState);
    fn PyInterpreterState_Delete(interp: *mut PyInterpreterState);
    fn PyInterpreterState_Get() -> *mut PyInterpreterState;
    fn PyInterpreterState_GetDict(interp: *mut PyInterpreterState) -> *mut PyObject;
    fn PyInterpreterState_GetID(interp: *mut PyInterpreterState) -> i64;
    fn PyInterpreterState_New() -> *mut PyInterpreterState;
    fn PyThreadState_Clear(tstate: *mut PyThreadState);
    fn PyThreadState_Delete(tstate: *mut PyThreadState);
    fn PyThreadState_Get() -> *mut PyThreadState;
    fn PyThreadState_GetDict() -> *mut PyObject;
    fn PyThreadState_GetFrame(tstate: *mut PyThreadState) -> *mut PyFrameObject;
    fn PyThreadState_GetID(tstate: *mut PyThreadState) -> u64;
    fn PyThreadState_GetInterpreter(tstate: *mut PyThreadState) -> *mut PyInterpreterState;
    fn PyThreadState_New(interp: *mut PyInterpreterState) -> *mut PyThreadState;
    fn PyThreadState_SetAsyncExc(id: c_ulong, exc: *mut PyObject) -> c_int;
    fn PyThreadState_Swap(tstate: *mut PyThreadState) -> *mut PyThreadState;
}
