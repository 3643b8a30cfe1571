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
//! *Invariants.* `raised` is set once and never changes. The recipe is
//! [`Used`](Recipe::Used) from when `raised` begins to be set. Through a shared reference only the
//! one thread that sets `raised` touches it; another that wants the object meanwhile waits detached.
//!
//! *Speed.* Raising an error consumes its state: nothing is locked. The state is on the heap, for a
//! `PyErr` is one pointer; allocating it, and reading back what was just written, is what raising
//! costs over a C function that raises the same. A processor waits, as long as for the allocation, when
//! what was written in two words is read as one: so the usual recipe is written word by word.

use std::borrow::Cow;
use std::cell::UnsafeCell;
use std::mem::{self, MaybeUninit};
use std::panic::RefUnwindSafe;
use std::ptr;
use std::sync::OnceLock;

use crate::error::Failure;
use crate::exceptions::PyBaseException;
use crate::object::{Bound, Py, Variable};
use crate::python::{Python, attached};
use crate::types::{PyAnyMethods, PyType};
use crate::{PyAny, abi, ffi};

/// Makes an exception's type and its arguments.
pub(super) type Lazy = Box<dyn FnOnce(Python<'_>) -> (Py<PyType>, Py<PyAny>) + Send + Sync>;

/// The type object of an exception class, borrowed from the interpreter.
pub(super) type TypeOf = fn(Python<'_>) -> *mut ffi::PyTypeObject;

pub(super) enum Recipe {
    /// There is an object, or is about to be.
    Used,
    /// A built-in class and a constant message.
    Literal(Variable, &'static str),
    /// A class and a message.
    Text(TypeOf, Cow<'static, str>),
    Lazy(Lazy),
    Failure(Failure),
}

pub(super) struct State {
    raised: OnceLock<Py<PyBaseException>>,
    recipe: UnsafeCell<Recipe>,
}

// SAFETY: the recipe can be sent, and through a shared reference one thread alone gets at it: see
// the module.
unsafe impl Sync for State {}

/// A recipe that panicked is used, and says so.
impl RefUnwindSafe for State {}

impl State {
    pub(super) fn recipe(recipe: Recipe) -> Self {
        State { raised: OnceLock::new(), recipe: UnsafeCell::new(recipe) }
    }

    pub(super) fn raised(exception: Py<PyBaseException>) -> Self {
        State { raised: OnceLock::from(exception), recipe: UnsafeCell::new(Recipe::Used) }
    }

    /// The conversion failure, while it is no more than that.
    pub(super) fn failure_mut(&mut self) -> Option<&mut Failure> {
        match self.recipe.get_mut() {
            Recipe::Failure(failure) => Some(failure),
            _ => None,
        }
    }

    /// The exception object, made now if need be.
    pub(super) fn get<'py>(&self, py: Python<'py>) -> &Bound<'py, PyBaseException> {
        match self.raised.get() {
            Some(raised) => raised.bind(py),
            None => self.make(py).bind(py),
        }
    }

    #[cold]
    fn make(&self, py: Python<'_>) -> &Py<PyBaseException> {
        py.detach(|| {
            self.raised.get_or_init(|| {
                let mut made = None;
                attached(&mut |py| {
                    // SAFETY: `OnceLock` has one thread at a time in here, and nobody else gets at
                    // the recipe through a shared reference. No reference to it stays.
                    let recipe = unsafe { ptr::replace(self.recipe.get(), Recipe::Used) };
                    recipe.raise(py);
                    made = Some(take(py));
                });
                made.expect("made while attached")
            })
        })
    }

    /// The exception object, for the last time.
    pub(super) fn into_raised(mut self: Box<Self>, py: Python<'_>) -> Py<PyBaseException> {
        match self.raised.take() {
            Some(raised) => raised,
            None => {
                self.raise(py);
                take(py)
            }
        }
    }

    /// Sets the exception in the interpreter, for the last time.
    pub(super) fn raise(self: Box<Self>, py: Python<'_>) {
        let Some(mut state) = self.raise_literal(py) else {
            return;
        };
        if let Recipe::Failure(failure) = state.recipe.get_mut() {
            return failure.raise(py);
        }
        match state.raised.take() {
            // SAFETY: attached; the reference is stolen.
            Some(raised) => unsafe { ffi::PyErr_SetRaisedException(raised.into_ptr()) },
            None => mem::replace(state.recipe.get_mut(), Recipe::Used).raise(py),
        }
    }

    /// As [`raise`](Self::raise) of what cannot panic, and needs nothing to be dropped; gives back
    /// anything else.
    #[inline(always)]
    pub(super) fn raise_literal(mut self: Box<Self>, py: Python<'_>) -> Option<Box<Self>> {
        let Recipe::Literal(class, text) = *self.recipe.get_mut() else {
            return Some(self);
        };
        free(self);
        raise_text(py, class.get(py), text.as_bytes());
        None
    }
}

/// Frees a state in which there is nothing to be dropped.
#[inline(always)]
fn free(state: Box<State>) {
    let state: *mut MaybeUninit<State> = Box::into_raw(state).cast();
    // SAFETY: from a box of the same layout.
    drop(unsafe { Box::from_raw(state) });
}

/// The exception that was just set.
fn take(py: Python<'_>) -> Py<PyBaseException> {
    // SAFETY: attached; an exception was just set.
    unsafe {
        let raised = ffi::PyErr_GetRaisedException();
        Bound::from_owned_ptr(py, raised).cast_into_unchecked().unbind()
    }
}

impl Recipe {
    /// Makes and sets the exception as `raise` does: whatever goes wrong is itself the exception.
    fn raise(self, py: Python<'_>) {
        match self {
            Recipe::Used => panic!("an error whose making has panicked is used again"),
            Recipe::Literal(class, text) => raise_text(py, class.get(py), text.as_bytes()),
            Recipe::Text(class, text) => raise_text(py, class(py), text.as_bytes()),
            Recipe::Failure(mut failure) => failure.raise(py),
            Recipe::Lazy(lazy) => {
                let (class, args) = lazy(py);
                // SAFETY: attached; living objects.
                unsafe { raise(class.as_ptr(), args.as_ptr()) }
            }
        }
    }
}

/// Raises an exception with a message in UTF-8.
#[inline(never)]
pub(super) fn raise_text(_py: Python<'_>, exception_type: *mut ffi::PyTypeObject, text: &[u8]) {
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
