//! Reference counts: the exported functions, and the inline forms used everywhere.

use crate::PyObject;
use crate::table::api;

api! {
    fn Py_DecRef(o: *mut PyObject);
    fn Py_IncRef(o: *mut PyObject);
    fn _Py_Dealloc(o: *mut PyObject);
    fn _Py_DecRef(o: *mut PyObject);
}

/// Adds a reference: inline where the interpreter's rule is known (see [`layout`](crate::layout)).
///
/// # Safety
/// `op` is an object, and the thread is attached.
#[inline(always)]
pub unsafe fn Py_INCREF(op: *mut PyObject) {
    // SAFETY: loaded (caller's contract).
    if unsafe { crate::layout::inline_refcount() } {
        // SAFETY: just asked; the rest is the caller's obligation.
        unsafe { incref_in_place(op) }
    } else {
        // SAFETY: the caller's obligations are the callee's.
        unsafe { crate::_Py_IncRef(op) }
    }
}

/// Gives up a reference: inline where the interpreter's rule is known.
///
/// # Safety
/// The caller owns a reference to `op`, and the thread is attached. Any code may run.
#[inline(always)]
pub unsafe fn Py_DECREF(op: *mut PyObject) {
    // SAFETY: loaded (caller's contract).
    if unsafe { crate::layout::inline_refcount() } {
        // SAFETY: just asked; the rest is the caller's obligation.
        unsafe { decref_in_place(op) }
    } else {
        // SAFETY: the caller's obligations are the callee's.
        unsafe { _Py_DecRef(op) }
    }
}

/// [`Py_INCREF`] for a loop that has asked whether counts are changed in place.
///
/// # Safety
/// As for [`Py_INCREF`]; [`inline_refcount`](crate::layout::inline_refcount) is true.
#[inline(always)]
pub unsafe fn incref_in_place(op: *mut PyObject) {
    let count = op.cast::<u32>();
    // SAFETY: with the GIL and a known version the count's low half is at offset 0, and only
    // attached threads use it. The sign bit is set for immortal objects alone.
    unsafe {
        let now = count.read();
        if now.cast_signed() >= 0 {
            count.write(now + 1);
        }
    }
}

/// [`Py_DECREF`] for a loop that has asked whether counts are changed in place.
///
/// # Safety
/// As for [`Py_DECREF`]; [`inline_refcount`](crate::layout::inline_refcount) is true.
#[inline(always)]
pub unsafe fn decref_in_place(op: *mut PyObject) {
    let count = op.cast::<u32>();
    // SAFETY: as in `incref_in_place`; at zero nobody else has the object.
    unsafe {
        let now = count.read();
        if now.cast_signed() >= 0 {
            count.write(now - 1);
            if now == 1 {
                end(op);
            }
        }
    }
}

/// `_Py_Dealloc`, which does not return where a thread ends in it: so whoever calls this last needs no frame.
///
/// # Safety
/// As for `_Py_Dealloc`.
#[inline(never)]
unsafe extern "C" fn end(op: *mut PyObject) {
    // SAFETY: the caller's obligation.
    unsafe { _Py_Dealloc(op) }
}

/// [`Py_INCREF`] unless `op` is null.
///
/// # Safety
/// `op` is an object or null, and the thread is attached.
#[inline(always)]
pub unsafe fn Py_XINCREF(op: *mut PyObject) {
    if !op.is_null() {
        // SAFETY: not null; the rest is the caller's contract.
        unsafe { Py_INCREF(op) }
    }
}

/// [`Py_DECREF`] unless `op` is null.
///
/// # Safety
/// `op` is null or the caller owns a reference to it, and the thread is attached.
#[inline(always)]
pub unsafe fn Py_XDECREF(op: *mut PyObject) {
    if !op.is_null() {
        // SAFETY: not null; the rest is the caller's contract.
        unsafe { Py_DECREF(op) }
    }
}

/// Sets `*op` to null, then gives up the reference that was there.
///
/// # Safety
/// `*op` is null or a reference owned by the caller, and the thread is attached.
#[inline]
pub unsafe fn Py_CLEAR(op: *mut *mut PyObject) {
    // SAFETY: `op` can be read and written, and holds what `Py_XDECREF` wants (caller's contract).
    unsafe { Py_XDECREF(op.replace(std::ptr::null_mut())) }
}

/// A new reference to `op`.
///
/// # Safety
/// As [`Py_INCREF`].
#[inline(always)]
pub unsafe fn Py_NewRef(op: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { Py_INCREF(op) };
    op
}

/// A new reference to `op`, which may be null.
///
/// # Safety
/// As [`Py_XINCREF`].
#[inline(always)]
pub unsafe fn Py_XNewRef(op: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's obligations are the callee's.
    unsafe { Py_XINCREF(op) };
    op
}
