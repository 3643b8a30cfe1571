//! What is inside a [`PyErr`](super::PyErr).
//!
//! *Problem.* Most errors that Rust code makes are either raised at once or
//! thrown away (a conversion that is tried another way). A Python exception is
//! dear; making it can run Python code, and needs an attached thread.
//!
//! *How.* An error begins as a recipe: [`Recipe::Text`] or [`Recipe::Lazy`] from user code,
//! [`Recipe::Failure`] from our own conversions. It becomes an exception object on
//! first use, once; or when it is raised, which is then all that happens. One that came from
//! Python is an object from the start.
//!
//! *Invariants.* `raised` is set once and never changes. The recipe is taken out
//! under its lock by the one thread that makes the object; no Python code runs
//! under the lock. Another thread that wants the object meanwhile waits detached.

use std::borrow::Cow;
use std::sync::{Mutex, Once, OnceLock, PoisonError};

use crate::error::Failure;
use crate::exceptions::PyBaseException;
use crate::object::{Bound, Py};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyType};
use crate::{PyAny, PyTypeInfo, abi, ffi};

/// Makes an exception's type and its arguments.
pub(super) type Lazy = Box<dyn FnOnce(Python<'_>) -> (Py<PyType>, Py<PyAny>) + Send + Sync>;

/// The type object of an exception class, borrowed from the interpreter.
pub(super) type TypeOf = fn(Python<'_>) -> *mut ffi::PyTypeObject;

pub(super) enum Recipe {
    /// A class and a message: nearly all.
    Text(TypeOf, Cow<'static, str>),
    Lazy(Option<Lazy>),
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

    /// The exception object, for the last time.
    pub(super) fn take_raised(&mut self, py: Python<'_>) -> Py<PyBaseException> {
        match self.raised.take() {
            Some(raised) => raised,
            None => self.own_recipe().make(py).unbind(),
        }
    }

    /// Sets the exception in the interpreter, for the last time. The recipe is used where it is, for
    /// moving it costs more than all the rest.
    #[inline(always)]
    pub(super) fn raise(&mut self, py: Python<'_>) {
        match self.raised.take() {
            // SAFETY: attached; the reference is stolen.
            Some(raised) => unsafe { ffi::PyErr_SetRaisedException(raised.into_ptr()) },
            None => self.own_recipe().raise(py),
        }
    }

    #[inline(always)]
    fn own_recipe(&mut self) -> &mut Recipe {
        let recipe = self.recipe.get_mut().unwrap_or_else(PoisonError::into_inner);
        recipe.as_mut().expect("an error has an object or a recipe")
    }

    #[cold]
    fn make(&self, py: Python<'_>) {
        py.detach(|| {
            self.making.call_once(|| {
                Python::attach(|py| {
                    let taken = self.recipe.lock().unwrap_or_else(PoisonError::into_inner).take();
                    let mut recipe = taken.expect("an error has an object or a recipe");
                    let made = self.raised.set(recipe.make(py).unbind());
                    debug_assert!(made.is_ok());
                });
            });
        });
    }
}

impl Recipe {
    /// To be called once.
    fn make<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBaseException> {
        self.raise(py);
        // SAFETY: attached; an exception was just set.
        unsafe {
            let raised = ffi::PyErr_GetRaisedException();
            Bound::from_owned_ptr(py, raised).cast_into_unchecked()
        }
    }

    /// Makes and sets the exception as `raise` does: whatever goes wrong is itself the exception.
    /// To be called once.
    #[inline(always)]
    fn raise(&mut self, py: Python<'_>) {
        match self {
            Recipe::Text(exception_type, text) => raise_text(py, exception_type(py), text),
            Recipe::Failure(failure) => failure.raise(py),
            Recipe::Lazy(lazy) => {
                let lazy = lazy.take().expect("a recipe is used once");
                let (exception_type, args) = lazy(py);
                // SAFETY: attached; living objects.
                unsafe { raise(exception_type.as_ptr(), args.as_ptr()) }
            }
        }
    }
}

/// Raises an exception with a message.
#[inline(always)]
pub(super) fn raise_text(_py: Python<'_>, exception_type: *mut ffi::PyTypeObject, text: &str) {
    // SAFETY: attached (token); a living type and text. Without a text `MemoryError` is set.
    unsafe {
        let message =
            ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), text.len().cast_signed());
        if message.is_null() {
            return;
        }
        set(exception_type, message);
        ffi::Py_DECREF(message);
    }
}

/// # Safety
/// Attached, with living objects.
unsafe fn raise(exception_type: *mut ffi::PyObject, args: *mut ffi::PyObject) {
    // SAFETY: a type if it is taken for one.
    unsafe {
        match ffi::PyType_Check(exception_type) {
            0 => no_exception(),
            _ => set(exception_type.cast(), args),
        }
    }
}

/// # Safety
/// Attached, with a living type and object.
#[inline(always)]
unsafe fn set(exception_type: *mut ffi::PyTypeObject, args: *mut ffi::PyObject) {
    // SAFETY: PyErr_SetObject makes the instance by the rules of `raise`.
    unsafe {
        if abi::layout::type_flags(exception_type) & ffi::Py_TPFLAGS_BASE_EXC_SUBCLASS == 0 {
            no_exception();
        } else {
            ffi::PyErr_SetObject(exception_type.cast(), args);
        }
    }
}

/// # Safety
/// Attached.
#[cold]
unsafe fn no_exception() {
    let message = c"exceptions must derive from BaseException";
    // SAFETY: attached; a nul-terminated text.
    unsafe { ffi::PyErr_SetString(ffi::PyExc_TypeError, message.as_ptr()) }
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
