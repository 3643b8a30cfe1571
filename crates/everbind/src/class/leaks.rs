//! The leak report: which instances outlive Python, on request (`EVERBIND_LEAKS=1`).
//!
//! *Problem.* Who counts instances pays for it at each one; nobody else may pay anything.
//!
//! *How.* Whether to watch is asked when a class's type is made. A watched type has the `tp_dealloc` of this file, where
//! every instance ends, a Python subclass's too; and its record knows no short way: neither `simple` nor `tracked` is set. So
//! every instance is made by `new_native`, which asks [`Birth::of`], or by `new_object`, which calls the allocator
//! that [`choose`] has put into a static: one load and one call, as it would be by CPython's table. (`tp_alloc` would be the
//! place for both, but 3.15 makes dicts without it.) A type that was made unwatched stays as it is.
//!
//! *What is known of an instance* is its site: the line of Python that runs when it is made and, in builds with
//! debug assertions, the line of Rust that called `Py::new` or `Bound::new`. Sites count; a table finds the site of an address.
//!
//! *When.* By `Py_AtExit`, whose functions run after the last garbage collection of the last interpreter: before, everything that
//! a module's globals hold would look like a leak. Nothing of Python may be used then, so sites hold text of their own. Class
//! attributes are not counted: they live as long as their class, which may be for ever (without the GIL).
//!
//! *Invariants.* Nothing of Python is called under the lock. The site is found before the memory is had: an instance that is
//! not filled must not be seen by the collector.

use std::env;
use std::ffi::{CStr, c_int, c_void};
use std::io::Write;
use std::mem;
use std::panic::Location;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::leak_sites::{Birth, Known};
use super::record::ClassRecord;
use crate::ffi;

static KNOWN: Mutex<Known> = Mutex::new(Known::new());
/// What `new_object` allocates with: an `allocfunc`. Chosen before there is any type that could be asked for.
pub(super) static ALLOC: AtomicPtr<c_void> = AtomicPtr::new(std::ptr::null_mut());
/// Whether any class is watched.
static WATCHING: AtomicBool = AtomicBool::new(false);
/// How many classes are about to make their attributes.
static QUIET: AtomicUsize = AtomicUsize::new(0);

#[cfg(debug_assertions)]
thread_local! {
    static HERE: std::cell::Cell<Option<&'static Location<'static>>> = const { std::cell::Cell::new(None) };
}

/// Whether the environment asks for the report.
#[cold]
pub(super) fn are_asked_for() -> bool {
    env::var_os("EVERBIND_LEAKS").is_some_and(|value| value != "0" && !value.is_empty())
}

/// Chooses what `new_object` allocates with, `plain` or [`alloc`], and puts another in the place of the destructor of a type
/// that is about to be made, if it is watched.
#[cold]
pub(super) fn choose(watched: bool, plain: *mut c_void, destructor: &mut *mut c_void) {
    if !watched {
        if ALLOC.load(Ordering::Relaxed).is_null() {
            ALLOC.store(plain, Ordering::Relaxed);
        }
        return;
    }
    *destructor = dealloc as *mut c_void;
    ALLOC.store(alloc as *mut c_void, Ordering::Relaxed);
    if !WATCHING.swap(true, Ordering::Relaxed) {
        // SAFETY: only called while a class is made, so attached. Where there is no room for another function there is no
        // report.
        unsafe { ffi::Py_AtExit(Some(report)) };
    }
}

/// While it lives, no instance is counted: the attributes of a class are being made.
pub(super) struct Quiet(());

impl Quiet {
    pub(super) fn begin() -> Self {
        QUIET.fetch_add(1, Ordering::Relaxed);
        Quiet(())
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        QUIET.fetch_sub(1, Ordering::Relaxed);
    }
}

/// While it lives, this line of Rust makes the instances of this thread.
#[cfg(debug_assertions)]
pub(super) struct Here(Option<&'static Location<'static>>);

#[cfg(debug_assertions)]
impl Here {
    pub(super) fn new(place: &'static Location<'static>) -> Self {
        Here(HERE.replace(Some(place)))
    }
}

#[cfg(debug_assertions)]
impl Drop for Here {
    fn drop(&mut self) {
        HERE.set(self.0);
    }
}

fn rust_place() -> Option<&'static Location<'static>> {
    #[cfg(debug_assertions)]
    return HERE.get();
    #[cfg(not(debug_assertions))]
    None
}

