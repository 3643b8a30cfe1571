//! `list[int]` and the like.

use crate::table::api;
use crate::{PyObject, PyTypeObject};

api! {
    fn Py_GenericAlias(o: *mut PyObject, arg: *mut PyObject) -> *mut PyObject;

    static Py_GenericAliasType: PyTypeObject;
}
