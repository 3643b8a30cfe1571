//! Replacements of newer functions on dicts, lists, mappings and iterators.
//!
//! With a borrowed item the GIL is what keeps it alive until its count is raised: the versions that
//! need these replacements and have no GIL (3.13) have all but `PyIter_NextItem` themselves.

use std::ffi::{c_char, c_int};
use std::ptr;

use crate::*;

/// Gives `*result` a new reference to `item`, which is borrowed, and tells found (1), missing (0) or
/// failed (-1).
///
/// # Safety
/// `item` is an object or null, `result` can be written, the thread is attached.
unsafe fn found(item: *mut PyObject, result: *mut *mut PyObject) -> c_int {
    // SAFETY: as this function's contract.
    unsafe {
        *result = Py_XNewRef(item);
        match item.is_null() {
            false => 1,
            true if PyErr_Occurred().is_null() => 0,
            true => -1,
        }
    }
}

/// Calls `with` with the `str` of a C string.
///
/// # Safety
/// `text` is a C string and the thread is attached.
unsafe fn with_text(text: *const c_char, with: impl FnOnce(*mut PyObject) -> c_int) -> c_int {
    // SAFETY: as this function's contract; the reference is given up once.
    unsafe {
        let key = PyUnicode_FromString(text);
        if key.is_null() {
            return -1;
        }
        let answer = with(key);
        Py_DECREF(key);
        answer
    }
}

pub(super) unsafe extern "C" fn dict_get_item_ref(
    mp: *mut PyObject,
    key: *mut PyObject,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        if PyDict_Check(mp) == 0 {
            *result = ptr::null_mut();
            PyErr_BadInternalCall();
            return -1;
        }
        found(PyDict_GetItemWithError(mp, key), result)
    }
}

#[inline]
pub(super) unsafe extern "C" fn dict_get_item_string_ref(
    mp: *mut PyObject,
    key: *const c_char,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        *result = ptr::null_mut();
        with_text(key, |key| dict_get_item_ref(mp, key, result))
    }
}

#[inline]
pub(super) unsafe extern "C" fn dict_set_default_ref(
    mp: *mut PyObject,
    key: *mut PyObject,
    default: *mut PyObject,
    result: *mut *mut PyObject,
) -> c_int {
    let mut item = ptr::null_mut();
    // SAFETY: the caller's obligations are the callees'; `result` may be null.
    unsafe {
        let mut answer = dict_get_item_ref(mp, key, &mut item);
        if answer == 0 {
            answer = PyDict_SetItem(mp, key, default);
            if answer == 0 {
                item = Py_NewRef(default);
            }
        }
        if result.is_null() {
            Py_XDECREF(item);
        } else {
            *result = item;
        }
        answer
    }
}

#[inline]
pub(super) unsafe extern "C" fn list_get_item_ref(
    list: *mut PyObject,
    index: Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        if PyList_Check(list) == 0 {
            PyErr_SetString(PyExc_TypeError, c"expected a list".as_ptr());
            return ptr::null_mut();
        }
        Py_XNewRef(PyList_GetItem(list, index))
    }
}

#[inline]
pub(super) unsafe extern "C" fn mapping_get_optional_item(
    o: *mut PyObject,
    key: *mut PyObject,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        let item = PyObject_GetItem(o, key);
        *result = item;
        if !item.is_null() {
            return 1;
        }
        if PyErr_ExceptionMatches(PyExc_KeyError) == 0 {
            return -1;
        }
        PyErr_Clear();
        0
    }
}

#[inline]
pub(super) unsafe extern "C" fn mapping_get_optional_item_string(
    o: *mut PyObject,
    key: *const c_char,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        *result = ptr::null_mut();
        with_text(key, |key| mapping_get_optional_item(o, key, result))
    }
}

#[inline]
pub(super) unsafe extern "C" fn mapping_has_key_with_error(
    o: *mut PyObject,
    key: *mut PyObject,
) -> c_int {
    let mut item = ptr::null_mut();
    // SAFETY: the caller's obligations are the callees'; the item is given up once.
    unsafe {
        let answer = mapping_get_optional_item(o, key, &mut item);
        Py_XDECREF(item);
        answer
    }
}

#[inline]
pub(super) unsafe extern "C" fn mapping_has_key_string_with_error(
    o: *mut PyObject,
    key: *const c_char,
) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe { with_text(key, |key| mapping_has_key_with_error(o, key)) }
}

#[inline]
pub(super) unsafe extern "C" fn iter_next_item(
    iter: *mut PyObject,
    item: *mut *mut PyObject,
) -> c_int {
    // SAFETY: the caller's obligations are the callees'.
    unsafe {
        *item = ptr::null_mut();
        if PyIter_Check(iter) == 0 {
            PyErr_Format(PyExc_TypeError, c"expected an iterator, got %R".as_ptr(), Py_TYPE(iter));
            return -1;
        }
        *item = PyIter_Next(iter);
        match (*item).is_null() {
            false => 1,
            true if PyErr_Occurred().is_null() => 0,
            true => -1,
        }
    }
}
