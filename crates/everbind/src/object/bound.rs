//! [`Bound<'py, T>`]: an owned reference on an attached thread.

use std::mem::{self, ManuallyDrop};
use std::ops::Deref;
use std::ptr::NonNull;

use crate::error::{CastError, CastIntoError, PyErr, PyResult};
use crate::object::{Borrowed, DerefToPyAny, Py, PyTypeCheck, PyTypeInfo};
use crate::python::Python;
use crate::{PyAny, ffi};

/// An owned reference to a Python object, on a thread attached to the
/// interpreter for at least `'py`.
///
/// All work with Python objects goes through it: `Bound<'py, PyList>` has the
/// methods of [`PyListMethods`](crate::types::PyListMethods), and every `Bound` those of
/// [`PyAnyMethods`](crate::types::PyAnyMethods).
#[repr(transparent)]
pub struct Bound<'py, T>(Python<'py>, ManuallyDrop<Py<T>>);

// The handles are cast into each other by reference: all are one pointer.
const _: () = {
    assert!(mem::size_of::<Bound<'_, PyAny>>() == mem::size_of::<*mut ()>());
    assert!(mem::size_of::<Py<PyAny>>() == mem::size_of::<*mut ()>());
    assert!(mem::size_of::<Borrowed<'_, '_, PyAny>>() == mem::size_of::<*mut ()>());
};

#[cold]
#[track_caller]
pub(super) fn null_pointer(py: Python<'_>) -> ! {
    match far!(PyErr::take: fn(Python<'_>) -> Option<PyErr>)(py) {
        Some(err) => panic!("null pointer instead of a Python object: {err}"),
        None => panic!("null pointer instead of a Python object"),
    }
}

impl<'py, T> Bound<'py, T> {
    #[inline(always)]
    pub(crate) fn from_py(py: Python<'py>, object: Py<T>) -> Self {
        Bound(py, ManuallyDrop::new(object))
    }

    /// # Safety
    /// `ptr` owns one reference to a `T` and is not null.
    #[inline(always)]
    pub(crate) unsafe fn from_owned_unchecked(py: Python<'py>, ptr: *mut ffi::PyObject) -> Self {
        // SAFETY: the caller's obligation.
        let object = unsafe { Py::from_non_null(NonNull::new_unchecked(ptr)) };
        Bound(py, ManuallyDrop::new(object))
    }

    /// Takes the result of a call that returns a new reference to a `T`, or
    /// null with an exception set.
    ///
    /// # Safety
    /// `ptr` is null or owns one reference to a `T`.
    #[inline(always)]
    pub(crate) unsafe fn from_call(py: Python<'py>, ptr: *mut ffi::PyObject) -> PyResult<Self> {
        if ptr.is_null() {
            Err(PyErr::fetch(py))
        } else {
            // SAFETY: not null; the rest is the caller's obligation.
            Ok(unsafe { Bound::from_owned_unchecked(py, ptr) })
        }
    }

    /// The token of the attached thread.
    #[inline(always)]
    pub fn py(&self) -> Python<'py> {
        self.0
    }

    /// As [`as_ptr`](Self::as_ptr); null for none.
    #[inline(always)]
    pub(crate) fn ptr_or_null(this: Option<&Self>) -> *mut ffi::PyObject {
        match this {
            Some(object) => object.as_ptr(),
            None => std::ptr::null_mut(),
        }
    }

    /// The object's address; the reference stays with `self`.
    #[inline(always)]
    pub fn as_ptr(&self) -> *mut ffi::PyObject {
        self.1.as_ptr()
    }

    /// Gives up ownership: the caller now owns one reference.
    #[inline(always)]
    pub fn into_ptr(self) -> *mut ffi::PyObject {
        ManuallyDrop::new(self).as_ptr()
    }

    /// The same reference, known only as an object.
    #[inline(always)]
    pub fn as_any(&self) -> &Bound<'py, PyAny> {
        // SAFETY: every object is a `PyAny`.
        unsafe { self.cast_unchecked() }
    }

    /// As [`as_any`](Bound::as_any), by value.
    #[inline(always)]
    pub fn into_any(self) -> Bound<'py, PyAny> {
        // SAFETY: every object is a `PyAny`.
        unsafe { self.cast_into_unchecked() }
    }

    /// Borrows the reference.
    #[inline(always)]
    pub fn as_borrowed<'a>(&'a self) -> Borrowed<'a, 'py, T> {
        // SAFETY: `self` owns a reference throughout `'a`.
        unsafe { Borrowed::from_non_null(self.0, self.1.as_non_null()) }
    }

    /// Detaches the reference from the interpreter's lifetime.
    #[inline(always)]
    pub fn unbind(self) -> Py<T> {
        let this = ManuallyDrop::new(self);
        // SAFETY: `this` is never dropped, so its reference moves to the result.
        unsafe { Py::from_non_null(this.1.as_non_null()) }
    }

    /// The reference as a [`Py`], borrowed.
    #[inline(always)]
    pub fn as_unbound(&self) -> &Py<T> {
        // SAFETY: both are one pointer (asserted above); a shared borrow of a `Py` never gives
        // the reference away.
        unsafe { &*(self as *const Self).cast() }
    }

    /// Checks that the object is a `U` (or of a subclass).
    ///
    /// # Errors
    /// [`CastError`] when it is not.
    #[inline]
    pub fn cast<U: PyTypeCheck>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        if U::type_check(self.as_any()) {
            // SAFETY: just checked.
            Ok(unsafe { self.cast_unchecked() })
        } else {
            Err(CastError::not::<U>(self.as_any().as_borrowed()))
        }
    }

    /// As [`cast`](Bound::cast), by value.
    ///
    /// # Errors
    /// [`CastIntoError`], which gives the object back, when it is not a `U`.
    #[inline]
    pub fn cast_into<U: PyTypeCheck>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        if U::type_check(self.as_any()) {
            // SAFETY: just checked.
            Ok(unsafe { self.cast_into_unchecked() })
        } else {
            Err(CastIntoError::not::<U>(self.into_any()))
        }
    }

    /// Checks that the object is a `U` and no instance of a subclass.
    ///
    /// # Errors
    /// [`CastError`] when it is not.
    #[inline]
    pub fn cast_exact<U: PyTypeInfo>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        if U::is_exact_type_of(self.as_any()) {
            // SAFETY: just checked.
            Ok(unsafe { self.cast_unchecked() })
        } else {
            Err(CastError::not::<U>(self.as_any().as_borrowed()))
        }
    }

    /// As [`cast_exact`](Bound::cast_exact), by value.
    ///
    /// # Errors
    /// [`CastIntoError`], which gives the object back, when it is not exactly a `U`.
    #[inline]
    pub fn cast_into_exact<U: PyTypeInfo>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        if U::is_exact_type_of(self.as_any()) {
            // SAFETY: just checked.
            Ok(unsafe { self.cast_into_unchecked() })
        } else {
            Err(CastIntoError::not::<U>(self.into_any()))
        }
    }

    /// # Safety
    /// The object is a `U`.
    #[inline(always)]
    pub unsafe fn cast_unchecked<U>(&self) -> &Bound<'py, U> {
        // SAFETY: one pointer whatever the parameter; `U` is the caller's obligation.
        unsafe { &*(self as *const Self).cast() }
    }

    /// # Safety
    /// The object is a `U`.
    #[inline(always)]
    pub unsafe fn cast_into_unchecked<U>(self) -> Bound<'py, U> {
        let py = self.0;
        // SAFETY: the reference moves; `U` is the caller's obligation.
        unsafe { Bound::from_owned_unchecked(py, self.into_ptr()) }
    }
}

