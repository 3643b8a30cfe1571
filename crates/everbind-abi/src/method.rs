//! Built-in functions: `PyMethodDef`, calling conventions, `PyCFunction`.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use crate::table::api;
use crate::{Py_ssize_t, PyObject, PyTypeObject};

/// `METH_NOARGS`, `METH_O` and `METH_VARARGS`: the module or instance, and the argument or arguments.
pub type PyCFunction =
    unsafe extern "C" fn(slf: *mut PyObject, args: *mut PyObject) -> *mut PyObject;
/// `METH_FASTCALL`: arguments in an array.
pub type PyCFunctionFast = unsafe extern "C" fn(
    slf: *mut PyObject,
    args: *mut *mut PyObject,
    nargs: Py_ssize_t,
) -> *mut PyObject;
/// `METH_VARARGS | METH_KEYWORDS`: a tuple and a dict or null.
pub type PyCFunctionWithKeywords = unsafe extern "C" fn(
    slf: *mut PyObject,
    args: *mut PyObject,
    kwds: *mut PyObject,
) -> *mut PyObject;
/// `METH_FASTCALL | METH_KEYWORDS`: an array, and the names of the keywords or null.
pub type PyCFunctionFastWithKeywords = unsafe extern "C" fn(
    slf: *mut PyObject,
    args: *const *mut PyObject,
    nargs: Py_ssize_t,
    kwnames: *mut PyObject,
) -> *mut PyObject;
/// `METH_METHOD | METH_FASTCALL | METH_KEYWORDS`: with the class that defines it.
pub type PyCMethod = unsafe extern "C" fn(
    slf: *mut PyObject,
    defining_class: *mut PyTypeObject,
    args: *const *mut PyObject,
    nargs: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject;
/// An older name.
pub type _PyCFunctionFast = PyCFunctionFast;
/// An older name.
pub type _PyCFunctionFastWithKeywords = PyCFunctionFastWithKeywords;

/// A built-in function or method. A list of them ends with [`PyMethodDef::zeroed`].
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PyMethodDef {
    /// In UTF-8, ending with a zero.
    pub ml_name: *const c_char,
    /// The function.
    pub ml_meth: PyMethodDefPointer,
    /// `METH_…`
    pub ml_flags: c_int,
    /// In UTF-8, ending with a zero, or null.
    pub ml_doc: *const c_char,
}

impl PyMethodDef {
    /// The entry that ends a list.
    pub const fn zeroed() -> Self {
        Self {
            ml_name: ptr::null(),
            ml_meth: PyMethodDefPointer::zeroed(),
            ml_flags: 0,
            ml_doc: ptr::null(),
        }
    }
}

// SAFETY: a constant record; its texts are only read, by the interpreter.
unsafe impl Sync for PyMethodDef {}

/// The C function of a [`PyMethodDef`], by calling convention.
#[repr(C)]
#[derive(Clone, Copy)]
pub union PyMethodDefPointer {
    /// `METH_VARARGS`, `METH_NOARGS`, `METH_O`.
    pub PyCFunction: PyCFunction,
    /// `METH_VARARGS | METH_KEYWORDS`.
    pub PyCFunctionWithKeywords: PyCFunctionWithKeywords,
    /// An older name.
    pub _PyCFunctionFast: PyCFunctionFast,
    /// `METH_FASTCALL`.
    pub PyCFunctionFast: PyCFunctionFast,
    /// An older name.
    pub _PyCFunctionFastWithKeywords: PyCFunctionFastWithKeywords,
    /// `METH_FASTCALL | METH_KEYWORDS`.
    pub PyCFunctionFastWithKeywords: PyCFunctionFastWithKeywords,
    /// `METH_FASTCALL | METH_KEYWORDS | METH_METHOD`.
    pub PyCMethod: PyCMethod,
    /// Any of them, or none.
    pub Void: *mut c_void,
}

impl PyMethodDefPointer {
    /// No function.
    pub const fn zeroed() -> Self {
        Self { Void: ptr::null_mut() }
    }
}

const _: () = assert!(size_of::<PyMethodDefPointer>() == size_of::<Option<PyCFunction>>());

/// Arguments in a tuple.
pub const METH_VARARGS: c_int = 0x0001;
/// Keywords are accepted.
pub const METH_KEYWORDS: c_int = 0x0002;
/// No arguments.
pub const METH_NOARGS: c_int = 0x0004;
/// One argument.
pub const METH_O: c_int = 0x0008;
/// A class method.
pub const METH_CLASS: c_int = 0x0010;
/// A static method.
pub const METH_STATIC: c_int = 0x0020;
/// It replaces a slot's wrapper of that name.
pub const METH_COEXIST: c_int = 0x0040;
/// Arguments in an array.
pub const METH_FASTCALL: c_int = 0x0080;
/// The class that defines it is passed.
pub const METH_METHOD: c_int = 0x0200;

api! {
    fn PyCFunction_Call(
        callable: *mut PyObject,
        args: *mut PyObject,
        kwargs: *mut PyObject,
    ) -> *mut PyObject;
    fn PyCFunction_GetFlags(o: *mut PyObject) -> c_int;
    fn PyCFunction_GetFunction(o: *mut PyObject) -> Option<PyCFunction>;
    fn PyCFunction_GetSelf(o: *mut PyObject) -> *mut PyObject;
    fn PyCFunction_New(method: *mut PyMethodDef, slf: *mut PyObject) -> *mut PyObject;
    fn PyCFunction_NewEx(
        method: *mut PyMethodDef,
        slf: *mut PyObject,
        module: *mut PyObject,
    ) -> *mut PyObject;
    fn PyCMethod_New(
        method: *mut PyMethodDef,
        slf: *mut PyObject,
        module: *mut PyObject,
        cls: *mut PyTypeObject,
    ) -> *mut PyObject;

    static PyCFunction_Type: PyTypeObject;
}
