//! `float`.

use std::ffi::c_double;

use crate::table::api;
use crate::{PyObject, PyTypeObject};

api! {
    fn PyFloat_AsDouble(o: *mut PyObject) -> c_double;
    fn PyFloat_FromString(o: *mut PyObject) -> *mut PyObject;
    fn PyFloat_GetInfo() -> *mut PyObject;
    fn PyFloat_GetMax() -> c_double;
    fn PyFloat_GetMin() -> c_double;

    static PyFloat_Type: PyTypeObject;
}
