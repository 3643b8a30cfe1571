//! The receivers of `async fn` methods: borrows that last as long as the future, and own the instance.
//!
//! They may move between threads with the future, so they use the part of the flag that any thread may change
//! (`borrow.rs`), and are `Send` where a reference would be.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use super::compare::Mutable;
use super::traits::PyClass;
use crate::object::{Bound, Py};
use crate::python::Python;
use crate::{PyResult, ffi};

/// `&self` across awaits.
pub struct SharedAwaiting<T: PyClass>(Py<T>, PhantomData<&'static T>);

/// `&mut self` across awaits.
pub struct ExclusiveAwaiting<T: Mutable>(Py<T>, PhantomData<&'static mut T>);

impl<T: PyClass> SharedAwaiting<T> {
    /// # Errors
    /// When the instance is borrowed mutably.
    ///
    /// # Safety
    /// `slf` is an instance of `T`.
    #[inline]
    pub unsafe fn new(py: Python<'_>, slf: *mut ffi::PyObject) -> PyResult<Self> {
        // SAFETY: the caller's obligation; the borrow ends in `drop`.
        unsafe {
            T::ensure_thread(slf);
            if T::HAS_FLAG {
                T::flag(slf).share_anywhere()?;
            }
            let object = Bound::ref_from_ptr(py, &slf).cast_unchecked::<T>();
            Ok(SharedAwaiting(object.clone().unbind(), PhantomData))
        }
    }
}

impl<T: Mutable> ExclusiveAwaiting<T> {
    /// # Errors
    /// When the instance is borrowed.
    ///
    /// # Safety
    /// `slf` is an instance of `T`.
    #[inline]
    pub unsafe fn new(py: Python<'_>, slf: *mut ffi::PyObject) -> PyResult<Self> {
        // SAFETY: the caller's obligation; such a class has a flag; the borrow ends in `drop`.
        unsafe {
            T::ensure_thread(slf);
            T::flag(slf).lock_anywhere()?;
            let object = Bound::ref_from_ptr(py, &slf).cast_unchecked::<T>();
            Ok(ExclusiveAwaiting(object.clone().unbind(), PhantomData))
        }
    }
}

impl<T: PyClass> Deref for SharedAwaiting<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: an instance, owned; the flag keeps mutable borrows away.
        unsafe { &*T::value(self.0.as_ptr()) }
    }
}

impl<T: Mutable> Deref for ExclusiveAwaiting<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: an instance, owned; the flag keeps other borrows away.
        unsafe { &*T::value(self.0.as_ptr()) }
    }
}

impl<T: Mutable> DerefMut for ExclusiveAwaiting<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: an instance, owned; the flag keeps other borrows away.
        unsafe { &mut *T::value(self.0.as_ptr()) }
    }
}

impl<T: PyClass> Drop for SharedAwaiting<T> {
    fn drop(&mut self) {
        if T::HAS_FLAG {
            // SAFETY: an instance, owned; ends the borrow made by `new`.
            unsafe { T::flag(self.0.as_ptr()).unshare_anywhere() }
        }
    }
}

impl<T: Mutable> Drop for ExclusiveAwaiting<T> {
    fn drop(&mut self) {
        // SAFETY: an instance, owned; ends the borrow made by `new`.
        unsafe { T::flag(self.0.as_ptr()).unlock_anywhere() }
    }
}
