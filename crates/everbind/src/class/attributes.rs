//! Attributes of classes.
//!
//! They may be instances of the class, so they are made when the type object is already to be found. A
//! thread that asks for the type while it is itself making the attributes gets it as it is; another
//! one makes them too, and the first to be ready sets them.
//!
//! *Room.* Most classes have none. So all this is reached by a pointer, which only `ClassItems::attributes`
//! knows, and is in no library that has none.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use super::create;
use super::items::Attribute;
use super::leaks;
use super::record::ClassRecord;
use crate::error::PyErr;
use crate::exceptions::PyRuntimeError;
use crate::python::Python;
use crate::{Py, PyAny, PyResult, ffi};

/// Makes the class attributes if that is still to be done. Returns whether they are all there: not when this
/// thread is itself about making them.
pub(super) type Finish =
    fn(Python<'_>, &'static ClassRecord, &Progress, *mut ffi::PyObject) -> PyResult<bool>;

/// How far the attributes of a class are.
pub(super) struct Progress {
    state: AtomicU8,
    /// The threads that are making them.
    making: Mutex<Vec<ThreadId>>,
}

/// The states.
const MISSING: u8 = 0;
const BEING_SET: u8 = 1;
const SET: u8 = 2;

impl Progress {
    pub(super) fn new() -> Self {
        Progress { state: AtomicU8::new(MISSING), making: Mutex::new(Vec::new()) }
    }
}

/// Takes a thread off the list of those that are making the attributes.
struct Making<'a>(&'a Mutex<Vec<ThreadId>>, ThreadId);

impl Drop for Making<'_> {
    #[inline]
    fn drop(&mut self) {
        lock(self.0).retain(|thread| *thread != self.1);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// See [`Finish`].
#[inline]
pub(super) fn finish(
    py: Python<'_>,
    record: &'static ClassRecord,
    progress: &Progress,
    object: *mut ffi::PyObject,
) -> PyResult<bool> {
    if progress.state.load(Ordering::Acquire) == SET {
        return Ok(true);
    }
    let me = thread::current().id();
    if lock(&progress.making).contains(&me) {
        return Ok(false);
    }
    lock(&progress.making).push(me);
    let _making = Making(&progress.making, me);
    let values = {
        let _quiet = leaks::Quiet::begin();
        make(py, record)?
    };
    loop {
        let turn = progress.state.compare_exchange(
            MISSING,
            BEING_SET,
            Ordering::AcqRel,
            Ordering::Acquire,
        );
        match turn {
            Ok(_) => break,
            Err(SET) => return Ok(true),
            // Another thread is setting its own; it needs to be attached for that.
            Err(_) => py.detach(thread::yield_now),
        }
    }
    let result = set(py, record, object, values);
    let state = if result.is_ok() { SET } else { MISSING };
    progress.state.store(state, Ordering::Release);
    result.map(|()| true)
}

#[inline]
fn set(
    py: Python<'_>,
    record: &'static ClassRecord,
    object: *mut ffi::PyObject,
    values: Vec<(&'static Attribute, Py<PyAny>)>,
) -> PyResult<()> {
    for (attribute, value) in values {
        // SAFETY: attached (token); living objects and a static name.
        let status =
            unsafe { ffi::PyObject_SetAttrString(object, attribute.name.as_ptr(), value.as_ptr()) };
        if status < 0 {
            return Err(PyErr::fetch(py));
        }
    }
    create::freeze(py, record, object);
    Ok(())
}

#[inline]
fn make(
    py: Python<'_>,
    record: &'static ClassRecord,
) -> PyResult<Vec<(&'static Attribute, Py<PyAny>)>> {
    let mut made = Vec::new();
    for attribute in &record.tables().attributes {
        match (attribute.value)(py) {
            Ok(value) => made.push((*attribute, value)),
            Err(cause) => {
                let class = record.name();
                let name = attribute.name.to_string_lossy();
                let message = format!("An error occurred while initializing `{class}.{name}`");
                let error = PyRuntimeError::new_err(message);
                error.set_cause(py, Some(cause));
                return Err(error);
            }
        }
    }
    Ok(made)
}
