//! Garbage collection: `__traverse__` and `__clear__`, and the slots behind them.
//!
//! What fields hold is visited without either; see `collected.rs` and `crate::traverse`.
//!
//! *Rules of `tp_traverse`.* It visits every reference that the instance owns, the
//! one to its type included (ours are heap types), and changes nothing. It runs at
//! any allocation, also while a method holds the instance borrowed: an instance that
//! is mutably borrowed, or belongs to another thread, is not looked into. Its
//! objects are then taken to be reachable, which is safe, for they are in use.
//!
//! *Bases.* The native base's objects are visited, then those of each base of ours, then
//! the class's own; each knows nothing of the others.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::mem;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use super::dealloc::clear_dict;
use super::elsewhere::referred;
use super::layout::{CellLayout, Options};
use super::record::ClassRecord;
use super::traits::PyClassImpl;
use crate::python::{Python, state::several};
pub use crate::traverse::{Removed, Traverse};
use crate::{Py, PyErr, ffi};

/// The collector's wish to stop; `__traverse__` passes it on with `?`.
#[repr(transparent)]
#[derive(Debug)]
pub struct PyTraverseError(NonZero<c_int>);

/// What `__traverse__` shows the instance's Python objects to.
///
/// Most classes need no `__traverse__`: what their fields hold is visited by [`Traverse`].
/// One that is written by hand takes the place of that.
///
/// # Examples
/// ```
/// use everbind::prelude::*;
/// use everbind::{PyTraverseError, PyVisit};
///
/// #[pyclass]
/// struct Node { next: Option<Py<PyAny>> }
///
/// #[pymethods]
/// impl Node {
///     fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
///         visit.call(&self.next)
///     }
///
///     fn __clear__(&mut self) {
///         self.next = None;
///     }
/// }
/// ```
pub struct PyVisit<'a> {
    visit: ffi::visitproc,
    arg: *mut c_void,
    _collector: PhantomData<&'a *mut c_void>,
}

impl PyVisit<'_> {
    /// A token, for looking up what belongs to the interpreter and for nothing else.
    pub(crate) fn py(&self) -> Python<'_> {
        // SAFETY: there is a `PyVisit` only while the collector runs, on an attached thread, where it stays.
        unsafe { Python::assume_attached() }
    }

    /// Visits one object; nothing for `None`.
    ///
    /// # Errors
    /// The collector's wish to stop.
    #[inline]
    pub fn call<'a, T, U: 'a>(&self, object: T) -> Result<(), PyTraverseError>
    where
        T: Into<Option<&'a Py<U>>>,
    {
        let Some(object) = object.into() else { return Ok(()) };
        // SAFETY: the collector's own function, with its own argument, on a living object.
        match NonZero::new(unsafe { (self.visit)(object.as_ptr(), self.arg) }) {
            None => Ok(()),
            Some(code) => Err(PyTraverseError(code)),
        }
    }
}

thread_local! {
    static VISITING: Cell<bool> = const { Cell::new(false) };
}

/// Whether the collector is looking into a value on this thread, and nothing may touch Python.
pub(crate) fn is_visiting() -> bool {
    VISITING.get()
}

/// Whether it may be doing so on any thread: one load, where the thread-local would be a call.
static SOMEBODY: AtomicBool = AtomicBool::new(false);

#[inline(always)]
pub(crate) fn somebody_visits() -> bool {
    SOMEBODY.load(Ordering::Relaxed)
}

/// Begins to look into a value; gives what [`end_visit`] wants.
#[inline]
fn begin_visit() -> bool {
    SOMEBODY.store(true, Ordering::Relaxed);
    VISITING.replace(true)
}

/// A collector alone in the process knows that nobody else looks; once there were several, it stays said.
#[inline]
fn end_visit(outer: bool) {
    VISITING.set(outer);
    if !outer && !several() {
        SOMEBODY.store(false, Ordering::Relaxed);
    }
}

