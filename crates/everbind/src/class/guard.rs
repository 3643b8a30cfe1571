//! [`PyClassGuard`] and [`PyClassGuardMut`]: borrows of an instance's Rust value that
//! do not need an attached thread.
//!
//! They borrow the handle instead of owning one, so they cost no reference count,
//! and they may be carried into [`Python::detach`](crate::Python::detach) and end there. For that they use the
//! part of the flag that is changed by atomic read-modify-write; see `borrow.rs`.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

use super::borrow::BorrowFlag;
use super::compare::Mutable;
use super::error::{PyBorrowError, PyBorrowMutError, PyClassGuardError, PyClassGuardMutError};
use super::traits::{PyClass, PyClassImpl};
use crate::convert::{FromPyObject, IntoPyObject};
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::{PyAny, ffi};

/// A shared borrow of an instance's Rust value, usable while detached.
///
/// # Examples
/// ```
/// use everbind::prelude::*;
/// use everbind::PyClassGuard;
///
/// #[pyclass]
/// struct Matrix { rows: Vec<Vec<f64>> }
///
/// #[pyfunction]
/// fn sum(py: Python<'_>, matrix: PyClassGuard<'_, Matrix>) -> f64 {
///     py.detach(|| matrix.rows.iter().flatten().sum())
/// }
/// ```
#[repr(transparent)]
pub struct PyClassGuard<'a, T: PyClass>(NonNull<ffi::PyObject>, PhantomData<&'a Py<T>>);

/// An exclusive borrow of an instance's Rust value, usable while detached.
#[repr(transparent)]
pub struct PyClassGuardMut<'a, T: Mutable>(NonNull<ffi::PyObject>, PhantomData<&'a Py<T>>);

/// # Safety
/// `object` is an instance of `T`.
#[inline(always)]
unsafe fn flag<'a, T: PyClass>(object: NonNull<ffi::PyObject>) -> Option<&'a BorrowFlag> {
    // SAFETY: the caller's obligation.
    T::HAS_FLAG.then(|| unsafe { T::flag(object.as_ptr()) })
}

impl<'a, T: PyClass> PyClassGuard<'a, T> {
    pub(crate) fn try_new(object: Borrowed<'a, '_, T>) -> Result<Self, PyBorrowError> {
        let object = object.as_non_null();
        // SAFETY: an instance of `T`; the borrow ends in `drop`.
        unsafe {
            T::ensure_thread(object.as_ptr());
            if let Some(flag) = flag::<T>(object) {
                flag.share_anywhere()?;
            }
        }
        Ok(PyClassGuard(object, PhantomData))
    }

    fn object(&self) -> NonNull<ffi::PyObject> {
        self.0
    }

    /// A borrow of a part of the value.
    pub fn map<F, U: ?Sized>(self, part: F) -> PyClassGuardMap<'a, U>
    where
        F: FnOnce(&T) -> &U,
    {
        let pointer = NonNull::from(part(&self));
        let this = ManuallyDrop::new(self);
        // SAFETY: an instance; its borrow moves into the result.
        PyClassGuardMap { pointer, flag: unsafe { flag::<T>(this.0) } }
    }

    /// A borrow of a part of the value, if it is there.
    pub(super) fn try_map<F, U: ?Sized>(self, part: F) -> Option<PyClassGuardMap<'a, U>>
    where
        F: for<'b> FnOnce(&'b T) -> Option<&'b U>,
    {
        let pointer = NonNull::from(part(&self)?);
        let this = ManuallyDrop::new(self);
        // SAFETY: an instance; its borrow moves into the result.
        Some(PyClassGuardMap { pointer, flag: unsafe { flag::<T>(this.0) } })
    }
}

impl<'a, T: PyClass> PyClassGuard<'a, T>
where
    T::BaseType: PyClass,
{
    /// The base's value, borrowed as long as `self`.
    pub fn as_super(&self) -> &PyClassGuard<'a, T::BaseType> {
        // SAFETY: one pointer each; an instance of `T` is one of its base, whose
        // flag (if any) is the same. Behind a reference, drop never runs.
        unsafe { &*(self as *const Self).cast() }
    }

    /// A borrow of the base's value instead of the class's.
    pub fn into_super(self) -> PyClassGuard<'a, T::BaseType> {
        let this = ManuallyDrop::new(self);
        if T::HAS_FLAG && !<T::BaseType as PyClassImpl>::HAS_FLAG {
            // SAFETY: ends the borrow that the base, which has no flag, would not end.
            unsafe { T::flag(this.0.as_ptr()).unshare_anywhere() }
        }
        PyClassGuard(this.0, PhantomData)
    }
}

