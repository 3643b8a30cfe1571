//! References dropped where their count cannot be touched.
//!
//! *Problem.* A `Py` dropped on a thread that is not attached must neither touch
//! the reference count nor attach (the thread may hold a lock that an attached
//! thread waits for), nor be leaked while the interpreter lives.
//!
//! *How.* The pointer goes on a locked list. Whoever makes the list non-empty
//! asks CPython to call [`drain_pending`] soon in the main thread; every attach and
//! every end of a detach drains it too. The lock is held only to push or to take
//! the whole list, never while an object is released, so no order of locks can
//! go wrong. Once the interpreter is gone, references are leaked.
//!
//! With several interpreters in the process a pending call runs in the main one,
//! which must not release another's objects. Then the list is drained only by the
//! thread that dropped, when it returns to its interpreter (see [`LOCAL`]); what is
//! dropped on a thread that belongs to none is leaked.

use std::cell::RefCell;
use std::ffi::{c_int, c_void};
use std::mem;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::ffi;
use crate::python::{Python, is_attached, state};

struct Reference(NonNull<ffi::PyObject>);

// SAFETY: the pointer is only carried; it is used again on an attached thread.
unsafe impl Send for Reference {}

static PENDING: Mutex<Vec<Reference>> = Mutex::new(Vec::new());
/// Whether `PENDING` may hold anything: one relaxed load on each attach.
static ANY: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// References dropped while this thread was detached, with several interpreters about.
    static LOCAL: RefCell<Vec<Reference>> = const { RefCell::new(Vec::new()) };
}

/// Gives up one owned reference, on any thread.
#[inline]
pub(crate) fn drop_reference(object: NonNull<ffi::PyObject>) {
    if is_attached() {
        // SAFETY: attached, and the reference is the caller's to give up.
        unsafe { ffi::Py_DECREF(object.as_ptr()) }
    } else {
        defer(object);
    }
}

#[cold]
fn defer(object: NonNull<ffi::PyObject>) {
    // SAFETY: callable at any time; a `Py` exists, so the table is loaded.
    if unsafe { ffi::Py_IsInitialized() } == 0 {
        return; // leaked: its interpreter is gone
    }
    if state::several() {
        // Fails only while the thread is being torn down: leaked then.
        let _ = LOCAL.try_with(|local| local.borrow_mut().push(Reference(object)));
        return;
    }
    let first = {
        let mut pending = PENDING.lock().unwrap_or_else(PoisonError::into_inner);
        pending.push(Reference(object));
        ANY.store(true, Ordering::Release);
        pending.len() == 1
    };
    if first {
        // SAFETY: may be called without being attached. If CPython's queue is
        // full the call is refused and the next attach drains instead.
        unsafe { ffi::Py_AddPendingCall(Some(drain_pending), ptr::null_mut()) };
    }
}

extern "C" fn drain_pending(_: *mut c_void) -> c_int {
    // SAFETY: CPython makes pending calls on an attached thread.
    drain(unsafe { Python::assume_attached() });
    0
}

/// Releases what was deferred.
#[inline]
pub(crate) fn drain(py: Python<'_>) {
    if ANY.load(Ordering::Relaxed) {
        drain_shared(py);
    }
    if state::several() {
        let local = LOCAL.try_with(|local| mem::take(&mut *local.borrow_mut()));
        release(py, local.unwrap_or_default());
    }
}

#[cold]
fn drain_shared(py: Python<'_>) {
    if state::several() {
        return; // from the time of one interpreter; which thread is that one's is unknown
    }
    let taken = {
        let mut pending = PENDING.lock().unwrap_or_else(PoisonError::into_inner);
        ANY.store(false, Ordering::Relaxed);
        mem::take(&mut *pending)
    };
    release(py, taken);
}

fn release(_py: Python<'_>, references: Vec<Reference>) {
    for reference in references {
        // SAFETY: attached (token); each entry owns the one reference that its
        // dropped handle had.
        unsafe { ffi::Py_DECREF(reference.0.as_ptr()) }
    }
}
