//! `list`.

use std::ffi::c_int;

use crate::table::api;
use crate::{Py_ssize_t, PyObject, PyTypeObject};

api! {
    fn PyList_Append(list: *mut PyObject, item: *mut PyObject) -> c_int;
    fn PyList_AsTuple(list: *mut PyObject) -> *mut PyObject;
    fn PyList_GetItem(list: *mut PyObject, index: Py_ssize_t) -> *mut PyObject;
    fn PyList_GetSlice(list: *mut PyObject, low: Py_ssize_t, high: Py_ssize_t) -> *mut PyObject;
    fn PyList_Insert(list: *mut PyObject, index: Py_ssize_t, item: *mut PyObject) -> c_int;
    fn PyList_New(size: Py_ssize_t) -> *mut PyObject;
    fn PyList_Reverse(list: *mut PyObject) -> c_int;
    fn PyList_SetItem(list: *mut PyObject, index: Py_ssize_t, item: *mut PyObject) -> c_int;
    fn PyList_SetSlice(
        list: *mut PyObject,
        low: Py_ssize_t,
        high: Py_ssize_t,
        items: *mut PyObject,
    ) -> c_int;
    fn PyList_Size(list: *mut PyObject) -> Py_ssize_t;
    fn PyList_Sort(list: *mut PyObject) -> c_int;

    static PyListIter_Type: PyTypeObject;
    static PyListRevIter_Type: PyTypeObject;
    static PyList_Type: PyTypeObject;
}