/// The body of the table entry for a class's `__traverse__`.
///
/// # Safety
/// Called by the collector with an instance of `T`.
#[doc(hidden)]
#[inline(always)]
pub unsafe fn traverse_value<T: PyClassImpl>(
    object: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
    traverse: impl FnOnce(&T, PyVisit<'_>) -> Result<(), PyTraverseError>,
) -> c_int {
    // SAFETY: an instance; a reference to its value is made only under a shared
    // borrow and on its own thread.
    unsafe {
        // What refers owns nothing of the value.
        if T::OPTIONS.has(Options::WITHIN) && referred(object, T::record()).is_some() {
            return 0;
        }
        if T::bound_elsewhere(object).is_some() || (T::HAS_FLAG && T::flag(object).share().is_err())
        {
            return 0;
        }
        let visit = PyVisit { visit, arg, _collector: PhantomData };
        let value = &*T::value(object);
        let outer = begin_visit();
        let result = catch_unwind(AssertUnwindSafe(|| traverse(value, visit)));
        end_visit(outer);
        if T::HAS_FLAG {
            T::flag(object).unshare();
        }
        match result {
            Ok(Ok(())) => 0,
            Ok(Err(PyTraverseError(code))) => code.get(),
            // There is no way to report it from inside the collector; the panic
            // hook has printed it.
            Err(payload) => {
                mem::forget(payload);
                0
            }
        }
    }
}

/// The `tp_traverse` of the class `T`.
///
/// # Safety
/// Called by the collector with an instance of `T`.
pub(crate) unsafe extern "C" fn traverse_slot<T: PyClassImpl>(
    object: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the caller's obligation.
    unsafe { traverse_all(object, visit, arg, T::record()) }
}

macro_rules! visit {
    ($call:expr) => {
        match $call {
            0 => {}
            code => return code,
        }
    };
}

/// # Safety
/// As [`traverse_slot`]; `record` is that of `T`.
unsafe fn traverse_all(
    object: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
    record: &'static ClassRecord,
) -> c_int {
    // SAFETY: the object's type is one of its references, unless a native base has
    // visited it.
    unsafe {
        let mut type_visited = false;
        visit!(traverse_class(object, visit, arg, record, &mut type_visited));
        if !type_visited {
            visit!(visit(ffi::Py_TYPE(object).cast(), arg));
        }
        0
    }
}

/// Visits what belongs to the bases, then what belongs to the class itself.
///
/// # Safety
/// As [`traverse_slot`]; `record` is that of one of the object's classes.
unsafe fn traverse_class(
    object: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
    record: &'static ClassRecord,
    type_visited: &mut bool,
) -> c_int {
    // SAFETY: the functions of the tables belong to the object's classes, and slots
    // have the types of their numbers; the collector runs attached.
    unsafe {
        if let Some(base) = (record.spec().base_record)() {
            visit!(traverse_class(object, visit, arg, base, type_visited));
        } else if !record.spec().base_is_object {
            let native = (record.spec().base_type)(Python::assume_attached());
            let slot = ffi::PyType_GetSlot(native, ffi::Py_tp_traverse);
            if !slot.is_null() {
                let traverse = mem::transmute::<*mut c_void, ffi::traverseproc>(slot);
                visit!(traverse(object, visit, arg));
                *type_visited = ffi::PyType_GetFlags(native) & ffi::Py_TPFLAGS_HEAPTYPE != 0;
            }
        }
        visit!(super::elsewhere::traverse(object, visit, arg, record));
        if has_value(object, record) {
            for traverse in &record.tables().traverse {
                visit!(traverse(object, visit, arg));
            }
        }
        let offset = record.spec().cell.dict;
        if offset != CellLayout::ABSENT {
            let place = object.byte_add(record.offset()).cast::<u8>().add(offset);
            let dict = *place.cast::<*mut ffi::PyObject>();
            if !dict.is_null() {
                visit!(visit(dict, arg));
            }
        }
        0
    }
}

/// Whether there is a value to look into. A type may not have its data yet.
///
/// # Safety
/// `object` is an instance of the record's class.
unsafe fn has_value(object: *mut ffi::PyObject, record: &'static ClassRecord) -> bool {
    // SAFETY: the caller's obligation.
    !record.spec().is_type || unsafe { super::type_data::is_told(object, record) }
}

/// The `tp_clear` of the class `T`.
///
/// # Safety
/// Called by the collector with an instance of `T`.
pub(crate) unsafe extern "C" fn clear_slot<T: PyClassImpl>(object: *mut ffi::PyObject) -> c_int {
    // SAFETY: the caller's obligation.
    unsafe { clear_all(object, T::record()) }
}

/// # Safety
/// As [`clear_slot`]; `record` is that of `T`.
unsafe fn clear_all(object: *mut ffi::PyObject, record: &'static ClassRecord) -> c_int {
    // SAFETY: as in `traverse_all`. Every part is cleared, whatever another says.
    unsafe {
        let mut status = 0;
        let mut class = Some(record);
        let mut last = record;
        while let Some(record) = class {
            if referred(object, record).is_none() && has_value(object, record) {
                for clear in &record.tables().clear {
                    status = report(clear(object), status);
                }
            }
            clear_dict(object, record);
            last = record;
            class = (record.spec().base_record)();
        }
        if !last.spec().base_is_object {
            let native = (last.spec().base_type)(Python::assume_attached());
            let slot = ffi::PyType_GetSlot(native, ffi::Py_tp_clear);
            if !slot.is_null() {
                let clear = mem::transmute::<*mut c_void, ffi::inquiry>(slot);
                status = report(clear(object), status);
            }
        }
        status
    }
}

/// Keeps one exception for the collector to report; reports a second one itself.
fn report(status: c_int, before: c_int) -> c_int {
    if status != 0 && before != 0 {
        // SAFETY: the collector runs attached.
        let py = unsafe { Python::assume_attached() };
        if let Some(error) = PyErr::take(py) {
            error.write_unraisable(py, None);
            return 0;
        }
    }
    if status != 0 { status } else { before }
}
