//! Modules and their definitions.

use std::ffi::{c_char, c_int, c_long, c_void};
use std::ptr;

use crate::table::api;
use crate::{
    Py_ssize_t, PyMethodDef, PyModuleDef, PyObject, PyTypeObject, freefunc, inquiry, traverseproc,
};

/// One slot of a module definition.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyModuleDef_Slot {
    /// Which.
    pub slot: c_int,
    /// Its value.
    pub value: *mut c_void,
}

// SAFETY: a constant record; what it points to is only read, by the interpreter.
unsafe impl Sync for PyModuleDef_Slot {}

/// The fields of a `PyModuleDef` after its object header. The header is 16 bytes long with the GIL
/// and 32 without, so a definition is laid out at run time: see
/// [`Interpreter::header_size`](crate::Interpreter::header_size).
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyModuleDef_Fields {
    /// Filled in by the interpreter.
    pub m_init: Option<unsafe extern "C" fn() -> *mut PyObject>,
    /// Filled in by the interpreter.
    pub m_index: Py_ssize_t,
    /// Filled in by the interpreter.
    pub m_copy: *mut PyObject,
    /// In UTF-8, ending with a zero.
    pub m_name: *const c_char,
    /// In UTF-8, ending with a zero, or null.
    pub m_doc: *const c_char,
    /// The size of a module's state, in bytes.
    pub m_size: Py_ssize_t,
    /// An array that ends with zeroes, or null.
    pub m_methods: *mut PyMethodDef,
    /// An array that ends with zeroes, or null.
    pub m_slots: *mut PyModuleDef_Slot,
    /// Shows the garbage collector what the state holds.
    pub m_traverse: Option<traverseproc>,
    /// Drops what the state holds.
    pub m_clear: Option<inquiry>,
    /// Ends the state.
    pub m_free: Option<freefunc>,
}

/// What `PyModule_Create2` takes.
pub const PYTHON_API_VERSION: c_int = 1013;
/// The `PYTHON_API_VERSION` of the stable ABI.
pub const PYTHON_ABI_VERSION: c_int = 3;

/// The main interpreter alone may import it.
pub const Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED: *mut c_void = ptr::null_mut();
/// Interpreters that share the main one's GIL may import it.
pub const Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED: *mut c_void = ptr::without_provenance_mut(1);
/// Every interpreter may import it.
pub const Py_MOD_PER_INTERPRETER_GIL_SUPPORTED: *mut c_void = ptr::without_provenance_mut(2);
/// It needs the GIL.
pub const Py_MOD_GIL_USED: *mut c_void = ptr::null_mut();
/// It does without the GIL.
pub const Py_MOD_GIL_NOT_USED: *mut c_void = ptr::without_provenance_mut(1);

api! {
    fn PyModuleDef_Init(def: *mut PyModuleDef) -> *mut PyObject;
    fn PyModule_AddFunctions(o: *mut PyObject, method: *mut PyMethodDef) -> c_int;
    fn PyModule_AddIntConstant(o: *mut PyObject, name: *const c_char, value: c_long) -> c_int;
    fn PyModule_AddObject(
        module: *mut PyObject,
        name: *const c_char,
        value: *mut PyObject,
    ) -> c_int;
    fn PyModule_AddObjectRef(
        module: *mut PyObject,
        name: *const c_char,
        value: *mut PyObject,
    ) -> c_int;
    fn PyModule_AddStringConstant(
        module: *mut PyObject,
        name: *const c_char,
        value: *const c_char,
    ) -> c_int;
    fn PyModule_AddType(module: *mut PyObject, type_: *mut PyTypeObject) -> c_int;
    fn PyModule_Create2(def: *mut PyModuleDef, apiver: c_int) -> *mut PyObject;
    fn PyModule_ExecDef(module: *mut PyObject, def: *mut PyModuleDef) -> c_int;
    fn PyModule_FromDefAndSpec2(
        def: *mut PyModuleDef,
        spec: *mut PyObject,
        module_api_version: c_int,
    ) -> *mut PyObject;
    fn PyModule_GetDef(o: *mut PyObject) -> *mut PyModuleDef;
    fn PyModule_GetDict(o: *mut PyObject) -> *mut PyObject;
    fn PyModule_GetFilename(o: *mut PyObject) -> *const c_char;
    fn PyModule_GetFilenameObject(o: *mut PyObject) -> *mut PyObject;
    fn PyModule_GetName(o: *mut PyObject) -> *const c_char;
    fn PyModule_GetNameObject(o: *mut PyObject) -> *mut PyObject;
    fn PyModule_GetState(o: *mut PyObject) -> *mut c_void;
    fn PyModule_New(name: *const c_char) -> *mut PyObject;
    fn PyModule_NewObject(name: *mut PyObject) -> *mut PyObject;
    fn PyModule_SetDocString(o: *mut PyObject, name: *const c_char) -> c_int;
    fn PyState_AddModule(o: *mut PyObject, def: *mut PyModuleDef) -> c_int;
    fn PyState_FindModule(def: *mut PyModuleDef) -> *mut PyObject;
    fn PyState_RemoveModule(def: *mut PyModuleDef) -> c_int;

    static PyModuleDef_Type: PyTypeObject;
    static PyModule_Type: PyTypeObject;
}

/// CPython's `PyModule_FromDefAndSpec`.
///
/// # Safety
/// As `PyModule_FromDefAndSpec2`.
#[inline]
pub unsafe fn PyModule_FromDefAndSpec(def: *mut PyModuleDef, spec: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { PyModule_FromDefAndSpec2(def, spec, PYTHON_ABI_VERSION) }
}
