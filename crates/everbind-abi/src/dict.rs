//! `dict`, its views and its iterators.

use std::ffi::{c_char, c_int, c_void};

use crate::table::api;
use crate::{Py_ssize_t, PyObject, PyTypeObject};

api! {
    fn PyDict_Clear(dict: *mut PyObject);
    fn PyDict_Contains(dict: *mut PyObject, key: *mut PyObject) -> c_int;
    fn PyDict_Copy(dict: *mut PyObject) -> *mut PyObject;
    fn PyDict_DelItem(dict: *mut PyObject, key: *mut PyObject) -> c_int;
    fn PyDict_DelItemString(dict: *mut PyObject, key: *const c_char) -> c_int;
    fn PyDict_GetItem(dict: *mut PyObject, key: *mut PyObject) -> *mut PyObject;
    fn PyDict_GetItemString(dict: *mut PyObject, key: *const c_char) -> *mut PyObject;
    fn PyDict_GetItemWithError(dict: *mut PyObject, key: *mut PyObject) -> *mut PyObject;
    fn PyDict_Items(dict: *mut PyObject) -> *mut PyObject;
    fn PyDict_Keys(dict: *mut PyObject) -> *mut PyObject;
    fn PyDict_Merge(dict: *mut PyObject, other: *mut PyObject, override_: c_int) -> c_int;
    fn PyDict_MergeFromSeq2(dict: *mut PyObject, seq2: *mut PyObject, override_: c_int) -> c_int;
    fn PyDict_New() -> *mut PyObject;
    fn PyDict_Next(
        dict: *mut PyObject,
        pos: *mut Py_ssize_t,
        key: *mut *mut PyObject,
        value: *mut *mut PyObject,
    ) -> c_int;
    fn PyDict_SetItem(dict: *mut PyObject, key: *mut PyObject, item: *mut PyObject) -> c_int;
    fn PyDict_SetItemString(dict: *mut PyObject, key: *const c_char, item: *mut PyObject) -> c_int;
    fn PyDict_Size(dict: *mut PyObject) -> Py_ssize_t;
    fn PyDict_Update(dict: *mut PyObject, other: *mut PyObject) -> c_int;
    fn PyDict_Values(dict: *mut PyObject) -> *mut PyObject;
    fn PyObject_GenericGetDict(o: *mut PyObject, context: *mut c_void) -> *mut PyObject;

    static PyDictItems_Type: PyTypeObject;
    static PyDictIterItem_Type: PyTypeObject;
    static PyDictIterKey_Type: PyTypeObject;
    static PyDictIterValue_Type: PyTypeObject;
    static PyDictKeys_Type: PyTypeObject;
    static PyDictRevIterItem_Type: PyTypeObject;
    static PyDictRevIterKey_Type: PyTypeObject;
    static PyDictRevIterValue_Type: PyTypeObject;
    static PyDictValues_Type: PyTypeObject;
    static PyDict_Type: PyTypeObject;
}
