//! The functions C calls with `...`: arguments by format, errors and strings by format.

use std::ffi::{c_char, c_int};

use crate::table::variadic;
use crate::{Py_ssize_t, PyObject};

variadic! {
    fn PyArg_Parse(args: *mut PyObject, format: *const c_char, ...) -> c_int;
    fn PyArg_ParseTuple(args: *mut PyObject, format: *const c_char, ...) -> c_int;
    fn PyArg_ParseTupleAndKeywords(
        args: *mut PyObject,
        kwargs: *mut PyObject,
        format: *const c_char,
        keywords: *const *mut c_char,
        ...
    ) -> c_int;
    fn PyArg_UnpackTuple(
        args: *mut PyObject,
        name: *const c_char,
        min: Py_ssize_t,
        max: Py_ssize_t,
        ...
    ) -> c_int;
    fn PyBytes_FromFormat(format: *const c_char, ...) -> *mut PyObject;
    fn PyErr_Format(exception: *mut PyObject, format: *const c_char, ...) -> *mut PyObject;
    fn PyErr_ResourceWarning(
        source: *mut PyObject,
        stack_level: Py_ssize_t,
        format: *const c_char,
        ...
    ) -> c_int;
    fn PyErr_WarnFormat(
        category: *mut PyObject,
        stack_level: Py_ssize_t,
        format: *const c_char,
        ...
    ) -> c_int;
    fn PyEval_CallFunction(callable: *mut PyObject, format: *const c_char, ...) -> *mut PyObject;
    fn PyEval_CallMethod(
        obj: *mut PyObject,
        name: *const c_char,
        format: *const c_char,
        ...
    ) -> *mut PyObject;
    fn PyOS_snprintf(str: *mut c_char, size: usize, format: *const c_char, ...) -> c_int;
    fn PyObject_CallFunction(callable: *mut PyObject, format: *const c_char, ...) -> *mut PyObject;
    fn PyObject_CallFunctionObjArgs(callable: *mut PyObject, ...) -> *mut PyObject;
    fn PyObject_CallMethod(
        obj: *mut PyObject,
        name: *const c_char,
        format: *const c_char,
        ...
    ) -> *mut PyObject;
    fn PyObject_CallMethodObjArgs(obj: *mut PyObject, name: *mut PyObject, ...) -> *mut PyObject;
    fn PySys_FormatStderr(format: *const c_char, ...);
    fn PySys_FormatStdout(format: *const c_char, ...);
    fn PySys_WriteStderr(format: *const c_char, ...);
    fn PySys_WriteStdout(format: *const c_char, ...);
    fn PyTuple_Pack(size: Py_ssize_t, ...) -> *mut PyObject;
    fn PyUnicode_FromFormat(format: *const c_char, ...) -> *mut PyObject;
    fn Py_BuildValue(format: *const c_char, ...) -> *mut PyObject;
    fn _PyObject_CallFunction_SizeT(
        callable: *mut PyObject,
        format: *const c_char,
        ...
    ) -> *mut PyObject;
    fn _PyObject_CallMethod_SizeT(
        obj: *mut PyObject,
        name: *const c_char,
        format: *const c_char,
        ...
    ) -> *mut PyObject;
    fn _Py_BuildValue_SizeT(format: *const c_char, ...) -> *mut PyObject;
}
