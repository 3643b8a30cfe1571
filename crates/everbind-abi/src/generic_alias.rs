//! `list[int]` and the like.

use crate::table::api;
use crate::{PyObject, PyTypeObject};

api! {
    fn Py_GenericAlias(origin: *mut PyObject, args: *mut PyObject) -> *mut PyObject;

    static Py_GenericAliasType: PyTypeObject;
}
