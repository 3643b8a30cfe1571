//! The waker of a coroutine's future: it has an `asyncio` loop send to the coroutine again.
//!
//! *States.* While the future is polled there is nobody to wake: it is only remembered, and the coroutine yields `None`, with which
//! the loop comes back at once. After that there is a future of the loop, which the coroutine has yielded; waking has the loop
//! finish it, from any thread. A waker of an earlier poll does no more than wake once too often.
//!
//! *Locks.* The state is changed under a lock, and only moved: what is dropped or called is so after it.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Wake;

use crate::object::{Bound, Py};
use crate::python::Python;
use crate::sync::PyOnceLock;
use crate::types::{PyAnyMethods, PyCFunction};
use crate::{PyAny, PyErr, PyResult, PyTraverseError, PyVisit, pyfunction};

pub(super) struct LoopWaker(Mutex<State>);

enum State {
    /// Nobody waits.
    Polled,
    /// Nor will anybody need to.
    Woken,
    /// The loop and its future.
    Waiting(Py<PyAny>, Py<PyAny>),
}

impl LoopWaker {
    pub(super) fn new() -> Self {
        LoopWaker(Mutex::new(State::Polled))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn replace(&self, state: State) -> State {
        mem::replace(&mut *self.lock(), state)
    }

    /// The future is going to be polled.
    pub(super) fn begin(&self) {
        drop(self.replace(State::Polled));
    }

    /// What the coroutine is to yield, since its future is not ready.
    ///
    /// # Errors
    /// Where no loop runs.
    pub(super) fn wait(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        if matches!(*self.lock(), State::Woken) {
            return Ok(py.None());
        }
        let event_loop = py.import("asyncio")?.call_method0("get_running_loop")?;
        let future = event_loop.call_method0("create_future")?;
        // It says that it is awaited, and gives itself.
        let yielded = match future.call_method0("__await__")?.try_iter()?.next() {
            Some(yielded) => yielded?,
            None => return Ok(py.None()),
        };
        let waiting = State::Waiting(event_loop.unbind(), future.unbind());
        let mut state = self.lock();
        if matches!(*state, State::Woken) {
            drop(state);
            return Ok(py.None());
        }
        *state = waiting;
        Ok(yielded.unbind())
    }

    /// Shows the collector what is waited for.
    pub(super) fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        match self.0.try_lock().as_deref() {
            Ok(State::Waiting(event_loop, future)) => {
                visit.call(event_loop)?;
                visit.call(future)
            }
            _ => Ok(()),
        }
    }
}

impl Wake for LoopWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let State::Waiting(event_loop, future) = self.replace(State::Woken) else { return };
        // At exit there is no loop any more.
        Python::try_attach(|py| {
            if let Err(error) = finish(event_loop.bind(py), future.bind(py)) {
                error.write_unraisable(py, Some(event_loop.bind(py)));
            }
        });
    }
}

/// Has the loop finish its future, soon.
fn finish(event_loop: &Bound<'_, PyAny>, future: &Bound<'_, PyAny>) -> PyResult<()> {
    static RELEASE: PyOnceLock<Py<PyCFunction>> = PyOnceLock::new();
    let py = event_loop.py();
    let release =
        RELEASE.get_or_try_init(py, || Ok::<_, PyErr>(wrap_pyfunction!(release, py)?.unbind()))?;
    match event_loop.call_method1("call_soon_threadsafe", (release, future)) {
        Ok(_) => Ok(()),
        // Nobody waits any more.
        Err(_) if event_loop.call_method0("is_closed")?.is_truthy()? => Ok(()),
        Err(error) => Err(error),
    }
}

/// Finishes a future, unless it was cancelled.
#[pyfunction(crate = "crate")]
fn release(future: &Bound<'_, PyAny>) -> PyResult<()> {
    if !future.call_method0("done")?.is_truthy()? {
        future.call_method1("set_result", (future.py().None(),))?;
    }
    Ok(())
}
