//! [`CancelHandle`]: how an `async fn` notices that it is cancelled.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::PyAny;
use crate::object::Py;

#[derive(Debug, Default)]
struct Inner {
    exception: Option<Py<PyAny>>,
    waker: Option<Waker>,
}

fn lock(inner: &Mutex<Inner>) -> MutexGuard<'_, Inner> {
    inner.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Receives the exceptions that are thrown into a coroutine, as `asyncio` does to cancel it.
///
/// A parameter with `#[pyo3(cancel_handle)]` gets one. Without it, an exception ends the coroutine and drops its future.
///
/// # Examples
/// ```
/// use everbind::prelude::*;
/// use everbind::coroutine::CancelHandle;
///
/// /// Waits until it is cancelled.
/// #[pyfunction]
/// async fn forever(#[pyo3(cancel_handle)] mut cancel: CancelHandle) -> &'static str {
///     cancel.cancelled().await;
///     "cancelled"
/// }
/// ```
#[derive(Debug, Default)]
pub struct CancelHandle(Arc<Mutex<Inner>>);

impl CancelHandle {
    /// A handle to which nothing was thrown.
    pub fn new() -> Self {
        CancelHandle::default()
    }

    /// Whether an exception waits to be taken.
    pub fn is_cancelled(&self) -> bool {
        lock(&self.0).exception.is_some()
    }

    /// Takes the exception that was thrown, or has the task woken when one is.
    pub fn poll_cancelled(&mut self, cx: &mut Context<'_>) -> Poll<Py<PyAny>> {
        let mut inner = lock(&self.0);
        match inner.exception.take() {
            Some(exception) => Poll::Ready(exception),
            None => {
                let before = inner.waker.replace(cx.waker().clone());
                drop(inner);
                drop(before);
                Poll::Pending
            }
        }
    }

    /// Waits for an exception, and takes it.
    pub async fn cancelled(&mut self) -> Py<PyAny> {
        poll_fn(|cx| self.poll_cancelled(cx)).await
    }
}

/// What throws to a [`CancelHandle`].
#[doc(hidden)]
pub struct ThrowCallback(Arc<Mutex<Inner>>);

impl ThrowCallback {
    pub(super) fn throw(&self, exception: Py<PyAny>) {
        let mut inner = lock(&self.0);
        let before = inner.exception.replace(exception);
        let waker = inner.waker.take();
        drop(inner);
        drop(before);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// A handle for a parameter, and what throws to it.
#[doc(hidden)]
pub fn cancel_handle(callback: &mut Option<ThrowCallback>) -> CancelHandle {
    let handle = CancelHandle::new();
    *callback = Some(ThrowCallback(handle.0.clone()));
    handle
}
