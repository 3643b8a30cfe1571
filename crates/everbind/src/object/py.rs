//! [`Py<T>`]: an owned reference that may live anywhere.
//!
//! *Problem.* A `Py<T>` may be dropped on a thread that is not attached to the
//! interpreter, where the reference count must not be touched.
//!
//! *Invariant.* The pointer is never null and owns one reference, from
//! construction until drop or `into_ptr`.
//!
//! *How.* `Drop` asks CPython itself whether the thread is attached
//! ([`python::is_attached`](crate::python::is_attached)): a thread-local of our own would cost on every call,
//! this costs only when a `Py` is dropped. Not attached, the reference is handed
//! to [`python::deferred`](crate::python::deferred). `Bound` knows that it is attached and never asks.
//!
//! *Rejected.* Attaching inside `drop`: it deadlocks when the user drops while
//! holding a lock that an attached thread waits for.

use std::marker::PhantomData;
use std::mem;
use std::ptr::NonNull;

use crate::object::{Borrowed, Bound, DerefToPyAny};
use crate::python::{self, Python};
use crate::{PyAny, ffi};

/// An owned reference to a Python object that does not borrow from the
/// interpreter: it can be stored in structs and sent to other threads.
///
/// To use the object, bind it to the interpreter with [`Py::bind`]. Dropping a
/// `Py` is safe on any thread, attached or not; a reference dropped after the
/// interpreter has been finalised is leaked.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PyList;
///
/// let list: Py<PyList> = Python::attach(|py| PyList::empty(py).unbind());
/// std::thread::spawn(move || {
///     Python::attach(|py| list.bind(py).append(1)).unwrap();
/// });
/// ```
#[repr(transparent)]
pub struct Py<T>(NonNull<ffi::PyObject>, PhantomData<T>);

// SAFETY: the handle is only a pointer; everything that looks at the object
// needs a `Python` token, and drop defers on threads that are not attached.
unsafe impl<T> Send for Py<T> {}
// SAFETY: as for `Send`: a shared `&Py` gives nothing without a token.
unsafe impl<T> Sync for Py<T> {}

impl<T> Py<T> {
    /// Takes over one reference.
    ///
    /// # Safety
    /// `ptr` owns one reference to an object that is a `T`.
    #[inline(always)]
    pub(crate) unsafe fn from_non_null(ptr: NonNull<ffi::PyObject>) -> Self {
        Py(ptr, PhantomData)
    }

    #[inline(always)]
    pub(crate) fn as_non_null(&self) -> NonNull<ffi::PyObject> {
        self.0
    }

    /// The object's address. The reference stays with `self`.
    #[inline(always)]
    pub fn as_ptr(&self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    /// Gives up ownership: the caller now owns one reference.
    #[inline(always)]
    pub fn into_ptr(self) -> *mut ffi::PyObject {
        let ptr = self.0.as_ptr();
        mem::forget(self);
        ptr
    }

    /// Attaches the reference to the interpreter, for as long as `py` lives.
    #[inline(always)]
    pub fn bind<'py>(&self, _py: Python<'py>) -> &Bound<'py, T> {
        // SAFETY: `Bound` is a transparent pointer like `Py` (asserted in
        // bound.rs), and the token shows that the thread is attached.
        unsafe { &*(self as *const Py<T>).cast::<Bound<'py, T>>() }
    }

