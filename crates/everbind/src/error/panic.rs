//! Rust panics as Python exceptions, and back.
//!
//! A panic that reaches Python becomes [`PanicException`]. It derives from
//! `BaseException`, so that `except Exception` does not swallow it. When it comes
//! back into Rust from a call into Python, unwinding goes on with its message.

use std::any::Any;
use std::panic;

use crate::error::exception_class::{ExceptionClass, base_class};
use crate::error::failure::text_of;
use crate::error::{PyErr, PyResult};
use crate::exceptions::PyBaseException;
use crate::inspect::TypeHint;
use crate::object::Bound;
use crate::python::Python;
use crate::types::PyAnyMethods;
use crate::{PyAny, PyTypeInfo, ffi};

/// A panic in native code.
///
/// Derives from `BaseException`, like `SystemExit`, so that it is not caught by `except Exception`.
#[repr(transparent)]
pub struct PanicException(PyAny);

crate::__exception_computed!(PanicException);

static CLASS: ExceptionClass = ExceptionClass::new();

fn class(py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
    let doc = "A panic in native code.\n\nDerives from BaseException, like SystemExit, so that it is not\n\
        caught by `except Exception`.";
    CLASS.try_created(
        py,
        "everbind_runtime.PanicException",
        Some(doc),
        base_class::<PyBaseException>,
    )
}

// No module has it, so a library does not tell of it.
// SAFETY: the class is made once for each interpreter and kept by it.
unsafe impl PyTypeInfo for PanicException {
    const TYPE_HINT: TypeHint =
        TypeHint::keyed(&crate::rt::key(module_path!(), "PanicException", line!()));

    fn type_object_raw(py: Python<'_>) -> *mut ffi::PyTypeObject {
        match class(py) {
            Ok(class) => class,
            Err(err) => panic!("the class of panics cannot be had: {err}"),
        }
    }
}

/// Whether the exception stands for a panic. It asks for nothing to be made: what is taken may well be
/// that there is no stack left, or no memory, and to make the class would raise the same again.
pub(super) fn is_panic(exception: &Bound<'_, PyBaseException>) -> bool {
    // SAFETY: a living object.
    let found = unsafe { ffi::Py_TYPE(exception.as_ptr()) };
    CLASS.made(exception.py()) == Some(found)
}

/// The exception that a caught panic becomes: where the interpreter cannot make its class, what it says to that.
///
/// Called on an attached thread.
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
    // SAFETY: attached, as the callers are.
    match class(unsafe { Python::assume_attached() }) {
        Ok(_) => PyErr::worded::<PanicException>(message),
        Err(err) => err,
    }
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
