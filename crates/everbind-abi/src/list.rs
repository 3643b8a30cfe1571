//! `list`.

use std::ffi::c_int;

use crate::table::api;
use crate::{Py_ssize_t, PyObject, PyTypeObject};

api! {
    fn PyList_Append(o: *mut PyObject, arg: *mut PyObject) -> c_int;
    fn PyList_AsTuple(o: *mut PyObject) -> *mut PyObject;
    fn PyList_GetItem(o: *mut PyObject, index: Py_ssize_t) -> *mut PyObject;
    fn PyList_GetSlice(o: *mut PyObject, low: Py_ssize_t, high: Py_ssize_t) -> *mut PyObject;
    fn PyList_Insert(o: *mut PyObject, size: Py_ssize_t, value: *mut PyObject) -> c_int;
    fn PyList_New(size: Py_ssize_t) -> *mut PyObject;
    fn PyList_Reverse(o: *mut PyObject) -> c_int;
    fn PyList_SetItem(o: *mut PyObject, index: Py_ssize_t, value: *mut PyObject) -> c_int;
    fn PyList_SetSlice(
        o: *mut PyObject,
        low: Py_ssize_t,
        high: Py_ssize_t,
        items: *mut PyObject,
    ) -> c_int;
    fn PyList_Size(o: *mut PyObject) -> Py_ssize_t;
    fn PyList_Sort(o: *mut PyObject) -> c_int;

    static PyListIter_Type: PyTypeObject;
    static PyListRevIter_Type: PyTypeObject;
    static PyList_Type: PyTypeObject;
}
