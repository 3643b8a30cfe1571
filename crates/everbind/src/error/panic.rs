//! Rust panics as Python exceptions, and back.
//!
//! A panic that reaches Python becomes [`PanicException`]. It derives from
//! `BaseException`, so that `except Exception` does not swallow it. When it comes
//! back into Rust from a call into Python, unwinding goes on with its message.

use std::any::Any;
use std::panic;

use crate::error::PyErr;
use crate::error::failure::text_of;
use crate::exceptions::PyBaseException;
use crate::ffi;
use crate::python::Python;
use crate::types::PyAnyMethods;

// No module has it, so a library does not tell of it.
crate::__create_exception!(
    [#[doc = "A panic in native code.\n\nDerives from `BaseException`, like `SystemExit`, so that it is not caught by `except Exception`."]]
    everbind_runtime,
    PanicException,
    PyBaseException,
    Some("A panic in native code.\n\nDerives from BaseException, like SystemExit, so that it is not\ncaught by `except Exception`.")
);

/// The exception that a caught panic becomes.
#[cold]
pub(crate) fn panic_to_err(payload: Box<dyn Any + Send + 'static>) -> PyErr {
    let message = match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => match payload.downcast::<&'static str>() {
            Ok(text) => (*text).to_owned(),
            Err(payload) => {
                // A payload whose own drop panics must not unwind into C.
                std::mem::forget(payload);
                "panic from Rust code".to_owned()
            }
        },
    };
    PyErr::worded::<PanicException>(message)
}

/// Goes on unwinding with the message of a panic that passed through Python.
#[cold]
pub(super) fn resume(err: PyErr, py: Python<'_>) -> ! {
    let message = text_of(err.value(py).as_any().str());
    let message = message.unwrap_or_else(|| "a panic passed through Python".to_owned());
    // Not by `eprintln!`, which would be 5 KB in every library.
    let note = c"a panic from native code passed through Python; its traceback there:\n";
    // SAFETY: attached (token); a C string without formats.
    unsafe { ffi::PySys_WriteStderr(note.as_ptr()) };
    err.print(py);
    panic::resume_unwind(Box::new(message))
}