impl<T: PyClass> Deref for PyClassGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: an instance; the flag keeps mutable borrows away.
        unsafe { &*T::value(self.0.as_ptr()) }
    }
}

impl<T: PyClass> Drop for PyClassGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: an instance; ends the borrow made by `try_new`.
        if let Some(flag) = unsafe { flag::<T>(self.0) } {
            flag.unshare_anywhere();
        }
    }
}

impl<'a, T: Mutable> PyClassGuardMut<'a, T> {
    pub(crate) fn try_new(object: Borrowed<'a, '_, T>) -> Result<Self, PyBorrowMutError> {
        let object = object.as_non_null();
        // SAFETY: an instance of `T`, which has a flag; the borrow ends in `drop`.
        unsafe {
            T::ensure_thread(object.as_ptr());
            T::flag(object.as_ptr()).lock_anywhere()?;
        }
        Ok(PyClassGuardMut(object, PhantomData))
    }

    fn object(&self) -> NonNull<ffi::PyObject> {
        self.0
    }

    /// A borrow of a part of the value.
    pub fn map<F, U: ?Sized>(mut self, part: F) -> PyClassGuardMapMut<'a, U>
    where
        F: FnOnce(&mut T) -> &mut U,
    {
        let pointer = NonNull::from(part(&mut self));
        let this = ManuallyDrop::new(self);
        // SAFETY: an instance; its borrow moves into the result.
        let flag = unsafe { T::flag(this.0.as_ptr()) };
        PyClassGuardMapMut { pointer, flag, _part: PhantomData }
    }

    /// A borrow of a part of the value, if it is there.
    pub(super) fn try_map<F, U: ?Sized>(mut self, part: F) -> Option<PyClassGuardMapMut<'a, U>>
    where
        F: for<'b> FnOnce(&'b mut T) -> Option<&'b mut U>,
    {
        let pointer = NonNull::from(part(&mut self)?);
        let this = ManuallyDrop::new(self);
        // SAFETY: an instance; its borrow moves into the result.
        let flag = unsafe { T::flag(this.0.as_ptr()) };
        Some(PyClassGuardMapMut { pointer, flag, _part: PhantomData })
    }
}

impl<'a, T> PyClassGuardMut<'a, T>
where
    T: Mutable,
    T::BaseType: Mutable,
{
    /// The base's value, borrowed as long as `self`.
    pub fn as_super(&mut self) -> PyClassGuardMutSuper<'_, 'a, T::BaseType> {
        // SAFETY: one pointer each, one flag for both; behind a reference, drop
        // never runs.
        PyClassGuardMutSuper(unsafe { &mut *(self as *mut Self).cast() })
    }

    /// A borrow of the base's value instead of the class's.
    pub fn into_super(self) -> PyClassGuardMut<'a, T::BaseType> {
        PyClassGuardMut(ManuallyDrop::new(self).0, PhantomData)
    }
}

impl<T: Mutable> Deref for PyClassGuardMut<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: an instance; the flag keeps other borrows away.
        unsafe { &*T::value(self.0.as_ptr()) }
    }
}

impl<T: Mutable> DerefMut for PyClassGuardMut<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: an instance; the flag keeps other borrows away.
        unsafe { &mut *T::value(self.0.as_ptr()) }
    }
}

impl<T: Mutable> Drop for PyClassGuardMut<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: an instance; ends the borrow made by `try_new`.
        unsafe { T::flag(self.0.as_ptr()).unlock_anywhere() }
    }
}

macro_rules! common {
    ($name:ident, $error:ident, $refused:ident, $($bound:tt)*) => {
        impl<T: $($bound)* + fmt::Debug> fmt::Debug for $name<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&**self, f)
            }
        }

        impl<'a, 'py, T: $($bound)*> FromPyObject<'a, 'py> for $name<'a, T> {
            type Error = $error<'a, 'py>;

            const INPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;

            fn extract(object: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
                $name::try_new(object.cast::<T>()?).map_err(|_| $error::borrowed())
            }
        }

        impl<'a, 'py, T: $($bound)*> IntoPyObject<'py> for $name<'a, T> {
            type Target = T;
            type Output = Borrowed<'a, 'py, T>;
            type Error = Infallible;

            const OUTPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                // SAFETY: an instance, owned by the handle borrowed for `'a`.
                Ok(unsafe { Borrowed::from_non_null(py, self.object()) })
            }
        }

        impl<'a, 'py, T: $($bound)*> IntoPyObject<'py> for &$name<'a, T> {
            type Target = T;
            type Output = Borrowed<'a, 'py, T>;
            type Error = Infallible;

            const OUTPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                // SAFETY: an instance, owned by the handle borrowed for `'a`.
                Ok(unsafe { Borrowed::from_non_null(py, self.object()) })
            }
        }

        impl<'a, 'py, T: $($bound)*> TryFrom<&'a Bound<'py, T>> for $name<'a, T> {
            type Error = $refused;

            #[inline]
            fn try_from(value: &'a Bound<'py, T>) -> Result<Self, Self::Error> {
                $name::try_new(value.as_borrowed())
            }
        }
    };
}

