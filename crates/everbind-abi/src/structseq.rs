//! Struct sequences (named tuples made by C).

use std::ffi::{c_char, c_int};

use crate::table::api;
use crate::{Py_ssize_t, PyObject, PyTypeObject};

/// A field of a struct sequence.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyStructSequence_Field {
    /// In UTF-8, ending with a zero.
    pub name: *const c_char,
    /// In UTF-8, ending with a zero, or null.
    pub doc: *const c_char,
}

/// What `PyStructSequence_NewType` makes a type from.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyStructSequence_Desc {
    /// In UTF-8, ending with a zero.
    pub name: *const c_char,
    /// In UTF-8, ending with a zero, or null.
    pub doc: *const c_char,
    /// An array that ends with a null name.
    pub fields: *mut PyStructSequence_Field,
    /// How many of the fields the tuple shows.
    pub n_in_sequence: c_int,
}

api! {
    fn PyStructSequence_GetItem(o: *mut PyObject, index: Py_ssize_t) -> *mut PyObject;
    fn PyStructSequence_New(type_: *mut PyTypeObject) -> *mut PyObject;
    fn PyStructSequence_NewType(desc: *mut PyStructSequence_Desc) -> *mut PyTypeObject;
    fn PyStructSequence_SetItem(o: *mut PyObject, index: Py_ssize_t, value: *mut PyObject);
}
