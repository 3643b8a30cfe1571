//! Descriptors: members, getters and setters.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use crate::table::api;
use crate::{Py_ssize_t, PyMethodDef, PyObject, PyTypeObject};

/// Reads a property.
pub type getter = unsafe extern "C" fn(slf: *mut PyObject, closure: *mut c_void) -> *mut PyObject;
/// Writes a property, or deletes it where the value is null.
pub type setter =
    unsafe extern "C" fn(slf: *mut PyObject, value: *mut PyObject, closure: *mut c_void) -> c_int;

/// A property of a type, in C. A list of them ends with a zeroed one.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyGetSetDef {
    /// In UTF-8, ending with a zero.
    pub name: *const c_char,
    /// Reads it.
    pub get: Option<getter>,
    /// Writes it, if it can be written.
    pub set: Option<setter>,
    /// In UTF-8, ending with a zero, or null.
    pub doc: *const c_char,
    /// Passed to both.
    pub closure: *mut c_void,
}

impl Default for PyGetSetDef {
    fn default() -> Self {
        Self { name: ptr::null(), get: None, set: None, doc: ptr::null(), closure: ptr::null_mut() }
    }
}

// SAFETY: a constant record; its texts are only read, by the interpreter.
unsafe impl Sync for PyGetSetDef {}

/// A field of an instance, read and written by C. A list of them ends with a zeroed one.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyMemberDef {
    /// In UTF-8, ending with a zero.
    pub name: *const c_char,
    /// `Py_T_…`
    pub type_code: c_int,
    /// From the start of the instance, in bytes.
    pub offset: Py_ssize_t,
    /// Its flags.
    pub flags: c_int,
    /// In UTF-8, ending with a zero, or null.
    pub doc: *const c_char,
}

impl Default for PyMemberDef {
    fn default() -> Self {
        Self { name: ptr::null(), type_code: 0, offset: 0, flags: 0, doc: ptr::null() }
    }
}

// SAFETY: as for `PyGetSetDef`.
unsafe impl Sync for PyMemberDef {}

/// `short`
pub const Py_T_SHORT: c_int = 0;
/// `int`
pub const Py_T_INT: c_int = 1;
/// `long`
pub const Py_T_LONG: c_int = 2;
/// `float`
pub const Py_T_FLOAT: c_int = 3;
/// `double`
pub const Py_T_DOUBLE: c_int = 4;
/// `const char *`, read only.
pub const Py_T_STRING: c_int = 5;
/// `PyObject *`; `None` where it is null. Use [`Py_T_OBJECT_EX`].
pub const _Py_T_OBJECT: c_int = 6;
/// `char`, as a string of one character.
pub const Py_T_CHAR: c_int = 7;
/// `char`, as a number.
pub const Py_T_BYTE: c_int = 8;
/// `unsigned char`
pub const Py_T_UBYTE: c_int = 9;
/// `unsigned short`
pub const Py_T_USHORT: c_int = 10;
/// `unsigned int`
pub const Py_T_UINT: c_int = 11;
/// `unsigned long`
pub const Py_T_ULONG: c_int = 12;
/// `char[]`, read only.
pub const Py_T_STRING_INPLACE: c_int = 13;
/// `char`, as a `bool`.
pub const Py_T_BOOL: c_int = 14;
/// `PyObject *`; `AttributeError` where it is null.
pub const Py_T_OBJECT_EX: c_int = 16;
/// `long long`
pub const Py_T_LONGLONG: c_int = 17;
/// `unsigned long long`
pub const Py_T_ULONGLONG: c_int = 18;
/// [`Py_ssize_t`]
pub const Py_T_PYSSIZET: c_int = 19;
/// Nothing; always `None`.
pub const _Py_T_NONE: c_int = 20;

/// The member cannot be written to.
pub const Py_READONLY: c_int = 1;
/// Reading the member is an audit event.
pub const Py_AUDIT_READ: c_int = 2;
/// Of no effect; an old name.
pub const _Py_WRITE_RESTRICTED: c_int = 4;
/// The offset counts from the type data. Honoured for `__vectorcalloffset__`, `__dictoffset__` and
/// `__weaklistoffset__` only where [`Features::relative_special_offsets`](crate::Features) says so.
pub const Py_RELATIVE_OFFSET: c_int = 8;

api! {
    fn PyDescr_NewClassMethod(type_: *mut PyTypeObject, method: *mut PyMethodDef) -> *mut PyObject;
    fn PyDescr_NewGetSet(type_: *mut PyTypeObject, getset: *mut PyGetSetDef) -> *mut PyObject;
    fn PyDescr_NewMember(type_: *mut PyTypeObject, member: *mut PyMemberDef) -> *mut PyObject;
    fn PyDescr_NewMethod(type_: *mut PyTypeObject, method: *mut PyMethodDef) -> *mut PyObject;
    fn PyDictProxy_New(o: *mut PyObject) -> *mut PyObject;
    fn PyMember_GetOne(address: *const c_char, member: *mut PyMemberDef) -> *mut PyObject;
    fn PyMember_SetOne(
        address: *mut c_char,
        member: *mut PyMemberDef,
        value: *mut PyObject,
    ) -> c_int;
    fn PyWrapper_New(descr: *mut PyObject, slf: *mut PyObject) -> *mut PyObject;

    static PyClassMethodDescr_Type: PyTypeObject;
    static PyDictProxy_Type: PyTypeObject;
    static PyGetSetDescr_Type: PyTypeObject;
    static PyMemberDescr_Type: PyTypeObject;
    static PyMethodDescr_Type: PyTypeObject;
    static PyProperty_Type: PyTypeObject;
    static PyWrapperDescr_Type: PyTypeObject;
}
