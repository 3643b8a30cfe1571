//! [`Borrowed<'a, 'py, T>`]: a reference borrowed from someone who owns one.

use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

use crate::error::{CastError, PyErr, PyResult};
use crate::object::{Bound, Py, PyTypeCheck, PyTypeInfo};
use crate::python::Python;
use crate::{FromPyObject, PyAny, ffi};

/// A borrowed reference to a Python object, on an attached thread.
///
/// It costs nothing to make or copy: no reference count is touched. The owner
/// of the reference outlives `'a`.
#[repr(transparent)]
pub struct Borrowed<'a, 'py, T>(NonNull<ffi::PyObject>, PhantomData<&'a Py<T>>, Python<'py>);

impl<T> Clone for Borrowed<'_, '_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Borrowed<'_, '_, T> {}

impl<'a, 'py, T> Borrowed<'a, 'py, T> {
    /// # Safety
    /// Someone owns a reference to the object, a `T`, throughout `'a`.
    #[inline(always)]
    pub(crate) unsafe fn from_non_null(py: Python<'py>, ptr: NonNull<ffi::PyObject>) -> Self {
        Borrowed(ptr, PhantomData, py)
    }

    #[inline(always)]
    pub(crate) fn as_non_null(self) -> NonNull<ffi::PyObject> {
        self.0
    }

    /// A new owned reference.
    #[inline(always)]
    pub fn to_owned(self) -> Bound<'py, T> {
        (*self).clone()
    }

    /// The object's address; no ownership is given.
    #[inline(always)]
    pub fn as_ptr(self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    /// The token of the attached thread.
    #[inline(always)]
    pub fn py(self) -> Python<'py> {
        self.2
    }

    #[inline(always)]
    pub(crate) fn to_any(self) -> Borrowed<'a, 'py, PyAny> {
        Borrowed(self.0, PhantomData, self.2)
    }

    /// Converts to a Rust value; see [`FromPyObject`].
    ///
    /// # Errors
    /// The conversion's own error.
    #[inline(always)]
    pub fn extract<O>(self) -> Result<O, O::Error>
    where
        O: FromPyObject<'a, 'py>,
    {
        O::extract(self.to_any())
    }

    /// Checks that the object is a `U`.
    ///
    /// # Errors
    /// [`CastError`] when it is not.
    #[inline]
    pub fn cast<U: PyTypeCheck>(self) -> Result<Borrowed<'a, 'py, U>, CastError<'a, 'py>> {
        let any = self.to_any();
        if U::type_check(&any) {
            // SAFETY: just checked.
            Ok(unsafe { any.cast_unchecked() })
        } else {
            Err(CastError::not::<U>(any))
        }
    }

    /// Checks that the object is a `U` and no instance of a subclass.
    ///
    /// # Errors
    /// [`CastError`] when it is not.
    #[inline]
    pub fn cast_exact<U: PyTypeInfo>(self) -> Result<Borrowed<'a, 'py, U>, CastError<'a, 'py>> {
        let any = self.to_any();
        if U::is_exact_type_of(&any) {
            // SAFETY: just checked.
            Ok(unsafe { any.cast_unchecked() })
        } else {
            Err(CastError::not::<U>(any))
        }
    }

    /// # Safety
    /// The object is a `U`.
    #[inline(always)]
    pub unsafe fn cast_unchecked<U>(self) -> Borrowed<'a, 'py, U> {
        Borrowed(self.0, PhantomData, self.2)
    }
}

impl<'a, 'py> Borrowed<'a, 'py, PyAny> {
    /// # Safety
    /// Someone owns a reference throughout `'a`.
    ///
    /// # Panics
    /// If `ptr` is null.
    #[inline]
    #[track_caller]
    pub unsafe fn from_ptr(py: Python<'py>, ptr: *mut ffi::PyObject) -> Self {
        let ptr = NonNull::new(ptr).unwrap_or_else(|| super::bound::null_pointer(py));
        Borrowed(ptr, PhantomData, py)
    }

    /// As [`from_ptr`](Self::from_ptr); null gives `None`.
    ///
    /// # Safety
    /// Null, or someone owns a reference throughout `'a`.
    #[inline]
    pub unsafe fn from_ptr_or_opt(py: Python<'py>, ptr: *mut ffi::PyObject) -> Option<Self> {
        NonNull::new(ptr).map(|ptr| Borrowed(ptr, PhantomData, py))
    }

    /// As [`from_ptr`](Self::from_ptr); null gives the raised exception.
    ///
    /// # Errors
    /// The exception that is set when `ptr` is null.
    ///
    /// # Safety
    /// Null, or someone owns a reference throughout `'a`.
    #[inline]
    pub unsafe fn from_ptr_or_err(py: Python<'py>, ptr: *mut ffi::PyObject) -> PyResult<Self> {
        match NonNull::new(ptr) {
            Some(ptr) => Ok(Borrowed(ptr, PhantomData, py)),
            None => Err(PyErr::fetch(py)),
        }
    }

    /// # Safety
    /// Not null, and someone owns a reference throughout `'a`.
    #[inline(always)]
    pub(crate) unsafe fn from_ptr_unchecked(py: Python<'py>, ptr: *mut ffi::PyObject) -> Self {
        // SAFETY: the caller's obligation.
        Borrowed(unsafe { NonNull::new_unchecked(ptr) }, PhantomData, py)
    }
}

impl<'py, T> Deref for Borrowed<'_, 'py, T> {
    type Target = Bound<'py, T>;

    #[inline(always)]
    fn deref(&self) -> &Bound<'py, T> {
        // SAFETY: both are one pointer (asserted in bound.rs); a shared borrow
        // of a `Bound` never gives the reference away.
        unsafe { &*(self as *const Self).cast() }
    }
}

impl<'a, 'py, T> From<&'a Bound<'py, T>> for Borrowed<'a, 'py, T> {
    #[inline]
    fn from(bound: &'a Bound<'py, T>) -> Self {
        bound.as_borrowed()
    }
}

impl<T> AsRef<Py<PyAny>> for Borrowed<'_, '_, T> {
    #[inline]
    fn as_ref(&self) -> &Py<PyAny> {
        (**self).as_any().as_unbound()
    }
}
