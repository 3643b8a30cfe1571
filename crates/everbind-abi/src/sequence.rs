//! The sequence protocol.

use std::ffi::{c_char, c_int};

use crate::table::api;
use crate::{Py_ssize_t, PyObject};

api! {
    fn PySequence_Check(o: *mut PyObject) -> c_int;
    fn PySequence_Concat(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    fn PySequence_Contains(seq: *mut PyObject, ob: *mut PyObject) -> c_int;
    fn PySequence_Count(o: *mut PyObject, value: *mut PyObject) -> Py_ssize_t;
    fn PySequence_DelItem(o: *mut PyObject, i: Py_ssize_t) -> c_int;
    fn PySequence_DelSlice(o: *mut PyObject, i1: Py_ssize_t, i2: Py_ssize_t) -> c_int;
    fn PySequence_Fast(o: *mut PyObject, m: *const c_char) -> *mut PyObject;
    fn PySequence_GetItem(o: *mut PyObject, i: Py_ssize_t) -> *mut PyObject;
    fn PySequence_GetSlice(o: *mut PyObject, i1: Py_ssize_t, i2: Py_ssize_t) -> *mut PyObject;
    fn PySequence_In(o: *mut PyObject, value: *mut PyObject) -> c_int;
    fn PySequence_InPlaceConcat(o1: *mut PyObject, o2: *mut PyObject) -> *mut PyObject;
    fn PySequence_InPlaceRepeat(o: *mut PyObject, count: Py_ssize_t) -> *mut PyObject;
    fn PySequence_Index(o: *mut PyObject, value: *mut PyObject) -> Py_ssize_t;
    fn PySequence_Length(o: *mut PyObject) -> Py_ssize_t;
    fn PySequence_List(o: *mut PyObject) -> *mut PyObject;
    fn PySequence_Repeat(o: *mut PyObject, count: Py_ssize_t) -> *mut PyObject;
    fn PySequence_SetItem(o: *mut PyObject, i: Py_ssize_t, v: *mut PyObject) -> c_int;
    fn PySequence_SetSlice(
        o: *mut PyObject,
        i1: Py_ssize_t,
        i2: Py_ssize_t,
        v: *mut PyObject,
    ) -> c_int;
    fn PySequence_Size(o: *mut PyObject) -> Py_ssize_t;
    fn PySequence_Tuple(o: *mut PyObject) -> *mut PyObject;
}
