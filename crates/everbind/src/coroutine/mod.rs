//! `async fn` as coroutines of Python's: feature `experimental-async`.
//!
//! *Problem.* A Rust future is polled, and says by its waker when it wants to be polled again, from any thread. A Python
//! coroutine is sent to by an event loop, yields the loop's own future when it has to wait, and is sent to again when that
//! is done.
//!
//! *How.* [`Coroutine`] owns the future. `send` polls it. A future that is ready ends the coroutine by `StopIteration`; for one that
//! is not, `waker.rs` makes a future of the running `asyncio` loop, which is yielded, and which the waker has the loop finish. `throw` goes
//! to the `CancelHandle`, where the function has one, and else ends the coroutine.
//!
//! *Invariants.* The future is out of the coroutine while it is polled, so a panic leaves a coroutine that has ended. No lock is held
//! while Python code runs.

mod cancel;
mod waker;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

pub use cancel::{CancelHandle, ThrowCallback, cancel_handle};
use waker::LoopWaker;

use crate::convert::IntoPyObject;
use crate::exceptions::{PyAttributeError, PyRuntimeError, PyStopIteration};
use crate::object::{Bound, Py};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyType};
use crate::{PyAny, PyErr, PyResult, PyTraverseError, PyVisit, ffi, pyclass, pymethods};

type Result = PyResult<Py<PyAny>>;
type Boxed = Pin<Box<dyn Future<Output = Result> + Send>>;

/// A Python coroutine that runs a Rust future: what an `async fn` with `#[pyfunction]` or in `#[pymethods]` returns.
///
/// It can be awaited under `asyncio`, once.
///
/// # Examples
/// ```
/// use everbind::prelude::*;
/// use everbind::coroutine::Coroutine;
///
/// #[pyclass]
/// struct Countdown(u32);
///
/// #[pymethods]
/// impl Countdown {
///     fn __aiter__(slf: Py<Self>) -> Py<Self> {
///         slf
///     }
///
///     fn __anext__(&mut self) -> Option<Coroutine> {
///         self.0 = self.0.checked_sub(1)?;
///         let left = self.0;
///         Some(Coroutine::new(async move { Ok(left) }))
///     }
/// }
/// ```
#[pyclass(crate = "crate", module = "everbind")]
pub struct Coroutine {
    name: Option<&'static str>,
    /// The class of a method.
    class: Option<&'static str>,
    /// Gone when it has ended.
    future: Mutex<Option<Boxed>>,
    throw: Option<ThrowCallback>,
    waker: Arc<LoopWaker>,
}

impl Coroutine {
    /// A coroutine that runs `future`.
    pub fn new<F, T>(future: F) -> Self
    where
        F: Future<Output = PyResult<T>> + Send + 'static,
        T: for<'py> IntoPyObject<'py>,
    {
        let object = async move {
            let value = future.await?;
            Python::attach(|py| crate::class::macros::object_of(py, value.into_raw(py)))
        };
        Coroutine::of(None, None, None, Box::pin(object))
    }

    fn of(
        name: Option<&'static str>,
        class: Option<&'static str>,
        throw: Option<ThrowCallback>,
        future: Boxed,
    ) -> Self {
        let waker = Arc::new(LoopWaker::new());
        Coroutine { name, class, future: Mutex::new(Some(future)), throw, waker }
    }

    fn take(&mut self) -> Option<Boxed> {
        self.future.get_mut().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Polls the future: what the coroutine yields, or how it ends.
    fn poll(&mut self, py: Python<'_>) -> Result {
        let Some(mut future) = self.take() else { return Err(reused()) };
        self.waker.begin();
        let waker = Waker::from(self.waker.clone());
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(result) => Err(PyStopIteration::new_err((result?,))),
            Poll::Pending => {
                self.future = Mutex::new(Some(future));
                self.waker.wait(py)
            }
        }
    }
}

#[cold]
fn reused() -> PyErr {
    PyErr::worded::<PyRuntimeError>("cannot reuse already awaited coroutine")
}

#[pymethods(crate = "crate")]
impl Coroutine {
    #[getter]
    fn __name__(&self) -> PyResult<&'static str> {
        self.name.ok_or_else(|| PyErr::worded::<PyAttributeError>("__name__"))
    }

    #[getter]
    fn __qualname__(&self) -> PyResult<String> {
        let name = self.__name__()?;
        let mut text = String::new();
        if let Some(class) = self.class {
            text.push_str(class);
            text.push('.');
        }
        text.push_str(name);
        Ok(text)
    }

    fn __await__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> Result {
        self.poll(py)
    }

    /// Runs until the future waits, or ends.
    #[pyo3(signature = (value, /))]
    fn send(&mut self, py: Python<'_>, value: &Bound<'_, PyAny>) -> Result {
        let _ = value;
        self.poll(py)
    }

    /// Hands an exception to the cancel handle, or ends the coroutine with it.
    #[pyo3(signature = (exception, value = None, traceback = None, /))]
    fn throw(
        &mut self,
        py: Python<'_>,
        exception: Bound<'_, PyAny>,
        value: Option<Bound<'_, PyAny>>,
        traceback: Option<Bound<'_, PyAny>>,
    ) -> Result {
        let _ = traceback;
        let exception = match (exception.cast::<PyType>(), value) {
            (Ok(_), Some(value)) if value.is_instance(&exception)? => value,
            (Ok(class), Some(value)) => class.call1((value,))?,
            (Ok(class), None) => class.call0()?,
            (Err(_), _) => exception,
        };
        match &self.throw {
            Some(throw) => {
                throw.throw(exception.unbind());
                self.poll(py)
            }
            None => {
                self.close();
                Err(PyErr::from_value(exception))
            }
        }
    }

    /// Drops the future.
    fn close(&mut self) {
        drop(self.take());
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        // The only owner: no other waker is left, or can come to be.
        if Arc::strong_count(&self.waker) == 1 { self.waker.visit(&visit) } else { Ok(()) }
    }
}

/// The coroutine of an `async fn`: what its entry returns.
///
/// # Errors
/// When it cannot be made.
#[inline]
pub fn coroutine<F>(
    py: Python<'_>,
    name: &'static str,
    class: Option<&'static str>,
    throw: Option<ThrowCallback>,
    future: F,
) -> PyResult<*mut ffi::PyObject>
where
    F: Future<Output = Result> + Send + 'static,
{
    Ok(Bound::new(py, Coroutine::of(Some(name), class, throw, Box::pin(future)))?.into_ptr())
}

/// The result of an `async fn` as an object.
///
/// # Errors
/// The function's own, or that of the conversion.
#[inline]
pub fn awaited(
    convert: impl for<'py> FnOnce(Python<'py>) -> PyResult<*mut ffi::PyObject>,
) -> Result {
    Python::attach(|py| crate::class::macros::object_of(py, convert(py)))
}
