//! Capsules: a C pointer as an object.

use std::ffi::{c_char, c_int, c_void};

use crate::table::api;
use crate::{PyObject, PyTypeObject};

/// Called when a capsule is destroyed.
pub type PyCapsule_Destructor = unsafe extern "C" fn(o: *mut PyObject);

api! {
    fn PyCapsule_GetContext(capsule: *mut PyObject) -> *mut c_void;
    fn PyCapsule_GetDestructor(capsule: *mut PyObject) -> Option<PyCapsule_Destructor>;
    fn PyCapsule_GetName(capsule: *mut PyObject) -> *const c_char;
    fn PyCapsule_GetPointer(capsule: *mut PyObject, name: *const c_char) -> *mut c_void;
    fn PyCapsule_Import(name: *const c_char, no_block: c_int) -> *mut c_void;
    fn PyCapsule_IsValid(capsule: *mut PyObject, name: *const c_char) -> c_int;
    fn PyCapsule_New(
        pointer: *mut c_void,
        name: *const c_char,
        destructor: Option<PyCapsule_Destructor>,
    ) -> *mut PyObject;
    fn PyCapsule_SetContext(capsule: *mut PyObject, context: *mut c_void) -> c_int;
    fn PyCapsule_SetDestructor(
        capsule: *mut PyObject,
        destructor: Option<PyCapsule_Destructor>,
    ) -> c_int;
    fn PyCapsule_SetName(capsule: *mut PyObject, name: *const c_char) -> c_int;
    fn PyCapsule_SetPointer(capsule: *mut PyObject, pointer: *mut c_void) -> c_int;

    static PyCapsule_Type: PyTypeObject;
}
