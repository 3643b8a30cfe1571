//! `complex`.

use std::ffi::c_double;

use crate::table::api;
use crate::{PyObject, PyTypeObject};

api! {
    fn PyComplex_FromDoubles(real: c_double, imag: c_double) -> *mut PyObject;
    fn PyComplex_ImagAsDouble(op: *mut PyObject) -> c_double;
    fn PyComplex_RealAsDouble(op: *mut PyObject) -> c_double;

    static PyComplex_Type: PyTypeObject;
}
