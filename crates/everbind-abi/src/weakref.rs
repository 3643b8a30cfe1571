//! Weak references.

use crate::table::api;
use crate::{PyObject, PyTypeObject};

api! {
    fn PyWeakref_GetObject(ref_: *mut PyObject) -> *mut PyObject;
    fn PyWeakref_NewProxy(ob: *mut PyObject, callback: *mut PyObject) -> *mut PyObject;
    fn PyWeakref_NewRef(ob: *mut PyObject, callback: *mut PyObject) -> *mut PyObject;

    static _PyWeakref_CallableProxyType: PyTypeObject;
    static _PyWeakref_ProxyType: PyTypeObject;
    static _PyWeakref_RefType: PyTypeObject;
}
