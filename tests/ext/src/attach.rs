//! `Python::attach` and `detach`, threads of Rust's own, and `Py`s that are dropped anywhere.

use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::sync::PyOnceLock;
use everbind::types::PyList;

/// Kept until the process ends: dropped by nobody.
static KEPT: Mutex<Vec<Py<PyAny>>> = Mutex::new(Vec::new());

fn join<T>(handle: thread::JoinHandle<T>) -> PyResult<T> {
    handle.join().map_err(|_| PyValueError::new_err("the thread panicked"))
}

#[pymodule(submodule, name = "attach")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn detached_sum(py: Python<'_>, values: Vec<i64>) -> i64 {
        py.detach(|| values.iter().sum())
    }

    #[pyfunction]
    fn detached_sleep(py: Python<'_>, millis: u64) {
        py.detach(|| thread::sleep(Duration::from_millis(millis)));
    }

    #[pyfunction]
    fn detached_error(py: Python<'_>) -> PyResult<()> {
        py.detach(|| Err(PyValueError::new_err("made while detached")))
    }

    #[pyfunction]
    fn detached_panic(py: Python<'_>) {
        py.detach(|| panic!("while detached"));
    }

    #[pyfunction]
    fn nested(py: Python<'_>, depth: usize) -> PyResult<usize> {
        if depth == 0 {
            return py.eval(c"0", None, None)?.extract();
        }
        let inner = py.detach(|| Python::attach(|py| nested(py, depth - 1)))?;
        Ok(inner + 1)
    }

    /// Calls `callback` on `count` threads of Rust's own, each of which attaches by itself.
    #[pyfunction]
    fn call_on_threads(py: Python<'_>, callback: Py<PyAny>, count: usize) -> PyResult<Vec<i64>> {
        py.detach(|| {
            let callback = Arc::new(callback);
            let threads: Vec<_> = (0..count)
                .map(|n| {
                    let callback = Arc::clone(&callback);
                    thread::spawn(move || {
                        Python::attach(|py| callback.call1(py, (n,))?.extract::<i64>(py))
                    })
                })
                .collect();
            threads.into_iter().map(|handle| join(handle)?).collect()
        })
    }

    #[pyfunction]
    fn try_attach_on_thread(py: Python<'_>) -> PyResult<Option<u8>> {
        py.detach(|| join(thread::spawn(|| Python::try_attach(|py| py.version_info().major))))
    }

    /// Drops `count` references to `object` on another thread that is not attached.
    #[pyfunction]
    fn drop_on_thread(py: Python<'_>, object: &Bound<'_, PyAny>, count: usize) -> PyResult<()> {
        let references: Vec<Py<PyAny>> = (0..count).map(|_| object.clone().unbind()).collect();
        py.detach(|| join(thread::spawn(move || drop(references))))
    }

    /// The same on this thread, while it is detached.
    #[pyfunction]
    fn drop_detached(py: Python<'_>, object: &Bound<'_, PyAny>, count: usize) {
        let references: Vec<Py<PyAny>> = (0..count).map(|_| object.clone().unbind()).collect();
        py.detach(move || drop(references));
    }

    /// Another thread drops while this one is attached and busy, and again while it is detached.
    #[pyfunction]
    fn drop_while_owner_works(
        py: Python<'_>,
        object: &Bound<'_, PyAny>,
        count: usize,
    ) -> PyResult<usize> {
        let (give, take) = mpsc::channel::<Py<PyAny>>();
        let dropper = thread::spawn(move || take.into_iter().map(drop).count());
        for n in 0..count {
            if give.send(object.clone().unbind()).is_err() {
                return Err(PyValueError::new_err("the thread is gone"));
            }
            if n % 1000 == 0 {
                py.detach(thread::yield_now);
            }
        }
        drop(give);
        py.detach(|| join(dropper))
    }

    /// A thread that holds a lock of the user's while it drops, which `attach` must not wait for.
    #[pyfunction]
    fn drop_under_a_lock(py: Python<'_>, object: &Bound<'_, PyAny>) -> PyResult<usize> {
        let shared = Arc::new(Mutex::new(vec![object.clone().unbind()]));
        let ready = Arc::new(Barrier::new(2));
        let dropper = {
            let (shared, ready) = (Arc::clone(&shared), Arc::clone(&ready));
            thread::spawn(move || {
                let mut held = shared.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                ready.wait();
                held.clear();
                thread::sleep(Duration::from_millis(20));
            })
        };
        py.detach(|| ready.wait());
        // Attached, and waiting for the lock: the other thread must get on without this one.
        let left = shared.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).len();
        py.detach(|| join(dropper))?;
        Ok(left)
    }

    /// Gives the deferred drops a chance to be carried out.
    #[pyfunction]
    fn settle(py: Python<'_>) {
        py.detach(|| Python::attach(|_| ()));
    }

    #[pyfunction]
    fn keep(object: Py<PyAny>) -> usize {
        let mut kept = KEPT.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        kept.push(object);
        kept.len()
    }

    /// Starts a thread that drops what it was given only after `millis`, unattached; nobody joins
    /// it, so that the interpreter may have ended by then.
    #[pyfunction]
    fn drop_later(object: &Bound<'_, PyAny>, count: usize, millis: u64) {
        let references: Vec<Py<PyAny>> = (0..count).map(|_| object.clone().unbind()).collect();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(millis));
            drop(references);
        });
    }

    /// Values that a thread-local destructor drops when its thread ends.
    #[pyfunction]
    fn drop_in_thread_local(py: Python<'_>, object: Py<PyAny>) -> PyResult<()> {
        thread_local! {
            static HELD: std::cell::RefCell<Option<Py<PyAny>>> = const { std::cell::RefCell::new(None) };
        }
        py.detach(|| join(thread::spawn(move || HELD.with(|held| held.replace(Some(object))))))
            .map(drop)
    }

    #[pyfunction]
    fn once(py: Python<'_>) -> &Py<PyList> {
        static ONCE: PyOnceLock<Py<PyList>> = PyOnceLock::new();
        ONCE.get_or_init(py, || PyList::empty(py).unbind())
    }

    #[pyfunction]
    fn once_failing(py: Python<'_>, fail: bool) -> PyResult<i64> {
        static ONCE: PyOnceLock<i64> = PyOnceLock::new();
        ONCE.get_or_try_init(
            py,
            || if fail { Err(PyValueError::new_err("not yet")) } else { Ok(5) },
        )
        .copied()
    }

    #[pyfunction]
    fn signals(py: Python<'_>) -> PyResult<()> {
        py.check_signals()
    }

    #[pyfunction]
    fn versions(py: Python<'_>) -> (String, u8, u8, u8, bool) {
        let info = py.version_info();
        (Python::version_str().to_owned(), info.major, info.minor, info.patch, info >= (3, 12))
    }
}
