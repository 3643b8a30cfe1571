//! What C offers as unchecked macros outside the limited API, for sources that use them.
//!
//! Each goes through the known layout, or else through the function that checks. One difference: where
//! C would read wild memory on a wrong type, the checking function raises an exception instead.

use std::ffi::{c_char, c_double};
use std::ptr;

use crate::*;

/// Declares inline functions in terms of others, with one contract.
macro_rules! unchecked {
    ($(
        fn $name:ident($($arg:ident: $ty:ty),*) $(-> $ret:ty)? { $body:expr }
    )*) => {
        $(
            /// CPython's macro of this name.
            ///
            /// # Safety
            /// As CPython's documentation says; and [`load`] has returned `Ok`.
            #[inline]
            pub unsafe fn $name($($arg: $ty),*) $(-> $ret)? {
                // SAFETY: the objects are of the types the name says (caller's contract).
                unsafe { $body }
            }
        )*
    };
}

unchecked! {
    fn PyTuple_GET_SIZE(o: *mut PyObject) -> Py_ssize_t {
        match layout::tuple_items(o) {
            Some(items) => items.len().cast_signed(),
            None => PyTuple_Size(o),
        }
    }
    fn PyTuple_GET_ITEM(o: *mut PyObject, i: Py_ssize_t) -> *mut PyObject {
        match layout::tuple_items(o) {
            Some(items) => items.as_ptr().offset(i).read(),
            None => PyTuple_GetItem(o, i),
        }
    }
    fn PyTuple_SET_ITEM(o: *mut PyObject, i: Py_ssize_t, item: *mut PyObject) {
        {
            PyTuple_SetItem(o, i, item);
        }
    }
    fn PyList_GET_SIZE(o: *mut PyObject) -> Py_ssize_t {
        match layout::list_items(o) {
            Some(items) => items.len().cast_signed(),
            None => PyList_Size(o),
        }
    }
    fn PyList_GET_ITEM(o: *mut PyObject, i: Py_ssize_t) -> *mut PyObject {
        match layout::list_items(o) {
            Some(items) => items.as_ptr().offset(i).read(),
            None => PyList_GetItem(o, i),
        }
    }
    fn PyList_SET_ITEM(o: *mut PyObject, i: Py_ssize_t, item: *mut PyObject) {
        {
            PyList_SetItem(o, i, item);
        }
    }
    fn PyBytes_AS_STRING(o: *mut PyObject) -> *mut c_char {
        match layout::bytes_view(o) {
            Some(bytes) => bytes.as_ptr().cast_mut().cast(),
            None => PyBytes_AsString(o),
        }
    }
    fn PyBytes_GET_SIZE(o: *mut PyObject) -> Py_ssize_t {
        match layout::bytes_view(o) {
            Some(bytes) => bytes.len().cast_signed(),
            None => PyBytes_Size(o),
        }
    }
    fn PyByteArray_AS_STRING(o: *mut PyObject) -> *mut c_char { PyByteArray_AsString(o) }
    fn PyByteArray_GET_SIZE(o: *mut PyObject) -> Py_ssize_t { PyByteArray_Size(o) }
    fn PyUnicode_GET_LENGTH(o: *mut PyObject) -> Py_ssize_t { PyUnicode_GetLength(o) }
    fn PyFloat_AS_DOUBLE(o: *mut PyObject) -> c_double {
        match layout::float_exact(o) {
            Some(value) => value,
            None => PyFloat_AsDouble(o),
        }
    }
    fn PySet_GET_SIZE(o: *mut PyObject) -> Py_ssize_t { PySet_Size(o) }

    fn PyObject_CallOneArg(func: *mut PyObject, arg: *mut PyObject) -> *mut PyObject {
        {
            let mut args = [ptr::null_mut(), arg];
            let nargsf = 1 | PY_VECTORCALL_ARGUMENTS_OFFSET;
            PyObject_Vectorcall(func, args.as_mut_ptr().add(1), nargsf, ptr::null_mut())
        }
    }
    fn PyObject_CallMethodNoArgs(slf: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
        {
            let mut args = [ptr::null_mut(), slf];
            let nargsf = 1 | PY_VECTORCALL_ARGUMENTS_OFFSET;
            PyObject_VectorcallMethod(name, args.as_mut_ptr().add(1), nargsf, ptr::null_mut())
        }
    }
    fn PyObject_CallMethodOneArg(
        slf: *mut PyObject,
        name: *mut PyObject,
        arg: *mut PyObject
    ) -> *mut PyObject {
        {
            let mut args = [ptr::null_mut(), slf, arg];
            let nargsf = 2 | PY_VECTORCALL_ARGUMENTS_OFFSET;
            PyObject_VectorcallMethod(name, args.as_mut_ptr().add(1), nargsf, ptr::null_mut())
        }
    }
    fn PyList_Clear(list: *mut PyObject) -> std::ffi::c_int {
        PyList_SetSlice(list, 0, PY_SSIZE_T_MAX, ptr::null_mut())
    }
    fn PyList_Extend(list: *mut PyObject, iterable: *mut PyObject) -> std::ffi::c_int {
        PyList_SetSlice(list, PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, iterable)
    }
}
