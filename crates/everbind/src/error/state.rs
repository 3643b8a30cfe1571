//! What is inside a [`PyErr`](super::PyErr).
//!
//! *Problem.* Most errors that Rust code makes are either raised at once or
//! thrown away (a conversion that is tried another way). A Python exception is
//! dear; making it can run Python code, and needs an attached thread.
//!
//! *How.* An error begins as a recipe: [`Recipe::Lazy`] from user code,
//! [`Recipe::Failure`] from our own conversions. It becomes an exception object on
//! first use, once. One that came from Python is an object from the start.
//!
//! *Invariants.* `raised` is set once and never changes. The recipe is taken out
//! under its lock by the one thread that makes the object; no Python code runs
//! under the lock. Another thread that wants the object meanwhile waits detached.

use std::sync::{Mutex, Once, OnceLock, PoisonError};

use crate::error::Failure;
use crate::exceptions::PyBaseException;
use crate::object::{Bound, Py};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyType};
use crate::{PyAny, PyTypeInfo, ffi};

/// Makes an exception's type and its arguments.
pub(super) type Lazy = Box<dyn FnOnce(Python<'_>) -> (Py<PyType>, Py<PyAny>) + Send + Sync>;

pub(super) enum Recipe {
    Lazy(Lazy),
    Failure(Failure),
}

pub(super) struct State {
    raised: OnceLock<Py<PyBaseException>>,
    recipe: Mutex<Option<Recipe>>,
    making: Once,
}

impl State {
    pub(super) fn recipe(recipe: Recipe) -> Self {
        State { raised: OnceLock::new(), recipe: Mutex::new(Some(recipe)), making: Once::new() }
    }

    pub(super) fn raised(exception: Py<PyBaseException>) -> Self {
        State { raised: OnceLock::from(exception), recipe: Mutex::new(None), making: Once::new() }
    }

    /// The conversion failure, while it is no more than that.
    pub(super) fn failure_mut(&mut self) -> Option<&mut Failure> {
        match self.recipe.get_mut().unwrap_or_else(PoisonError::into_inner) {
            Some(Recipe::Failure(failure)) => Some(failure),
            _ => None,
        }
    }

    /// The exception object, made now if need be.
    pub(super) fn get<'py>(&self, py: Python<'py>) -> &Bound<'py, PyBaseException> {
        if self.raised.get().is_none() {
            self.make(py);
        }
        self.raised.get().expect("made above").bind(py)
    }

    pub(super) fn into_raised(self, py: Python<'_>) -> Py<PyBaseException> {
        match self.raised.into_inner() {
            Some(raised) => raised,
            None => {
                let recipe = self.recipe.into_inner().unwrap_or_else(PoisonError::into_inner);
                recipe.expect("an error has an object or a recipe").make(py).unbind()
            }
        }
    }

    #[cold]
    fn make(&self, py: Python<'_>) {
        py.detach(|| {
            self.making.call_once(|| {
                Python::attach(|py| {
                    let taken = self.recipe.lock().unwrap_or_else(PoisonError::into_inner).take();
                    let recipe = taken.expect("an error has an object or a recipe");
                    let made = self.raised.set(recipe.make(py).unbind());
                    debug_assert!(made.is_ok());
                });
            });
        });
    }
}

impl Recipe {
    fn make(self, py: Python<'_>) -> Bound<'_, PyBaseException> {
        let (exception_type, args) = match self {
            Recipe::Lazy(lazy) => lazy(py),
            Recipe::Failure(failure) => failure.arguments(py),
        };
        instantiate(exception_type.bind(py), args.into_bound(py))
    }
}

/// Makes an exception as `raise` does: whatever goes wrong is itself the exception.
fn instantiate<'py>(
    exception_type: &Bound<'py, PyType>,
    args: Bound<'py, PyAny>,
) -> Bound<'py, PyBaseException> {
    let py = args.py();
    // SAFETY: attached; PyErr_SetObject makes the instance by the rules of
    // `raise` and reports a wrong type as an exception of its own.
    unsafe {
        if ffi::PyExceptionClass_Check(exception_type.as_ptr()) == 0 {
            let message = c"exceptions must derive from BaseException";
            ffi::PyErr_SetString(ffi::PyExc_TypeError, message.as_ptr());
        } else {
            ffi::PyErr_SetObject(exception_type.as_ptr(), args.as_ptr());
        }
        let raised = ffi::PyErr_GetRaisedException();
        Bound::from_owned_ptr(py, raised).cast_into_unchecked()
    }
}

/// Whether `object` is an exception instance.
pub(super) fn is_exception(object: &Bound<'_, PyAny>) -> bool {
    object.is_instance_of::<PyBaseException>()
}

/// The class of the exceptions that stand for Rust panics is told apart here, so
/// that fetching one goes on unwinding.
pub(super) fn is_panic(exception: &Bound<'_, PyBaseException>) -> bool {
    super::PanicException::is_exact_type_of(exception.as_any())
}
