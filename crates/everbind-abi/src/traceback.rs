//! Tracebacks.

use std::ffi::c_int;

use crate::table::api;
use crate::{PyFrameObject, PyObject, PyTypeObject};

api! {
    fn PyTraceBack_Here(frame: *mut PyFrameObject) -> c_int;
    fn PyTraceBack_Print(traceback: *mut PyObject, file: *mut PyObject) -> c_int;

    static PyTraceBack_Type: PyTypeObject;
}
