//! Attaching to the interpreter and detaching from it.
//!
//! *Problem.* `attach` may be called on a thread that Python never saw, on one
//! that is attached already, inside `detach`, and after finalisation has begun.
//! With several interpreters in the process, `PyGILState_Ensure` would attach a
//! detached thread to the wrong one.
//!
//! *Invariants.* A thread that is attached is never attached again: nested
//! `attach` costs one question to CPython. `detach` always re-attaches, also when
//! the closure panics. References dropped meanwhile are released on the way in.
//!
//! *How.* While the closure of `detach` runs, the suspended thread state is kept
//! in a thread-local; an `attach` inside resumes that very state, so it returns to
//! the same interpreter. Function calls never touch the thread-local. A thread that
//! attaches while the interpreter ends never gets back (`unwind.rs` of everbind-abi).

use std::cell::Cell;
use std::ptr;

use crate::python::{Python, deferred, state};
use crate::{abi, ffi};

/// What may be carried into [`Python::detach`]: values that do not depend on
/// being attached. Today that is every `Send` type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used while detached from the Python interpreter",
    note = "`Bound`, `PyRef` and `Python` need an attached thread; `unbind()` the objects first"
)]
pub trait Ungil {}

impl<T: Send> Ungil for T {}

thread_local! {
    static SUSPENDED: Cell<*mut ffi::PyThreadState> = const { Cell::new(ptr::null_mut()) };
}

/// Whether the current thread is attached to an interpreter.
#[inline]
pub(crate) fn is_attached() -> bool {
    // SAFETY: callable on any thread at any time once the table is loaded; it
    // returns null where no thread state is current.
    abi::is_loaded() && unsafe { !ffi::PyThreadState_GetUnchecked().is_null() }
}

/// The thread state that the `detach` we are inside of has suspended, or null.
pub(crate) fn suspended() -> *mut ffi::PyThreadState {
    SUSPENDED.get()
}

/// Re-attaches when dropped, and releases what was dropped meanwhile.
struct Resume(*mut ffi::PyThreadState, *mut ffi::PyThreadState);

impl Drop for Resume {
    fn drop(&mut self) {
        SUSPENDED.set(self.1);
        // SAFETY: the state was taken off this very thread by `PyEval_SaveThread`, and
        // the thread is attached after that.
        let py = unsafe {
            ffi::PyEval_RestoreThread(self.0);
            Python::assume_attached()
        };
        deferred::drain(py);
    }
}

/// Suspends again, at the end of an `attach` inside `detach`.
struct Suspend;

impl Drop for Suspend {
    fn drop(&mut self) {
        // SAFETY: attached, by the `attach` that made this guard.
        SUSPENDED.set(unsafe { ffi::PyEval_SaveThread() });
    }
}

/// Ends a `PyGILState_Ensure` when dropped.
struct Release(ffi::PyGILState_STATE);

impl Drop for Release {
    fn drop(&mut self) {
        // SAFETY: pairs with the `PyGILState_Ensure` that made this guard.
        unsafe { ffi::PyGILState_Release(self.0) }
    }
}

