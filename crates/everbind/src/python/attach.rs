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

use crate::class::gc;
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

/// What is to be done at the end of an `attach`.
enum End {
    Nothing,
    Release { _guard: Release },
    Suspend { _guard: Suspend },
}

/// Whether the thread is attached and nothing else needs to be seen to: the usual case, asked first.
#[inline(always)]
fn is_settled() -> bool {
    is_attached() && !gc::somebody_visits() && !state::nobody()
}

/// Attaches the thread if it is not.
///
/// # Safety
/// The interpreter is initialised and not being finalised.
#[inline(never)]
unsafe fn begin() -> End {
    let attached = is_attached();
    let suspended = if attached { ptr::null_mut() } else { SUSPENDED.replace(ptr::null_mut()) };
    let end = if attached {
        End::Nothing
    } else if suspended.is_null() {
        // SAFETY: the interpreter is initialised (caller's contract).
        End::Release { _guard: Release(unsafe { ffi::PyGILState_Ensure() }) }
    } else {
        // SAFETY: taken off this very thread by the `detach` we are inside of.
        unsafe { ffi::PyEval_RestoreThread(suspended) };
        End::Suspend { _guard: Suspend }
    };
    // SAFETY: attached until `end` is dropped.
    let py = unsafe { Python::assume_attached() };
    if !attached {
        state::arrive(py);
        deferred::drain(py);
    } else if state::nobody() {
        state::enter(py);
    }
    end
}

/// As [`begin`], or why no thread can attach now.
#[cold]
fn try_begin() -> Result<End, &'static str> {
    match unavailable() {
        // SAFETY: available.
        None => Ok(unsafe { begin() }),
        Some(reason) => Err(reason),
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
        if gc::is_visiting() {
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
        let _end = if is_settled() {
            End::Nothing
        } else {
            #[cfg(feature = "auto-initialize")]
            Python::initialize();
            match try_begin() {
                Ok(end) => end,
                Err(reason) => panic!("cannot attach to Python: {reason}"),
            }
        };
        // SAFETY: attached until `_end` is dropped.
        f(unsafe { Python::assume_attached() })
    }

    /// As [`attach`](Python::attach); `None` when that is not possible.
    pub fn try_attach<F, R>(f: F) -> Option<R>
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        let _end = if is_settled() { End::Nothing } else { try_begin().ok()? };
        // SAFETY: attached until `_end` is dropped.
        Some(f(unsafe { Python::assume_attached() }))
    }

    /// As [`attach`](Python::attach), without asking whether an interpreter runs.
    ///
    /// # Safety
    /// The interpreter is initialised and not being finalised.
    pub unsafe fn attach_unchecked<F, R>(f: F) -> R
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        // SAFETY: the caller's obligation.
        let _end = if is_settled() { End::Nothing } else { unsafe { begin() } };
        // SAFETY: attached until `_end` is dropped.
        f(unsafe { Python::assume_attached() })
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
