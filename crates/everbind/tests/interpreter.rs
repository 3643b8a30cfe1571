//! Attaching, detaching, and references dropped where nobody is attached.
#![cfg(feature = "auto-initialize")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread;

use everbind::exceptions::{PyKeyError, PyTypeError, PyValueError};
use everbind::prelude::*;
use everbind::sync::{MutexExt, OnceExt, OnceLockExt, PyOnceLock};
use everbind::types::{PyDict, PyList, PyString};
use everbind::{PythonVersionInfo, intern};

/// The number of references to an object that only the test knows.
fn references(object: &Py<PyList>) -> isize {
    Python::attach(|py| object.get_refcnt(py))
}

fn list() -> Py<PyList> {
    Python::attach(|py| PyList::empty(py).unbind())
}

#[test]
fn attach_nests_and_resumes_inside_detach() {
    let answer = Python::attach(|py| {
        Python::attach(|inner| inner.version_info());
        py.detach(|| Python::attach(|py| py.detach(|| Python::attach(|_| 42))))
    });
    assert_eq!(answer, 42);
}

#[test]
fn detach_passes_panics_on_and_attaches_again() {
    Python::attach(|py| {
        let result = std::panic::catch_unwind(|| py.detach(|| panic!("on purpose")));
        assert!(result.is_err());
        assert_eq!(PyList::new(py, [1, 2, 3]).unwrap().len(), 3);
    });
}

#[test]
fn a_reference_dropped_on_a_foreign_thread_is_released_by_the_next_attach() {
    let object = list();
    let copy = Python::attach(|py| object.clone_ref(py));
    assert_eq!(references(&object), 2);
    thread::spawn(move || drop(copy)).join().unwrap();
    assert_eq!(references(&object), 1);
}

#[test]
fn a_reference_dropped_while_detached_is_released_by_the_end_of_detach() {
    let object = list();
    Python::attach(|py| {
        let copy = object.clone_ref(py);
        py.detach(|| drop(copy));
        assert_eq!(object.get_refcnt(py), 1);
    });
}

/// The drop does not wait for the interpreter, so a lock held meanwhile is harmless.
#[test]
fn a_drop_under_a_lock_that_an_attached_thread_wants_does_not_deadlock() {
    let object = list();
    let lock = Arc::new(Mutex::new(()));
    let (locked, is_locked) = mpsc::channel();
    let copy = Python::attach(|py| object.clone_ref(py));
    let other = thread::spawn({
        let lock = lock.clone();
        move || {
            let guard = lock.lock().unwrap();
            locked.send(()).unwrap();
            thread::sleep(std::time::Duration::from_millis(50));
            drop(copy);
            drop(guard);
        }
    });
    is_locked.recv().unwrap();
    Python::attach(|_| drop(lock.lock().unwrap()));
    other.join().unwrap();
    assert_eq!(references(&object), 1);
}

#[test]
fn many_references_dropped_by_many_threads_all_come_back() {
    let object = list();
    let copies: Vec<Vec<Py<PyList>>> = Python::attach(|py| {
        (0..4).map(|_| (0..25_000).map(|_| object.clone_ref(py)).collect()).collect()
    });
    let threads: Vec<_> =
        copies.into_iter().map(|copies| thread::spawn(move || drop(copies))).collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(references(&object), 1);
}

#[test]
fn once_lock_keeps_the_first_value_and_a_failure_leaves_it_empty() {
    static CELL: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    Python::attach(|py| {
        assert!(CELL.get(py).is_none());
        let failed = CELL.get_or_try_init(py, || Err::<Py<PyDict>, _>("no"));
        assert_eq!(failed.err(), Some("no"));
        let first = CELL.get_or_init(py, || PyDict::new(py).unbind());
        let second = CELL.get_or_init(py, || unreachable!("there is a value"));
        assert!(first.is(second));
        assert!(CELL.set(py, PyDict::new(py).unbind()).is_err());
    });
}

#[test]
fn a_local_once_lock_gives_its_value_back() {
    let object = list();
    let mut cell = PyOnceLock::new();
    Python::attach(|py| cell.set(py, object.clone_ref(py)).unwrap());
    assert_eq!(references(&object), 2);
    assert!(cell.get_mut().is_some());
    drop(cell.take());
    assert!(cell.get_mut().is_none());
    Python::attach(|py| cell.set(py, object.clone_ref(py)).unwrap());
    drop(cell);
    assert_eq!(references(&object), 1);
}