impl<'py> Bound<'py, PyAny> {
    /// Takes over one reference.
    ///
    /// # Safety
    /// `ptr` owns one reference.
    ///
    /// # Panics
    /// If `ptr` is null.
    #[inline]
    #[track_caller]
    pub unsafe fn from_owned_ptr(py: Python<'py>, ptr: *mut ffi::PyObject) -> Self {
        if ptr.is_null() {
            null_pointer(py);
        }
        // SAFETY: not null; ownership is the caller's obligation.
        unsafe { Bound::from_owned_unchecked(py, ptr) }
    }

    /// As [`from_owned_ptr`](Self::from_owned_ptr); null gives `None`.
    ///
    /// # Safety
    /// Null, or owns one reference.
    #[inline]
    pub unsafe fn from_owned_ptr_or_opt(py: Python<'py>, ptr: *mut ffi::PyObject) -> Option<Self> {
        // SAFETY: not null when used; ownership is the caller's obligation.
        (!ptr.is_null()).then(|| unsafe { Bound::from_owned_unchecked(py, ptr) })
    }

    /// As [`from_owned_ptr`](Self::from_owned_ptr); null gives the raised exception.
    ///
    /// # Errors
    /// The exception that is set when `ptr` is null.
    ///
    /// # Safety
    /// Null, or owns one reference.
    #[inline]
    pub unsafe fn from_owned_ptr_or_err(
        py: Python<'py>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        // SAFETY: the caller's obligation.
        unsafe { Bound::from_call(py, ptr) }
    }

