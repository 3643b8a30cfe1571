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
//! *Whose.* An object may only be released under its own interpreter. The list is of
//! one, the sole one that uses this library ([`state::sole`]), and is drained under
//! that one alone, the last time at its end. With several interpreters about, a
//! reference says nothing of whose it is: it is kept by the thread that dropped it
//! inside [`detach`](Python::detach) and released when that very `detach` ends (see
//! [`LOCAL`]); what is dropped on a thread that belongs to none is leaked.
//!
//! *In a `__traverse__`* the thread is attached, but the collector is counting references: a destructor, and what it
//! frees and runs, would pull its lists apart. So a reference that a user's code drops there waits as well.
//!
//! *The end of Python.* `Py_AddPendingCall` must not be called once the interpreter
//! has freed its queue, so it is called under the lock, and only while the reign lasts:
//! [`close`] comes after the end of the reign, and waits for the lock.

use std::cell::RefCell;
use std::ffi::{c_int, c_void};
use std::mem::{self, ManuallyDrop};
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::class::gc;
use crate::ffi;
use crate::python::{Python, is_attached, state, suspended};

struct Reference(NonNull<ffi::PyObject>);

// SAFETY: the pointer is only carried; it is used again on an attached thread.
unsafe impl Send for Reference {}

struct Pending {
    owner: state::Id,
    references: Vec<Reference>,
}

static PENDING: Mutex<Pending> = Mutex::new(Pending { owner: 0, references: Vec::new() });
/// Whether `PENDING` may hold anything: one relaxed load on each attach.
static ANY: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// References dropped inside `detach`, with several interpreters about, and the
    /// suspended thread state to which they belong. The list frees itself when it is empty; what a
    /// thread leaves in it would have to be leaked anyway. (A thread-local that is dropped brings
    /// a thousand lines for LLVM with it.)
    static LOCAL: ManuallyDrop<RefCell<Vec<(*mut ffi::PyThreadState, Reference)>>> =
        const { ManuallyDrop::new(RefCell::new(Vec::new())) };
}

fn pending() -> MutexGuard<'static, Pending> {
    PENDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives up one owned reference, on any thread. Out of line, for there is drop glue of many types.
#[inline(never)]
pub(crate) fn drop_reference(object: NonNull<ffi::PyObject>) {
    // SAFETY: a `Py` exists, so the table is loaded; the rest as in `is_attached`.
    if gc::somebody_visits() || unsafe { ffi::PyThreadState_GetUnchecked().is_null() } {
        drop_rarely(object);
    } else {
        // SAFETY: attached, and the reference is the caller's to give up.
        unsafe { ffi::Py_DECREF(object.as_ptr()) }
    }
}

#[cold]
fn drop_rarely(object: NonNull<ffi::PyObject>) {
    if is_attached() && !gc::is_visiting() {
        // SAFETY: as above.
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
        let mut thread = suspended();
        if thread.is_null() {
            // Null on a detached thread, else that of a `__traverse__`.
            // SAFETY: callable at any time.
            thread = unsafe { ffi::PyThreadState_GetUnchecked() };
        }
        if !thread.is_null() {
            LOCAL.with(|local| local.borrow_mut().push((thread, Reference(object))));
        }
        return;
    }
    let mut pending = pending();
    let Some(owner) = state::sole() else { return }; // ends just now, or nobody was ever known
    if pending.owner != owner {
        // Of an interpreter that could not close the list: leaked.
        pending.references.clear();
        pending.owner = owner;
    }
    pending.references.push(Reference(object));
    ANY.store(true, Ordering::Release);
    if pending.references.len() == 1 {
        // SAFETY: may be called without being attached, while the interpreter lives. If
        // CPython's queue is full the call is refused and the next attach drains instead.
        unsafe { ffi::Py_AddPendingCall(Some(drain_pending), ptr::null_mut()) };
    }
}

extern "C" fn drain_pending(_: *mut c_void) -> c_int {
    // SAFETY: CPython makes pending calls on an attached thread.
    drain(unsafe { Python::assume_attached() });
    0
}

/// Releases what was deferred and belongs to the current interpreter.
#[inline]
pub(crate) fn drain(py: Python<'_>) {
    if ANY.load(Ordering::Relaxed) {
        drain_shared(py, state::current(py));
    }
    if state::several() {
        drain_local(py);
    }
}

/// The interpreter ends: its reign is over, so nothing is added any more.
pub(crate) fn close(py: Python<'_>, interpreter: state::Id) {
    drain_shared(py, interpreter);
}

#[cold]
fn drain_shared(py: Python<'_>, interpreter: state::Id) {
    let taken = {
        let mut pending = pending();
        if pending.owner != interpreter {
            return;
        }
        ANY.store(false, Ordering::Relaxed);
        mem::take(&mut pending.references)
    };
    release(py, taken);
}

#[cold]
fn drain_local(py: Python<'_>) {
    // SAFETY: callable at any time.
    let thread = unsafe { ffi::PyThreadState_GetUnchecked() };
    let mine = LOCAL.with(|local| {
        let mut local = local.borrow_mut();
        let (mut mine, mut index) = (Vec::new(), 0);
        while index < local.len() {
            if local[index].0 == thread {
                mine.push(local.swap_remove(index).1);
            } else {
                index += 1;
            }
        }
        if local.is_empty() {
            *local = Vec::new();
        }
        mine
    });
    release(py, mine);
}

fn release(_py: Python<'_>, references: Vec<Reference>) {
    for reference in references {
        // SAFETY: attached (token); each entry owns the one reference that its
        // dropped handle had.
        unsafe { ffi::Py_DECREF(reference.0.as_ptr()) }
    }
}
