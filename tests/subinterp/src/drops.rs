//! `Py`s dropped by threads that are not attached.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use everbind::exceptions::PyRuntimeError;
use everbind::ffi;
use everbind::prelude::*;

fn references(object: &Bound<'_, PyAny>, count: usize) -> Vec<Py<PyAny>> {
    (0..count).map(|_| object.clone().unbind()).collect()
}

fn join<T>(handle: thread::JoinHandle<T>) -> PyResult<T> {
    handle.join().map_err(|_| PyRuntimeError::new_err("the thread panicked"))
}

/// Drops `count` references to `object` while this thread is detached, half of them attached again
/// if that is still possible.
#[pyfunction]
pub fn drop_detached(py: Python<'_>, object: &Bound<'_, PyAny>, count: usize) {
    let mut first = references(object, count);
    let second = first.split_off(count / 2);
    py.detach(move || {
        drop(first);
        Python::try_attach(move |_| drop(second));
    });
}

/// Drops `count` references to `object` on a thread that Python does not know.
#[pyfunction]
pub fn drop_on_thread(py: Python<'_>, object: &Bound<'_, PyAny>, count: usize) -> PyResult<()> {
    let references = references(object, count);
    py.detach(|| join(thread::spawn(move || drop(references))))
}

/// A thread that Python does not know drops a reference to `object`, then attaches, which brings
/// it into the main interpreter, and makes a class there. Returns that interpreter's number.
#[pyfunction]
pub fn keep_from_thread(py: Python<'_>, object: &Bound<'_, PyAny>) -> PyResult<i64> {
    let reference = object.clone().unbind();
    let visit = move || {
        drop(reference);
        Python::attach(|py| {
            Py::new(py, super::Side::Right)?;
            Ok(interpreter_id(py))
        })
    };
    py.detach(|| join(thread::spawn(visit))?)
}

/// The number of the interpreter to which `attach` inside `detach` returns.
#[pyfunction]
pub fn attach_inside(py: Python<'_>) -> i64 {
    py.detach(|| Python::attach(interpreter_id))
}

fn interpreter_id(_py: Python<'_>) -> i64 {
    // SAFETY: attached, as the token shows.
    unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) }
}

/// A thread drops `count` references after `millis`, unattached; nobody joins it.
#[pyfunction]
pub fn hold_back(object: &Bound<'_, PyAny>, count: usize, millis: u64) {
    let references = references(object, count);
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(millis));
        drop(references);
    });
}

/// Starts threads that Python does not know, each of which attaches again and again to call
/// `callback`, for as long as it is let.
#[pyfunction]
pub fn call_for_ever(callback: Py<PyAny>, threads: usize) {
    let callback = Arc::new(callback);
    for _ in 0..threads {
        let callback = Arc::clone(&callback);
        thread::spawn(
            move || {
                while Python::try_attach(|py| callback.call0(py).map(drop)).is_some() {}
            },
        );
    }
}

/// Calls `callback` on this thread until it raises.
#[pyfunction]
pub fn call_until_it_raises(callback: &Bound<'_, PyAny>) -> PyResult<()> {
    loop {
        callback.call0()?;
    }
}