fn known() -> MutexGuard<'static, Known> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The record of the watched class that a type is, or is derived from.
///
/// # Safety
/// Attached; a living type.
unsafe fn watched(mut tp: *mut ffi::PyTypeObject) -> Option<&'static ClassRecord> {
    // SAFETY: slots have the types of their numbers. Who has our destructor is a class of ours; others inherit none.
    unsafe {
        while !tp.is_null() {
            if ffi::PyType_GetSlot(tp, ffi::Py_tp_dealloc) == dealloc as *mut c_void {
                return Some(ClassRecord::of(tp));
            }
            tp = ffi::PyType_GetSlot(tp, ffi::Py_tp_base).cast();
        }
        None
    }
}

/// What `new_object` allocates with, once a class is watched.
///
/// # Safety
/// As `PyType_GenericAlloc`.
unsafe extern "C" fn alloc(tp: *mut ffi::PyTypeObject, items: isize) -> *mut ffi::PyObject {
    // SAFETY: the caller's obligations.
    unsafe {
        let place = Birth::of(tp);
        let object = ffi::PyType_GenericAlloc(tp, items);
        if let Some(place) = place {
            place.made(object);
        }
        object
    }
}

impl Birth {
    /// `None` unless the instance is to be counted.
    ///
    /// # Safety
    /// Attached; a living type.
    #[inline]
    pub(super) unsafe fn of(tp: *mut ffi::PyTypeObject) -> Option<Self> {
        // SAFETY: the caller's obligations.
        if WATCHING.load(Ordering::Relaxed) { unsafe { Self::of_watched(tp) } } else { None }
    }

    /// # Safety
    /// As [`of`](Self::of).
    #[cold]
    unsafe fn of_watched(tp: *mut ffi::PyTypeObject) -> Option<Self> {
        if QUIET.load(Ordering::Relaxed) != 0 {
            return None;
        }
        // SAFETY: the caller's obligations.
        unsafe {
            let record = watched(tp)?;
            let (file, line) = python_place();
            Some(Birth { record, file, line })
        }
    }

    /// Counts the instance; not where there is none, nor memory for the table.
    #[cold]
    pub(super) fn made(self, object: *mut ffi::PyObject) {
        if !object.is_null() {
            let _ = known().add(object.addr(), self, rust_place());
        }
    }
}

/// The `tp_dealloc` of watched types.
///
/// # Safety
/// Called by CPython with an instance whose last reference has gone.
unsafe extern "C" fn dealloc(object: *mut ffi::PyObject) {
    // SAFETY: the caller's obligations. An exact instance is finalised here, since the class's own destructor finds that it is not
    // the type's; a Python subclass has done so.
    unsafe {
        let tp = ffi::Py_TYPE(object);
        let own = ffi::PyType_GetSlot(tp, ffi::Py_tp_dealloc) == dealloc as *mut c_void;
        if own && !ffi::PyType_GetSlot(tp, ffi::Py_tp_finalize).is_null() {
            let run = ffi::PyObject_CallFinalizerFromDealloc();
            if run.is_some_and(|run| run(object) < 0) {
                return;
            }
        }
        known().remove(object.addr());
        let record = watched(tp).expect("only watched types have this destructor");
        (record.spec().dealloc)(object);
    }
}

/// The file and the line of the Python code that runs.
///
/// # Safety
/// Attached.
unsafe fn python_place() -> (String, c_int) {
    // SAFETY: attached. The frame is borrowed from the thread; the code and the name are new references, given up here.
    // An exception that is set stays so.
    unsafe {
        let frame = ffi::PyEval_GetFrame();
        if frame.is_null() {
            return (String::new(), 0);
        }
        let raised = ffi::PyErr_GetRaisedException();
        let code = ffi::PyFrame_GetCode(frame);
        let name = ffi::PyObject_GetAttrString(code.cast(), c"co_filename".as_ptr());
        let mut file = String::new();
        if !name.is_null() {
            let text = ffi::PyUnicode_AsUTF8AndSize(name, std::ptr::null_mut());
            if !text.is_null() {
                file.push_str(CStr::from_ptr(text).to_str().unwrap_or_default());
            }
        }
        ffi::Py_XDECREF(name);
        ffi::Py_DECREF(code.cast());
        ffi::PyErr_Clear();
        if !raised.is_null() {
            ffi::PyErr_SetRaisedException(raised);
        }
        (file, ffi::PyFrame_GetLineNumber(frame))
    }
}

/// Called when Python has ended: writes the report, and forgets everything, for Python may be started again.
unsafe extern "C" fn report() {
    WATCHING.store(false, Ordering::Relaxed);
    let known = {
        let mut known = known();
        mem::replace(&mut *known, Known::new())
    };
    // There is nobody to hear of an error.
    let _ = std::io::stderr().write_all(known.text().as_bytes());
}
