//! Newer functions under the path where pyo3-ffi has their replacements. Here they are at the root too.

pub use crate::{
    Py_HashBuffer, Py_NewRef, Py_XNewRef, PyDict_GetItemRef, PyDict_SetDefaultRef,
    PyImport_AddModuleRef, PyIter_NextItem, PyList_Clear, PyList_Extend, PyList_GetItemRef,
    PyModule_Add, PyModule_AddObjectRef, PyObject_CallMethodNoArgs, PyObject_CallNoArgs,
    PyObject_GetOptionalAttr, PyObject_HasAttrWithError, PyThreadState_GetUnchecked,
    PyWeakref_GetRef,
};