    /// Makes a new reference to a borrowed object.
    ///
    /// # Safety
    /// `ptr` points to a living object.
    ///
    /// # Panics
    /// If `ptr` is null.
    #[inline]
    #[track_caller]
    pub unsafe fn from_borrowed_ptr(py: Python<'py>, ptr: *mut ffi::PyObject) -> Self {
        // SAFETY: the caller's obligation.
        unsafe { Borrowed::from_ptr(py, ptr) }.to_owned()
    }

    /// As [`from_borrowed_ptr`](Self::from_borrowed_ptr); null gives `None`.
    ///
    /// # Safety
    /// Null, or a living object.
    #[inline]
    pub unsafe fn from_borrowed_ptr_or_opt(
        py: Python<'py>,
        ptr: *mut ffi::PyObject,
    ) -> Option<Self> {
        // SAFETY: the caller's obligation.
        unsafe { Borrowed::from_ptr_or_opt(py, ptr) }.map(Borrowed::to_owned)
    }

    /// As [`from_borrowed_ptr`](Self::from_borrowed_ptr); null gives the raised exception.
    ///
    /// # Errors
    /// The exception that is set when `ptr` is null.
    ///
    /// # Safety
    /// Null, or a living object.
    #[inline]
    pub unsafe fn from_borrowed_ptr_or_err(
        py: Python<'py>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        // SAFETY: the caller's obligation.
        unsafe { Borrowed::from_ptr_or_err(py, ptr) }.map(Borrowed::to_owned)
    }

    /// Views a raw pointer variable as a handle, without touching the count.
    ///
    /// # Safety
    /// `*ptr` is not null and points to a living object throughout `'a`.
    #[inline]
    pub unsafe fn ref_from_ptr<'a>(_py: Python<'py>, ptr: &'a *mut ffi::PyObject) -> &'a Self {
        // SAFETY: one pointer each; the rest is the caller's obligation.
        unsafe { &*(ptr as *const *mut ffi::PyObject).cast() }
    }
}

impl<'py, T: DerefToPyAny> Deref for Bound<'py, T> {
    type Target = Bound<'py, PyAny>;

    #[inline(always)]
    fn deref(&self) -> &Bound<'py, PyAny> {
        self.as_any()
    }
}

impl<'py, T> AsRef<Bound<'py, PyAny>> for Bound<'py, T> {
    #[inline]
    fn as_ref(&self) -> &Bound<'py, PyAny> {
        self.as_any()
    }
}

impl<T> AsRef<Py<PyAny>> for Bound<'_, T> {
    #[inline]
    fn as_ref(&self) -> &Py<PyAny> {
        self.as_any().as_unbound()
    }
}

impl<T> Clone for Bound<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        // SAFETY: attached (token); the object is alive through `self`, and its new reference is
        // owned by the result.
        unsafe {
            ffi::Py_INCREF(self.as_ptr());
            Bound::from_owned_unchecked(self.0, self.as_ptr())
        }
    }
}

impl<T> Drop for Bound<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: attached (token); `self` owns the reference given up here.
        unsafe { ffi::Py_DECREF(self.1.as_ptr()) }
    }
}
