//! [`BoundObject`]: what [`Bound`] and [`Borrowed`] have in common.

use crate::object::{Borrowed, Bound, Py};
use crate::{PyAny, ffi};

mod sealed {
    pub trait Sealed {}
    impl<T> Sealed for super::Bound<'_, T> {}
    impl<T> Sealed for super::Borrowed<'_, '_, T> {}
}

/// Either an owned or a borrowed handle: what a conversion into Python returns.
pub trait BoundObject<'py, T>: sealed::Sealed {
    /// The same kind of handle to the object as a plain object.
    type Any: BoundObject<'py, PyAny>;

    /// Borrows the object.
    fn as_borrowed(&self) -> Borrowed<'_, 'py, T>;
    /// Makes it an owned reference.
    fn into_bound(self) -> Bound<'py, T>;
    /// Forgets the type.
    fn into_any(self) -> Self::Any;
    /// An owned raw reference.
    fn into_ptr(self) -> *mut ffi::PyObject;
    /// The object's address.
    fn as_ptr(&self) -> *mut ffi::PyObject;
    /// Detaches it from the interpreter's lifetime, as an owned reference.
    fn unbind(self) -> Py<T>;
    /// Drops it in line: for loops, where the call of the shared drop shows.
    #[doc(hidden)]
    fn release(self);
}

impl<'py, T> BoundObject<'py, T> for Bound<'py, T> {
    type Any = Bound<'py, PyAny>;

    #[inline]
    fn as_borrowed(&self) -> Borrowed<'_, 'py, T> {
        Bound::as_borrowed(self)
    }
    #[inline]
    fn into_bound(self) -> Bound<'py, T> {
        self
    }
    #[inline]
    fn into_any(self) -> Self::Any {
        Bound::into_any(self)
    }
    #[inline]
    fn into_ptr(self) -> *mut ffi::PyObject {
        Bound::into_ptr(self)
    }
    #[inline]
    fn as_ptr(&self) -> *mut ffi::PyObject {
        Bound::as_ptr(self)
    }
    #[inline]
    fn unbind(self) -> Py<T> {
        Bound::unbind(self)
    }
    #[inline(always)]
    fn release(self) {
        // SAFETY: attached, as the handle says; its own reference.
        unsafe { ffi::Py_DECREF(self.into_ptr()) };
    }
}

impl<'a, 'py, T> BoundObject<'py, T> for Borrowed<'a, 'py, T> {
    type Any = Borrowed<'a, 'py, PyAny>;

    #[inline]
    fn as_borrowed(&self) -> Borrowed<'a, 'py, T> {
        *self
    }
    #[inline]
    fn into_bound(self) -> Bound<'py, T> {
        (*self).to_owned()
    }
    #[inline]
    fn into_any(self) -> Self::Any {
        Borrowed::to_any(self)
    }
    #[inline]
    fn into_ptr(self) -> *mut ffi::PyObject {
        Borrowed::to_owned(self).into_ptr()
    }
    #[inline]
    fn as_ptr(&self) -> *mut ffi::PyObject {
        Borrowed::as_ptr(*self)
    }
    #[inline]
    fn unbind(self) -> Py<T> {
        Borrowed::to_owned(self).unbind()
    }
    #[inline(always)]
    fn release(self) {}
}