    /// As [`bind`](Py::bind), by value.
    #[inline(always)]
    pub fn into_bound<'py>(self, py: Python<'py>) -> Bound<'py, T> {
        Bound::from_py(py, self)
    }

    /// As [`bind`](Py::bind), giving a [`Borrowed`].
    #[inline(always)]
    pub fn bind_borrowed<'a, 'py>(&'a self, py: Python<'py>) -> Borrowed<'a, 'py, T> {
        // SAFETY: `self` owns a reference for `'a`.
        unsafe { Borrowed::from_non_null(py, self.0) }
    }

    /// Whether `self` and `other` are the same object: Python's `is`.
    #[inline]
    pub fn is<U: AsRef<Py<PyAny>>>(&self, other: U) -> bool {
        self.as_ptr() == other.as_ref().as_ptr()
    }

    /// A second reference to the same object.
    #[inline(always)]
    pub fn clone_ref(&self, _py: Python<'_>) -> Py<T> {
        // SAFETY: attached (token), and the object is alive through `self`.
        unsafe {
            ffi::Py_INCREF(self.as_ptr());
            Py::from_non_null(self.0)
        }
    }

    /// Drops the reference at once, without asking whether the thread is attached.
    #[inline]
    pub fn drop_ref(self, py: Python<'_>) {
        drop(self.into_bound(py));
    }

    /// The number of references to the object, as CPython counts them.
    pub fn get_refcnt(&self, _py: Python<'_>) -> isize {
        // SAFETY: attached (token), object alive through `self`.
        unsafe { ffi::Py_REFCNT(self.as_ptr()) }
    }

    #[inline(always)]
    pub(crate) unsafe fn cast_unchecked_ref<U>(&self) -> &Py<U> {
        // SAFETY: the caller knows that the object is a `U`; `Py` is
        // transparent whatever its parameter.
        unsafe { &*(self as *const Py<T>).cast::<Py<U>>() }
    }
}

impl<T> Py<T> {
    /// The same reference, known only as an object.
    #[inline(always)]
    pub fn as_any(&self) -> &Py<PyAny> {
        // SAFETY: every object is a `PyAny`.
        unsafe { self.cast_unchecked_ref() }
    }

    /// As [`as_any`](Py::as_any), by value.
    #[inline(always)]
    pub fn into_any(self) -> Py<PyAny> {
        // SAFETY: every object is a `PyAny`; ownership moves through the pointer.
        unsafe { Py::from_non_null(NonNull::new_unchecked(self.into_ptr())) }
    }
}

impl Py<PyAny> {
    /// Takes over one reference.
    ///
    /// # Safety
    /// `ptr` owns one reference.
    ///
    /// # Panics
    /// If `ptr` is null.
    #[inline]
    pub unsafe fn from_owned_ptr(py: Python<'_>, ptr: *mut ffi::PyObject) -> Py<PyAny> {
        // SAFETY: the caller's obligation.
        unsafe { Bound::from_owned_ptr(py, ptr) }.unbind()
    }

    /// Makes a new reference to a borrowed object.
    ///
    /// # Safety
    /// `ptr` points to a living object.
    ///
    /// # Panics
    /// If `ptr` is null.
    #[inline]
    pub unsafe fn from_borrowed_ptr(py: Python<'_>, ptr: *mut ffi::PyObject) -> Py<PyAny> {
        // SAFETY: the caller's obligation.
        unsafe { Bound::from_borrowed_ptr(py, ptr) }.unbind()
    }
}

#[cfg(feature = "py-clone")]
impl<T> Clone for Py<T> {
    /// # Panics
    /// If the thread is not attached to the interpreter: the reference count
    /// cannot be raised there. Use [`clone_ref`](Py::clone_ref) where a token is at hand.
    #[track_caller]
    fn clone(&self) -> Self {
        assert!(
            python::is_attached(),
            "a Py<T> was cloned on a thread that is not attached to the Python interpreter"
        );
        // SAFETY: attached, as just asserted.
        self.clone_ref(unsafe { Python::assume_attached() })
    }
}

impl<T> Drop for Py<T> {
    #[inline]
    fn drop(&mut self) {
        python::deferred::drop_reference(self.0);
    }
}

impl<T> AsRef<Py<PyAny>> for Py<T> {
    #[inline]
    fn as_ref(&self) -> &Py<PyAny> {
        self.as_any()
    }
}

macro_rules! from_handle {
    ($([$($param:tt)*] $from:ty => $to:ty, |$value:ident| $expr:expr;)*) => {$(
        impl<$($param)*> From<$from> for $to {
            #[inline]
            fn from($value: $from) -> Self {
                $expr
            }
        }
    )*};
}

from_handle! {
    [T: DerefToPyAny] Py<T> => Py<PyAny>, |value| value.into_any();
    ['py, T: DerefToPyAny] Bound<'py, T> => Py<PyAny>, |value| value.unbind().into_any();
    ['py, T] Bound<'py, T> => Py<T>, |value| value.unbind();
    ['a, 'py, T] &'a Bound<'py, T> => Py<T>, |value| value.clone().unbind();
    ['a, 'py, T] Borrowed<'a, 'py, T> => Py<T>, |value| value.to_owned().unbind();
}
