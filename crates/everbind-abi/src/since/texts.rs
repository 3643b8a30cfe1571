//! Replacements of newer functions on `str` and hashes.

use std::ffi::{CStr, c_char, c_int, c_void};

use crate::*;

#[inline]
pub(super) unsafe extern "C" fn equal(a: *mut PyObject, b: *mut PyObject) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        for o in [a, b] {
            if PyUnicode_Check(o) == 0 {
                PyErr_Format(PyExc_TypeError, c"expected str, got %R".as_ptr(), Py_TYPE(o));
                return -1;
            }
        }
        c_int::from(a == b || PyUnicode_Compare(a, b) == 0)
    }
}

#[inline]
pub(super) unsafe extern "C" fn equal_to_utf8(
    unicode: *mut PyObject,
    string: *const c_char,
) -> c_int {
    // SAFETY: `string` is a C string (caller's contract), which is never longer than `isize::MAX`.
    unsafe {
        let size = CStr::from_ptr(string).count_bytes().cast_signed();
        equal_to_utf8_and_size(unicode, string, size)
    }
}

/// Never fails: a text that has no UTF-8 is equal to none.
#[inline]
pub(super) unsafe extern "C" fn equal_to_utf8_and_size(
    unicode: *mut PyObject,
    string: *const c_char,
    size: Py_ssize_t,
) -> c_int {
    // SAFETY: `string` points to `size` bytes (caller's contract) and `own` to `own_size` of them.
    unsafe {
        let exception = PyErr_GetRaisedException();
        let mut own_size = 0;
        let own = PyUnicode_AsUTF8AndSize(unicode, &mut own_size);
        if own.is_null() {
            PyErr_Clear();
        }
        PyErr_SetRaisedException(exception);
        if own.is_null() || own_size != size {
            return 0;
        }
        let bytes = |start: *const c_char| {
            std::slice::from_raw_parts(start.cast::<u8>(), size.cast_unsigned())
        };
        c_int::from(bytes(own) == bytes(string))
    }
}

#[inline]
pub(super) unsafe extern "C" fn hash_buffer(buffer: *const c_void, size: Py_ssize_t) -> Py_hash_t {
    // SAFETY: `buffer` points to `size` bytes (caller's contract); the reference is given up once.
    unsafe {
        let bytes = PyBytes_FromStringAndSize(buffer.cast(), size);
        if bytes.is_null() {
            return -1;
        }
        let hash = PyObject_Hash(bytes);
        Py_DECREF(bytes);
        hash
    }
}
