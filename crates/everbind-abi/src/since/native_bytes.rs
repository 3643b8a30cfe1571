//! Replacements of `PyLong_AsNativeBytes` and its inverses, by `int.to_bytes` and `int.from_bytes`.
//!
//! Only 3.12 needs them. They allocate; callers that must be fast convert through C integers first.

use std::ffi::{c_int, c_void};
use std::ptr;

use crate::*;

fn little_endian(flags: c_int) -> bool {
    match flags & Py_ASNATIVEBYTES_NATIVE_ENDIAN {
        Py_ASNATIVEBYTES_BIG_ENDIAN => false,
        Py_ASNATIVEBYTES_LITTLE_ENDIAN => true,
        _ => cfg!(target_endian = "little"),
    }
}

/// Whether `flags`, unless they are the defaults, have `flag`.
fn asked(flags: c_int, flag: c_int) -> bool {
    flags != Py_ASNATIVEBYTES_DEFAULTS && flags & flag != 0
}

#[inline]
pub(super) unsafe extern "C" fn as_native_bytes(
    o: *mut PyObject,
    buffer: *mut c_void,
    size: Py_ssize_t,
    flags: c_int,
) -> Py_ssize_t {
    // SAFETY: the caller's obligations are the callees'; the reference is given up once.
    unsafe {
        if PyLong_Check(o) == 0 && !asked(flags, Py_ASNATIVEBYTES_ALLOW_INDEX) {
            PyErr_Format(PyExc_TypeError, c"expect int, got %R".as_ptr(), Py_TYPE(o));
            return -1;
        }
        let int = PyNumber_Index(o);
        if int.is_null() {
            return -1;
        }
        let needed = int_as_bytes(int, buffer.cast(), size, flags);
        Py_DECREF(int);
        needed
    }
}

/// # Safety
/// `int` is an `int`, `buffer` has room for `size` bytes, the thread is attached.
unsafe fn int_as_bytes(
    int: *mut PyObject,
    buffer: *mut u8,
    size: Py_ssize_t,
    flags: c_int,
) -> Py_ssize_t {
    // SAFETY: as this function's contract; each reference is given up once.
    unsafe {
        let mut sign = 0;
        let low = PyLong_AsLongAndOverflow(int, &mut sign);
        let negative = sign < 0 || (sign == 0 && low < 0);
        if negative && asked(flags, Py_ASNATIVEBYTES_REJECT_NEGATIVE) {
            PyErr_SetString(PyExc_ValueError, c"Cannot convert negative int".as_ptr());
            return -1;
        }
        let bits = PyObject_CallMethod(int, c"bit_length".as_ptr(), ptr::null());
        if bits.is_null() {
            return -1;
        }
        let bits_read = PyLong_AsSsize_t(bits);
        Py_DECREF(bits);
        if bits_read < 0 {
            return -1;
        }
        let unsigned = flags & Py_ASNATIVEBYTES_UNSIGNED_BUFFER != 0;
        let needed =
            if unsigned && !negative { (bits_read + 7) / 8 } else { bits_read / 8 + 1 }.max(1);
        if size <= 0 {
            return needed;
        }
        let to_bytes = PyObject_GetAttrString(int, c"to_bytes".as_ptr());
        if to_bytes.is_null() {
            return -1;
        }
        let args = Py_BuildValue(c"(ns)".as_ptr(), needed.max(size), c"little".as_ptr());
        let sign = if negative { Py_True() } else { Py_False() };
        let kwargs = Py_BuildValue(c"{sO}".as_ptr(), c"signed".as_ptr(), sign);
        let bytes = if args.is_null() || kwargs.is_null() {
            ptr::null_mut()
        } else {
            PyObject_Call(to_bytes, args, kwargs)
        };
        Py_XDECREF(args);
        Py_XDECREF(kwargs);
        Py_DECREF(to_bytes);
        if bytes.is_null() {
            return -1;
        }
        ptr::copy_nonoverlapping(PyBytes_AsString(bytes).cast(), buffer, size.cast_unsigned());
        Py_DECREF(bytes);
        let content = std::slice::from_raw_parts_mut(buffer, size.cast_unsigned());
        // Of the negative numbers with this many bits, only the lowest of `size` bytes has room
        // for its sign.
        let lowest = negative
            && bits_read == 8 * size
            && content
                .split_last()
                .is_some_and(|(high, low)| *high == 0x80 && low.iter().all(|byte| *byte == 0));
        if !little_endian(flags) {
            content.reverse();
        }
        if lowest { size } else { needed }
    }
}

#[inline]
pub(super) unsafe extern "C" fn from_native_bytes(
    buffer: *const c_void,
    size: usize,
    flags: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { from_bytes(buffer, size, flags, !asked(flags, Py_ASNATIVEBYTES_UNSIGNED_BUFFER)) }
}

#[inline]
pub(super) unsafe extern "C" fn from_unsigned_native_bytes(
    buffer: *const c_void,
    size: usize,
    flags: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { from_bytes(buffer, size, flags, false) }
}

/// # Safety
/// `buffer` points to `size` bytes and the thread is attached.
#[inline]
unsafe fn from_bytes(
    buffer: *const c_void,
    size: usize,
    flags: c_int,
    signed: bool,
) -> *mut PyObject {
    let order = if little_endian(flags) { c"little" } else { c"big" };
    // SAFETY: as this function's contract; each reference is given up once.
    unsafe {
        let from_bytes = PyObject_GetAttrString(PyLong_Type().cast(), c"from_bytes".as_ptr());
        if from_bytes.is_null() {
            return from_bytes;
        }
        // `N` takes the reference over, and a null one makes the tuple fail.
        let bytes = PyBytes_FromStringAndSize(buffer.cast(), size.cast_signed());
        let args = Py_BuildValue(c"(Ns)".as_ptr(), bytes, order.as_ptr());
        let sign = if signed { Py_True() } else { Py_False() };
        let kwargs = Py_BuildValue(c"{sO}".as_ptr(), c"signed".as_ptr(), sign);
        let int = if args.is_null() || kwargs.is_null() {
            ptr::null_mut()
        } else {
            PyObject_Call(from_bytes, args, kwargs)
        };
        Py_XDECREF(args);
        Py_XDECREF(kwargs);
        Py_DECREF(from_bytes);
        int
    }
}