/// # Safety
/// The thread is attached while `f` runs.
unsafe fn with_token<R>(f: impl FnOnce(Python<'_>) -> R) -> R {
    // SAFETY: the caller's obligation.
    let py = unsafe { Python::assume_attached() };
    state::arrive(py);
    deferred::drain(py);
    f(py)
}

fn attach_thread<R>(f: impl FnOnce(Python<'_>) -> R) -> R {
    if is_attached() {
        // SAFETY: as just asked.
        let py = unsafe { Python::assume_attached() };
        if state::nobody() {
            state::enter(py);
        }
        return f(py);
    }
    let suspended = SUSPENDED.replace(ptr::null_mut());
    if suspended.is_null() {
        // SAFETY: the interpreter is initialised, as the callers have checked.
        let _release = Release(unsafe { ffi::PyGILState_Ensure() });
        // SAFETY: attached until the guard drops.
        unsafe { with_token(f) }
    } else {
        // SAFETY: taken off this very thread by the `detach` we are inside of.
        unsafe { ffi::PyEval_RestoreThread(suspended) };
        let _suspend = Suspend;
        // SAFETY: attached until the guard drops.
        unsafe { with_token(f) }
    }
}

/// As [`Python::attach`]; for cold code, which shares this one.
///
/// # Panics
/// As [`Python::attach`].
pub(crate) fn attached(f: &mut dyn FnMut(Python<'_>)) {
    Python::attach(f);
}

/// Why no thread can attach now, if so.
fn unavailable() -> Option<&'static str> {
    if abi::load().is_err() {
        return Some("no CPython 3.12 or newer is running in this process");
    }
    if is_attached() {
        if crate::class::gc::is_visiting() {
            return Some("the garbage collector is visiting objects");
        }
        return None; // also while the interpreter ends, which it does on this thread
    }
    abi::wait_until_started();
    // SAFETY: both may be called at any time once the table is loaded.
    unsafe {
        if ffi::Py_IsInitialized() == 0 {
            Some("the Python interpreter is not initialised")
        } else if ffi::Py_IsFinalizing() != 0 {
            Some("the Python interpreter is being finalised")
        } else {
            None
        }
    }
}

impl Python<'_> {
    /// Attaches the thread to the interpreter, runs `f`, and detaches again.
    ///
    /// On a thread that is attached already, `f` simply runs. Inside
    /// [`detach`](Python::detach) it returns to the interpreter that was left.
    ///
    /// # Panics
    /// If no interpreter is running (with the feature `auto-initialize` one is
    /// started), or if it is being finalised. [`try_attach`](Python::try_attach) returns `None` instead.
    ///
    /// # Examples
    #[doc = example!()]
    /// use everbind::prelude::*;
    ///
    /// let answer: i64 = Python::attach(|py| py.eval(c"6 * 7", None, None)?.extract()).unwrap();
    /// assert_eq!(answer, 42);
    /// ```
    #[track_caller]
    pub fn attach<F, R>(f: F) -> R
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        #[cfg(feature = "auto-initialize")]
        Python::initialize();
        if let Some(reason) = unavailable() {
            panic!("cannot attach to Python: {reason}");
        }
        attach_thread(f)
    }

    /// As [`attach`](Python::attach); `None` when that is not possible.
    pub fn try_attach<F, R>(f: F) -> Option<R>
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        unavailable().is_none().then(|| attach_thread(f))
    }

    /// As [`attach`](Python::attach), without asking whether an interpreter runs.
    ///
    /// # Safety
    /// The interpreter is initialised and not being finalised.
    pub unsafe fn attach_unchecked<F, R>(f: F) -> R
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        attach_thread(f)
    }

    /// PyO3's name until 0.25.
    #[deprecated(note = "renamed to `attach`")]
    #[track_caller]
    pub fn with_gil<F, R>(f: F) -> R
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        Python::attach(f)
    }
}

impl<'py> Python<'py> {
    /// Detaches the thread while `f` runs, so that other threads can run Python.
    ///
    /// # Panics
    /// Re-attaches and passes on a panic of `f`.
    ///
    /// # Examples
    #[doc = example!()]
    /// use everbind::prelude::*;
    ///
    /// #[pyfunction]
    /// fn sum(py: Python<'_>, values: Vec<f64>) -> f64 {
    ///     py.detach(|| values.iter().sum())
    /// }
    /// ```
    pub fn detach<T, F>(self, f: F) -> T
    where
        F: Ungil + FnOnce() -> T,
        T: Ungil,
    {
        // SAFETY: attached (token); resumed by the guard.
        let state = unsafe { ffi::PyEval_SaveThread() };
        let resume = Resume(state, SUSPENDED.replace(state));
        let result = f();
        drop(resume);
        result
    }

    /// PyO3's name until 0.25.
    #[deprecated(note = "renamed to `detach`")]
    pub fn allow_threads<T, F>(self, f: F) -> T
    where
        F: Ungil + FnOnce() -> T,
        T: Ungil,
    {
        self.detach(f)
    }

    /// Lets Python's signal handlers run: call it now and then in long loops, so
    /// that Ctrl-C works.
    ///
    /// # Errors
    /// What a handler raises, `KeyboardInterrupt` for one.
    #[inline]
    pub fn check_signals(self) -> crate::PyResult<()> {
        // SAFETY: attached (token).
        crate::error::check(self, unsafe { ffi::PyErr_CheckSignals() })
    }
}
