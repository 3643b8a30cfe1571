//! `#[pyclass(generic)]`: `Class[item]`.

use crate::ffi;

/// The definition of `__class_getitem__`.
pub(super) const CLASS_GETITEM: ffi::PyMethodDef = ffi::PyMethodDef {
    ml_name: c"__class_getitem__".as_ptr(),
    ml_meth: ffi::PyMethodDefPointer { PyCFunction: class_getitem },
    ml_flags: ffi::METH_O | ffi::METH_CLASS,
    ml_doc: c"See PEP 585".as_ptr(),
};

unsafe extern "C" fn class_getitem(
    class: *mut ffi::PyObject,
    item: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: called by CPython with living objects.
    unsafe { ffi::Py_GenericAlias(class, item) }
}
