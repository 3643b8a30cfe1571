//! Raising, catching and reading exceptions.

// `Py_FatalError` does not return.
#![allow(unreachable_code, unused_variables, clippy::diverging_sub_expression)]

use std::ffi::{c_char, c_int};

use crate::table::api;
use crate::{Py_ssize_t, PyObject};

api! {
    fn PyErr_BadArgument() -> c_int;
    fn PyErr_BadInternalCall();
    fn PyErr_CheckSignals() -> c_int;
    fn PyErr_Clear();
    fn PyErr_ExceptionMatches(exception: *mut PyObject) -> c_int;
    fn PyErr_Fetch(
        ptype: *mut *mut PyObject,
        pvalue: *mut *mut PyObject,
        ptraceback: *mut *mut PyObject,
    );
    fn PyErr_GetExcInfo(
        ptype: *mut *mut PyObject,
        pvalue: *mut *mut PyObject,
        ptraceback: *mut *mut PyObject,
    );
    fn PyErr_GetHandledException() -> *mut PyObject;
    fn PyErr_GetRaisedException() -> *mut PyObject;
    fn PyErr_GivenExceptionMatches(given: *mut PyObject, exception: *mut PyObject) -> c_int;
    fn PyErr_NewException(
        name: *const c_char,
        base: *mut PyObject,
        dict: *mut PyObject,
    ) -> *mut PyObject;
    fn PyErr_NewExceptionWithDoc(
        name: *const c_char,
        doc: *const c_char,
        base: *mut PyObject,
        dict: *mut PyObject,
    ) -> *mut PyObject;
    fn PyErr_NoMemory() -> *mut PyObject;
    fn PyErr_NormalizeException(
        ptype: *mut *mut PyObject,
        pvalue: *mut *mut PyObject,
        ptraceback: *mut *mut PyObject,
    );
    fn PyErr_ProgramText(filename: *const c_char, lineno: c_int) -> *mut PyObject;
    fn PyErr_Restore(type_: *mut PyObject, value: *mut PyObject, traceback: *mut PyObject);
    fn PyErr_SetExcInfo(type_: *mut PyObject, value: *mut PyObject, traceback: *mut PyObject);
    fn PyErr_SetFromErrno(exception: *mut PyObject) -> *mut PyObject;
    fn PyErr_SetFromErrnoWithFilename(exc: *mut PyObject, filename: *const c_char) -> *mut PyObject;
    fn PyErr_SetFromErrnoWithFilenameObject(
        exception: *mut PyObject,
        filename: *mut PyObject,
    ) -> *mut PyObject;
    fn PyErr_SetFromErrnoWithFilenameObjects(
        exception: *mut PyObject,
        filename: *mut PyObject,
        filename2: *mut PyObject,
    ) -> *mut PyObject;
    fn PyErr_SetHandledException(exception: *mut PyObject);
    fn PyErr_SetImportError(
        message: *mut PyObject,
        name: *mut PyObject,
        path: *mut PyObject,
    ) -> *mut PyObject;
    fn PyErr_SetImportErrorSubclass(
        exception: *mut PyObject,
        message: *mut PyObject,
        name: *mut PyObject,
        path: *mut PyObject,
    ) -> *mut PyObject;
    fn PyErr_SetInterrupt();
    fn PyErr_SetInterruptEx(signum: c_int) -> c_int;
    fn PyErr_SetNone(exception: *mut PyObject);
    fn PyErr_SetObject(exception: *mut PyObject, value: *mut PyObject);
    fn PyErr_SetRaisedException(exception: *mut PyObject);
    fn PyErr_SetString(exception: *mut PyObject, message: *const c_char);
    fn PyErr_SyntaxLocation(filename: *const c_char, lineno: c_int);
    fn PyErr_SyntaxLocationEx(filename: *const c_char, lineno: c_int, col_offset: c_int);
    fn PyErr_WriteUnraisable(o: *mut PyObject);
    fn PyExceptionClass_Name(o: *mut PyObject) -> *const c_char;
    fn PyException_GetArgs(exc: *mut PyObject) -> *mut PyObject;
    fn PyException_GetCause(exc: *mut PyObject) -> *mut PyObject;
    fn PyException_GetContext(exc: *mut PyObject) -> *mut PyObject;
    fn PyException_GetTraceback(exc: *mut PyObject) -> *mut PyObject;
    fn PyException_SetArgs(exc: *mut PyObject, args: *mut PyObject);
    fn PyException_SetCause(exc: *mut PyObject, cause: *mut PyObject);
    fn PyException_SetContext(exc: *mut PyObject, context: *mut PyObject);
    fn PyException_SetTraceback(exc: *mut PyObject, traceback: *mut PyObject) -> c_int;
    fn PyUnicodeDecodeError_Create(
        encoding: *const c_char,
        object: *const c_char,
        length: Py_ssize_t,
        start: Py_ssize_t,
        end: Py_ssize_t,
        reason: *const c_char,
    ) -> *mut PyObject;
    fn PyUnicodeDecodeError_GetEncoding(o: *mut PyObject) -> *mut PyObject;
    fn PyUnicodeDecodeError_GetEnd(exc: *mut PyObject, end: *mut Py_ssize_t) -> c_int;
    fn PyUnicodeDecodeError_GetObject(o: *mut PyObject) -> *mut PyObject;
    fn PyUnicodeDecodeError_GetReason(o: *mut PyObject) -> *mut PyObject;
    fn PyUnicodeDecodeError_GetStart(exc: *mut PyObject, start: *mut Py_ssize_t) -> c_int;
    fn PyUnicodeDecodeError_SetEnd(exc: *mut PyObject, end: Py_ssize_t) -> c_int;
    fn PyUnicodeDecodeError_SetReason(exc: *mut PyObject, reason: *const c_char) -> c_int;
    fn PyUnicodeDecodeError_SetStart(exc: *mut PyObject, start: Py_ssize_t) -> c_int;
    fn PyUnicodeEncodeError_GetEncoding(o: *mut PyObject) -> *mut PyObject;
    fn PyUnicodeEncodeError_GetEnd(exc: *mut PyObject, end: *mut Py_ssize_t) -> c_int;
    fn PyUnicodeEncodeError_GetObject(o: *mut PyObject) -> *mut PyObject;
    fn PyUnicodeEncodeError_GetReason(o: *mut PyObject) -> *mut PyObject;
    fn PyUnicodeEncodeError_GetStart(exc: *mut PyObject, start: *mut Py_ssize_t) -> c_int;
    fn PyUnicodeEncodeError_SetEnd(exc: *mut PyObject, end: Py_ssize_t) -> c_int;
    fn PyUnicodeEncodeError_SetReason(exc: *mut PyObject, reason: *const c_char) -> c_int;
    fn PyUnicodeEncodeError_SetStart(exc: *mut PyObject, start: Py_ssize_t) -> c_int;
    fn PyUnicodeTranslateError_GetEnd(exc: *mut PyObject, end: *mut Py_ssize_t) -> c_int;
    fn PyUnicodeTranslateError_GetObject(o: *mut PyObject) -> *mut PyObject;
    fn PyUnicodeTranslateError_GetReason(o: *mut PyObject) -> *mut PyObject;
    fn PyUnicodeTranslateError_GetStart(exc: *mut PyObject, start: *mut Py_ssize_t) -> c_int;
    fn PyUnicodeTranslateError_SetEnd(exc: *mut PyObject, end: Py_ssize_t) -> c_int;
    fn PyUnicodeTranslateError_SetReason(exc: *mut PyObject, reason: *const c_char) -> c_int;
    fn PyUnicodeTranslateError_SetStart(exc: *mut PyObject, start: Py_ssize_t) -> c_int;
    fn Py_FatalError(message: *const c_char) -> !;
    fn _PyErr_BadInternalCall(filename: *const c_char, lineno: c_int);
}
