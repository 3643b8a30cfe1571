//! Borrows of an instance's value for the time of a call: those of receivers and of arguments `&T`.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::ptr::{self, NonNull};

use super::borrow::BorrowFlag;
use super::compare::Mutable;
use super::error::{PyBorrowError, PyBorrowMutError};
use super::traits::PyClass;
use crate::ffi;

/// Where the value and the flag of an instance are. One pointer, for a class that has
/// its own flag: the flag is at a constant distance from the value.
struct Place<T> {
    value: NonNull<T>,
    /// The flag, where it is not beside the value.
    base_flag: *const BorrowFlag,
}

impl<T: PyClass> Place<T> {
    /// # Safety
    /// `object` is an instance of `T`.
    #[inline(always)]
    unsafe fn of(object: *mut ffi::PyObject) -> Self {
        // SAFETY: the caller's obligation.
        unsafe { Self::at(object, T::value(object)) }
    }

    /// # Safety
    /// `object` is an instance of `T`, and its value is there.
    #[inline(always)]
    unsafe fn at(object: *mut ffi::PyObject, value: *mut T) -> Self {
        let mut base_flag = ptr::null();
        // SAFETY: the caller's obligation.
        unsafe {
            if T::HAS_FLAG && !T::FLAG_BESIDE {
                base_flag = T::flag(object);
            }
            Place { value: NonNull::new_unchecked(value), base_flag }
        }
    }

    /// # Safety
    /// The instance is alive, and `T::HAS_FLAG`.
    #[inline(always)]
    unsafe fn flag(&self) -> &BorrowFlag {
        // SAFETY: the caller's obligation.
        unsafe {
            if T::FLAG_BESIDE {
                self.value.byte_add(T::CELL.flag).cast::<BorrowFlag>().as_ref()
            } else {
                &*self.base_flag
            }
        }
    }
}

/// A shared borrow for the time of a call.
pub struct Shared<'a, T: PyClass>(Place<T>, PhantomData<&'a T>);

/// An exclusive borrow for the time of a call.
pub struct Exclusive<'a, T: PyClass>(Place<T>, PhantomData<&'a mut T>);

impl<'a, T: PyClass> Shared<'a, T> {
    /// # Safety
    /// `object` is an instance of `T` that lives for `'a`.
    #[inline(always)]
    pub(super) unsafe fn new(object: *mut ffi::PyObject) -> Result<Self, PyBorrowError> {
        // SAFETY: the caller's obligation.
        unsafe { Self::at(object, T::value(object)) }
    }

    /// As [`new`](Self::new), where the object's type was just looked at.
    ///
    /// # Safety
    /// As [`new`](Self::new).
    #[inline(always)]
    pub(super) unsafe fn near(object: *mut ffi::PyObject) -> Result<Self, PyBorrowError> {
        // SAFETY: the caller's obligation.
        unsafe { Self::at(object, T::value_near(object)) }
    }

    /// # Safety
    /// As [`new`](Self::new); the value is there.
    #[inline(always)]
    unsafe fn at(object: *mut ffi::PyObject, value: *mut T) -> Result<Self, PyBorrowError> {
        // SAFETY: the caller's obligation; the borrow ends in `drop`.
        unsafe {
            T::ensure_thread(object);
            let place = Place::at(object, value);
            if T::HAS_FLAG {
                place.flag().share()?;
            }
            Ok(Shared(place, PhantomData))
        }
    }
}

impl<'a, T: Mutable> Exclusive<'a, T> {
    /// # Safety
    /// `object` is an instance of `T` that lives for `'a`.
    #[inline(always)]
    pub(super) unsafe fn new(object: *mut ffi::PyObject) -> Result<Self, PyBorrowMutError> {
        // SAFETY: the caller's obligation; a class that is not frozen has a flag; the
        // borrow ends in `drop`.
        unsafe {
            T::ensure_thread(object);
            let place = Place::of(object);
            place.flag().lock()?;
            Ok(Exclusive(place, PhantomData))
        }
    }
}

impl<T: PyClass> Deref for Shared<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the value of an instance; the flag keeps mutable borrows away.
        unsafe { self.0.value.as_ref() }
    }
}

impl<T: PyClass> Deref for Exclusive<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the value of an instance; the flag keeps other borrows away.
        unsafe { self.0.value.as_ref() }
    }
}

impl<T: PyClass> DerefMut for Exclusive<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the value of an instance; the flag keeps other borrows away.
        unsafe { self.0.value.as_mut() }
    }
}

impl<T: PyClass> Drop for Shared<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        if T::HAS_FLAG {
            // SAFETY: the flag of an instance that is alive until the call is over.
            unsafe { self.0.flag().unshare() }
        }
    }
}

impl<T: PyClass> Drop for Exclusive<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the flag of an instance that is alive until the call is over.
        unsafe { self.0.flag().unlock() }
    }
}
