//! Iterators, and the built-in types that are made by iterating.

use std::ffi::c_int;

use crate::table::api;
use crate::{PyObject, PyTypeObject};

/// What `PyIter_Send` and `am_send` return. A struct, for a C enum may hold any integer.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PySendResult(pub c_int);

impl PySendResult {
    /// It returned: the result is the value.
    pub const PYGEN_RETURN: Self = Self(0);
    /// It raised.
    pub const PYGEN_ERROR: Self = Self(-1);
    /// It yielded: the result is what.
    pub const PYGEN_NEXT: Self = Self(1);
}

api! {
    fn PyAIter_Check(o: *mut PyObject) -> c_int;
    fn PyCallIter_New(callable: *mut PyObject, sentinel: *mut PyObject) -> *mut PyObject;
    fn PyIter_Check(o: *mut PyObject) -> c_int;
    fn PyIter_Next(o: *mut PyObject) -> *mut PyObject;
    fn PyIter_Send(
        iter: *mut PyObject,
        value: *mut PyObject,
        result: *mut *mut PyObject,
    ) -> PySendResult;
    fn PyObject_GetAIter(o: *mut PyObject) -> *mut PyObject;
    fn PyObject_GetIter(o: *mut PyObject) -> *mut PyObject;
    fn PySeqIter_New(o: *mut PyObject) -> *mut PyObject;

    static PyCallIter_Type: PyTypeObject;
    static PyEnum_Type: PyTypeObject;
    static PyFilter_Type: PyTypeObject;
    static PyLongRangeIter_Type: PyTypeObject;
    static PyMap_Type: PyTypeObject;
    static PyRangeIter_Type: PyTypeObject;
    static PyRange_Type: PyTypeObject;
    static PyReversed_Type: PyTypeObject;
    static PySeqIter_Type: PyTypeObject;
    static PyZip_Type: PyTypeObject;
}
