//! `async fn`, awaitables and asynchronous iterators.

use std::future::{Future, pending, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use everbind::coroutine::{CancelHandle, Coroutine};
use everbind::exceptions::PyValueError;
use everbind::prelude::*;

/// Ready when a thread says so.
#[derive(Clone, Default)]
struct Signal(Arc<Mutex<(bool, Option<Waker>)>>);

impl Signal {
    /// Given after a time, by another thread.
    fn after(seconds: f64) -> Self {
        let signal = Signal::default();
        let given = signal.clone();
        thread::spawn(move || {
            thread::sleep(Duration::from_secs_f64(seconds));
            given.give();
        });
        signal
    }

    fn give(&self) {
        let mut state = self.0.lock().unwrap();
        state.0 = true;
        let waker = state.1.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Future for Signal {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.lock().unwrap();
        if state.0 {
            return Poll::Ready(());
        }
        state.1 = Some(context.waker().clone());
        Poll::Pending
    }
}

static DROPPED: AtomicUsize = AtomicUsize::new(0);

/// Counts how often it was dropped.
struct Dropped;

impl Drop for Dropped {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

#[pyclass]
#[derive(Default)]
pub struct Account {
    #[pyo3(get)]
    balance: i64,
}

#[pymethods]
impl Account {
    #[new]
    fn new() -> Self {
        Account::default()
    }

    /// Adds, after a while.
    async fn add(&mut self, amount: i64, seconds: f64) -> PyResult<i64> {
        Signal::after(seconds).await;
        if amount < 0 {
            return Err(PyValueError::new_err("negative"));
        }
        self.balance += amount;
        Ok(self.balance)
    }

    async fn wait(&self, seconds: f64) -> i64 {
        Signal::after(seconds).await;
        self.balance
    }

    async fn owner(slf: Py<Self>) -> Py<Self> {
        Signal::after(0.0).await;
        slf
    }

    #[staticmethod]
    async fn twice(number: i64) -> i64 {
        number * 2
    }

    #[classmethod]
    #[pyo3(name = "made")]
    async fn make(cls: Py<everbind::types::PyType>) -> PyResult<Py<PyAny>> {
        Python::attach(|py| cls.call0(py))
    }
}

/// Counts down, one number in each turn of the loop.
#[pyclass]
pub struct Countdown(u32);

#[pymethods]
impl Countdown {
    #[new]
    fn new(from: u32) -> Self {
        Countdown(from)
    }

    fn __aiter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __anext__(&mut self) -> Option<Coroutine> {
        self.0 = self.0.checked_sub(1)?;
        let left = self.0;
        Some(Coroutine::new(async move {
            Signal::after(0.0).await;
            Ok(left)
        }))
    }
}

/// An awaitable that gives what it holds, by an iterator.
#[pyclass]
pub struct Ready(Option<Py<PyAny>>);

#[pymethods]
impl Ready {
    #[new]
    fn new(value: Py<PyAny>) -> Self {
        Ready(Some(value))
    }

    fn __await__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&mut self) -> PyResult<Option<Py<PyAny>>> {
        match self.0.take() {
            Some(value) => Err(everbind::exceptions::PyStopIteration::new_err((value,))),
            None => Err(PyValueError::new_err("awaited twice")),
        }
    }
}

/// An asynchronous context manager.
#[pyclass]
#[derive(Default)]
pub struct Opened {
    #[pyo3(get)]
    events: Vec<String>,
}

#[pymethods]
impl Opened {
    #[new]
    fn new() -> Self {
        Opened::default()
    }

    fn __aenter__(slf: Bound<'_, Self>) -> Coroutine {
        slf.borrow_mut().events.push("enter".into());
        let slf = slf.unbind();
        Coroutine::new(async move {
            Signal::after(0.0).await;
            Ok(slf)
        })
    }

    #[pyo3(signature = (kind, _value, _traceback))]
    fn __aexit__(
        &mut self,
        kind: Option<Bound<'_, PyAny>>,
        _value: Option<Bound<'_, PyAny>>,
        _traceback: Option<Bound<'_, PyAny>>,
    ) -> Coroutine {
        let failed = kind.is_some();
        self.events.push(if failed { "failed".into() } else { "exit".into() });
        Coroutine::new(async move { Ok(failed) })
    }
}

#[pymodule(submodule, name = "coroutines")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Account, Countdown, Opened, Ready};

    /// Gives the result after a while.
    #[pyfunction]
    #[pyo3(signature = (seconds, result = None))]
    async fn sleep(seconds: f64, result: Option<Py<PyAny>>) -> Option<Py<PyAny>> {
        Signal::after(seconds).await;
        result
    }

    #[pyfunction]
    async fn at_once(text: String) -> String {
        text
    }

    #[pyfunction]
    async fn nothing() {}

    #[pyfunction]
    #[pyo3(name = "renamed")]
    async fn fails(seconds: f64) -> PyResult<()> {
        Signal::after(seconds).await;
        Err(PyValueError::new_err("failed"))
    }

    #[pyfunction]
    async fn panics() {
        Signal::after(0.0).await;
        panic!("in a coroutine");
    }

    #[pyfunction]
    async fn forever() {
        let _dropped = Dropped;
        pending::<()>().await;
    }

    /// Wakes before it waits, three times.
    #[pyfunction]
    async fn busy() -> u32 {
        let mut polls = 0;
        poll_fn(|context| {
            polls += 1;
            context.waker().wake_by_ref();
            if polls == 4 { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        polls
    }

    #[pyfunction]
    async fn cancellable(#[pyo3(cancel_handle)] mut cancel: CancelHandle) -> Py<PyAny> {
        cancel.cancelled().await
    }

    /// Goes on after it was cancelled.
    #[pyfunction]
    async fn stubborn(
        seconds: f64,
        #[pyo3(cancel_handle)] mut cancel: CancelHandle,
    ) -> (bool, bool) {
        let before = cancel.is_cancelled();
        cancel.cancelled().await;
        Signal::after(seconds).await;
        (before, cancel.is_cancelled())
    }

    #[pyfunction]
    fn dropped() -> usize {
        DROPPED.swap(0, Ordering::Relaxed)
    }
}
