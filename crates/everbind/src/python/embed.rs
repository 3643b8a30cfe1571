//! Starting an interpreter in a program that is not run by one. Inline, as is all that it calls, so
//! that only such programs compile it.

use crate::python::{Python, state};
use crate::{abi, ffi};

impl Python<'_> {
    /// Makes sure that an interpreter runs: opens libpython and initialises it
    /// when the program is not itself run by Python.
    ///
    /// With the feature `auto-initialize`, [`attach`](Python::attach) calls this.
    ///
    /// # Panics
    /// If there is none and libpython cannot be opened.
    #[inline]
    pub fn initialize() {
        if let Err(err) = abi::start() {
            panic!("cannot start Python: {err}");
        }
    }
}

/// PyO3's name until 0.25.
#[deprecated(note = "renamed to `Python::initialize`")]
#[inline]
pub fn prepare_freethreaded_python() {
    Python::initialize();
}

/// Starts an interpreter, runs `f`, and ends the interpreter.
///
/// # Panics
/// If an interpreter runs already, or libpython cannot be opened.
///
/// # Safety
/// - No Python object is used after this returns, nor by other threads while it does; so `f` returns
///   none, a `PyErr` included.
/// - It is called once in a process: few modules survive a second interpreter's start.
///
/// # Examples
/// ```no_run
/// // SAFETY: the only use of Python in this program.
/// unsafe {
///     everbind::with_embedded_python_interpreter(|py| {
///         if let Err(error) = py.run(c"print('Hello')", None, None) {
///             error.print(py);
///         }
///     });
/// }
/// ```
#[inline]
pub unsafe fn with_embedded_python_interpreter<F, R>(f: F) -> R
where
    F: for<'py> FnOnce(Python<'py>) -> R,
{
    match abi::start_attached() {
        Ok(true) => {}
        Ok(false) => panic!("a Python interpreter is running already"),
        Err(err) => panic!("cannot start Python: {err}"),
    }
    // SAFETY: attached by `start_attached`.
    let py = unsafe { Python::assume_attached() };
    state::arrive(py);
    // The thread that imports `threading` first is the one that Python takes for the main thread.
    if let Err(err) = py.import("threading") {
        err.print(py);
    }
    let result = f(py);
    // SAFETY: attached, on the thread that started Python; the caller uses no object after this.
    unsafe { ffi::Py_FinalizeEx() };
    result
}
