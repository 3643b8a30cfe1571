//! Struct sequences (named tuples made by C).

use std::ffi::{c_char, c_int};

use crate::table::api;
use crate::{Py_ssize_t, PyObject, PyTypeObject};

/// A field of a struct sequence.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyStructSequence_Field {
    pub name: *const c_char,
    pub doc: *const c_char,
}

/// What `PyStructSequence_NewType` makes a type from.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyStructSequence_Desc {
    pub name: *const c_char,
    pub doc: *const c_char,
    pub fields: *mut PyStructSequence_Field,
    pub n_in_sequence: c_int,
}

api! {
    fn PyStructSequence_GetItem(o: *mut PyObject, index: Py_ssize_t) -> *mut PyObject;
    fn PyStructSequence_New(type_: *mut PyTypeObject) -> *mut PyObject;
    fn PyStructSequence_NewType(desc: *mut PyStructSequence_Desc) -> *mut PyTypeObject;
    fn PyStructSequence_SetItem(o: *mut PyObject, index: Py_ssize_t, value: *mut PyObject);
}