#[test]
fn two_threads_that_make_a_value_at_once_agree_on_it() {
    static CELL: PyOnceLock<usize> = PyOnceLock::new();
    let (made, start) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(4)));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (made, start) = (made.clone(), start.clone());
            thread::spawn(move || {
                start.wait();
                Python::attach(|py| {
                    *CELL.get_or_init(py, || {
                        py.detach(thread::yield_now);
                        made.fetch_add(1, Ordering::Relaxed) + 1
                    })
                })
            })
        })
        .collect();
    let values: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert!(values.windows(2).all(|pair| pair[0] == pair[1]), "{values:?}");
}

#[test]
fn waiting_for_a_std_lock_lets_the_owner_attach() {
    static LOCK: Mutex<i32> = Mutex::new(0);
    static ONCE: std::sync::Once = std::sync::Once::new();
    static CELL: std::sync::OnceLock<i32> = std::sync::OnceLock::new();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            thread::spawn(|| {
                Python::attach(|py| {
                    for _ in 0..100 {
                        let mut guard = LOCK.lock_py_attached(py).unwrap();
                        py.run(c"sum(range(100))", None, None).unwrap();
                        *guard += 1;
                    }
                    ONCE.call_once_py_attached(py, || py.run(c"pass", None, None).unwrap());
                    assert_eq!(*CELL.get_or_init_py_attached(py, || 7), 7);
                });
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(*LOCK.lock().unwrap(), 400);
}

#[test]
fn intern_gives_one_string() {
    fn name<'py>(py: Python<'py>) -> &'py Bound<'py, PyString> {
        intern!(py, "everbind_interned")
    }
    Python::attach(|py| assert!(name(py).is(name(py))));
}

#[test]
fn the_version_is_the_interpreters_own() {
    Python::attach(|py| {
        let version: PythonVersionInfo = py.version_info();
        let sys = py.import("sys").unwrap();
        let expected = sys.getattr("version_info").unwrap().get_item(1).unwrap();
        assert_eq!(version.minor, expected.extract::<u8>().unwrap());
        assert!(py.version().starts_with("3."));
    });
}

#[test]
fn errors_are_made_late_and_keep_what_they_are() {
    Python::attach(|py| {
        let err = PyValueError::new_err("bad value");
        assert!(err.is_instance_of::<PyValueError>(py));
        assert!(!err.is_instance_of::<PyKeyError>(py));
        assert_eq!(err.to_string(), "ValueError: bad value");
        assert!(err.traceback(py).is_none());

        let cause = PyKeyError::new_err(("key", 1));
        err.set_cause(py, Some(cause));
        assert_eq!(err.cause(py).unwrap().to_string(), "KeyError: ('key', 1)");
        err.set_cause(py, None);
        assert!(err.cause(py).is_none());

        let raised = py.run(c"raise LookupError('gone')", None, None).unwrap_err();
        assert!(raised.traceback(py).is_some());
        raised.clone_ref(py).restore(py);
        assert!(PyErr::occurred(py));
        assert!(PyErr::take(py).unwrap().value(py).is(raised.value(py)));
        assert!(!PyErr::occurred(py));

        let none = PyErr::from_value(py.None().into_bound(py));
        assert!(none.is_instance_of::<PyTypeError>(py));
    });
}

#[test]
fn an_io_error_keeps_its_errno_and_passes_through_python() {
    Python::attach(|py| {
        let missing = std::fs::read("/nonexistent/file").unwrap_err();
        let kind = missing.kind();
        let err = PyErr::from(missing);
        assert_eq!(err.value(py).getattr("errno").unwrap().extract::<i32>().unwrap(), 2);
        let back = std::io::Error::from(err);
        assert_eq!(back.kind(), kind);
        assert_eq!(PyErr::from(back).get_type(py).name().unwrap(), "FileNotFoundError");
    });
}

#[test]
fn an_error_made_by_one_thread_is_made_once() {
    let err = Arc::new(PyValueError::new_err("shared"));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let err = err.clone();
            thread::spawn(move || Python::attach(|py| err.value(py).as_ptr().addr()))
        })
        .collect();
    let addresses: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert!(addresses.windows(2).all(|pair| pair[0] == pair[1]));
}