common!(PyClassGuard, PyClassGuardError, PyBorrowError, PyClass);
common!(PyClassGuardMut, PyClassGuardMutError, PyBorrowMutError, Mutable);

// SAFETY: gives access to the value only, shared, and ends on any thread.
unsafe impl<T: PyClass + Sync> Send for PyClassGuard<'_, T> {}
// SAFETY: as above.
unsafe impl<T: PyClass + Sync> Sync for PyClassGuard<'_, T> {}
// SAFETY: gives access to the value only, and ends on any thread. The value can be
// swapped out through it, hence `Send`.
unsafe impl<T: Mutable + Send + Sync> Send for PyClassGuardMut<'_, T> {}
// SAFETY: shared access to it is shared access to the value.
unsafe impl<T: Mutable + Sync> Sync for PyClassGuardMut<'_, T> {}

/// The base's value of a [`PyClassGuardMut`], borrowed from it.
pub struct PyClassGuardMutSuper<'a, 'g, T: Mutable>(&'a mut PyClassGuardMut<'g, T>);

impl<'g, T> PyClassGuardMutSuper<'_, 'g, T>
where
    T: Mutable,
    T::BaseType: Mutable,
{
    /// The value of the base's base.
    pub fn as_super(&mut self) -> PyClassGuardMutSuper<'_, 'g, T::BaseType> {
        self.0.as_super()
    }
}

impl<T: Mutable> Deref for PyClassGuardMutSuper<'_, '_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0
    }
}

impl<T: Mutable> DerefMut for PyClassGuardMutSuper<'_, '_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0
    }
}

/// A part of a value borrowed by a [`PyClassGuard`].
pub struct PyClassGuardMap<'a, U: ?Sized> {
    pointer: NonNull<U>,
    flag: Option<&'a BorrowFlag>,
}

impl<U: ?Sized> Deref for PyClassGuardMap<'_, U> {
    type Target = U;

    fn deref(&self) -> &U {
        // SAFETY: a part of the value, which stays borrowed.
        unsafe { self.pointer.as_ref() }
    }
}

impl<U: ?Sized> Drop for PyClassGuardMap<'_, U> {
    fn drop(&mut self) {
        if let Some(flag) = self.flag {
            flag.unshare_anywhere();
        }
    }
}

/// A part of a value borrowed by a [`PyClassGuardMut`].
pub struct PyClassGuardMapMut<'a, U: ?Sized> {
    pointer: NonNull<U>,
    flag: &'a BorrowFlag,
    _part: PhantomData<&'a mut U>,
}

impl<U: ?Sized> Deref for PyClassGuardMapMut<'_, U> {
    type Target = U;

    fn deref(&self) -> &U {
        // SAFETY: a part of the value, which stays borrowed.
        unsafe { self.pointer.as_ref() }
    }
}

impl<U: ?Sized> DerefMut for PyClassGuardMapMut<'_, U> {
    fn deref_mut(&mut self) -> &mut U {
        // SAFETY: as in `deref`, exclusively.
        unsafe { self.pointer.as_mut() }
    }
}

impl<U: ?Sized> Drop for PyClassGuardMapMut<'_, U> {
    fn drop(&mut self) {
        self.flag.unlock_anywhere();
    }
}

// SAFETY: gives shared access to the part only, and ends on any thread: the flag's counter is atomic.
unsafe impl<U: ?Sized + Sync> Send for PyClassGuardMap<'_, U> {}
// SAFETY: as above.
unsafe impl<U: ?Sized + Sync> Sync for PyClassGuardMap<'_, U> {}
// SAFETY: gives exclusive access to the part only, and ends on any thread.
unsafe impl<U: ?Sized + Send> Send for PyClassGuardMapMut<'_, U> {}
// SAFETY: shared access to it is shared access to the part.
unsafe impl<U: ?Sized + Sync> Sync for PyClassGuardMapMut<'_, U> {}
