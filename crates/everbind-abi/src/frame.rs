//! Frames of running code.

use std::ffi::c_int;

use crate::table::api;
use crate::{PyCodeObject, PyFrameObject};

api! {
    fn PyEval_GetFrame() -> *mut PyFrameObject;
    fn PyFrame_GetCode(frame: *mut PyFrameObject) -> *mut PyCodeObject;
    fn PyFrame_GetLineNumber(frame: *mut PyFrameObject) -> c_int;
}
