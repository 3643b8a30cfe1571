//! [`PyRef`] and [`PyRefMut`]: an instance and its Rust value at once.

use std::convert::Infallible;
use std::fmt;
use std::mem::ManuallyDrop;
use std::ops::{Deref, DerefMut};
use std::ptr;

use super::compare::Mutable;
use super::error::{PyBorrowError, PyBorrowMutError, PyClassGuardError, PyClassGuardMutError};
use super::record::is_instance_of;
use super::traits::{PyClass, PyClassImpl};
use crate::convert::{Exact, FromPyObject, IntoPyObject, Token};
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::{PyAny, PyResult, ffi};

/// A shared borrow of an instance's Rust value, which also holds the instance.
///
/// As a method's receiver (`slf: PyRef<'_, Self>`) it gives access to the object:
/// to return it, or to reach the [base's value](PyRef::as_super).
///
/// # Examples
/// ```
/// use everbind::prelude::*;
///
/// #[pyclass]
/// struct Counter { value: u32 }
///
/// #[pymethods]
/// impl Counter {
///     fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
///         slf
///     }
/// }
/// ```
#[repr(transparent)]
pub struct PyRef<'py, T: PyClass>(Bound<'py, T>);

/// An exclusive borrow of an instance's Rust value, which also holds the instance.
#[repr(transparent)]
pub struct PyRefMut<'py, T: Mutable>(Bound<'py, T>);

impl<'py, T: PyClass> PyRef<'py, T> {
    #[inline(always)]
    pub(crate) fn try_new(object: Bound<'py, T>) -> Result<Self, PyBorrowError> {
        // SAFETY: an instance of `T`; the flag is released in `drop`.
        unsafe {
            T::ensure_thread(object.as_ptr());
            if T::HAS_FLAG {
                T::flag(object.as_ptr()).share()?;
            }
        }
        Ok(PyRef(object))
    }
}

impl<'py, T: Mutable> PyRefMut<'py, T> {
    #[inline(always)]
    pub(crate) fn try_new(object: Bound<'py, T>) -> Result<Self, PyBorrowMutError> {
        // SAFETY: an instance of `T`, which is not frozen and so has a flag,
        // released in `drop`.
        unsafe {
            T::ensure_thread(object.as_ptr());
            T::flag(object.as_ptr()).lock()?;
        }
        Ok(PyRefMut(object))
    }

    /// The exclusive borrow seen as a shared one.
    fn downgrade(this: &Self) -> &PyRef<'py, T> {
        // SAFETY: both are a `Bound`; behind a reference, `PyRef`'s drop never runs.
        unsafe { &*(this as *const Self).cast() }
    }
}

impl<T: PyClass> PyRef<'_, T> {
    /// Ends the borrow, once.
    #[inline(always)]
    fn end(&self) {
        if T::HAS_FLAG {
            // SAFETY: an instance; the borrow was made by `try_new`.
            unsafe { T::flag(self.0.as_ptr()).unshare() }
        }
    }
}

impl<T: Mutable> PyRefMut<'_, T> {
    /// Ends the borrow, once.
    #[inline(always)]
    fn end(&self) {
        // SAFETY: an instance; the borrow was made by `try_new`.
        unsafe { T::flag(self.0.as_ptr()).unlock() }
    }
}

impl<T: PyClass> Drop for PyRef<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        self.end();
    }
}

impl<T: Mutable> Drop for PyRefMut<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        self.end();
    }
}

impl<T: PyClass> Deref for PyRef<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: an instance; the flag keeps mutable borrows away.
        unsafe { &*T::value(self.0.as_ptr()) }
    }
}

impl<T: Mutable> Deref for PyRefMut<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: an instance; the flag keeps other borrows away.
        unsafe { &*T::value(self.0.as_ptr()) }
    }
}

impl<T: Mutable> DerefMut for PyRefMut<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: an instance; the flag keeps other borrows away.
        unsafe { &mut *T::value(self.0.as_ptr()) }
    }
}

impl<'py, T: PyClass> PyRef<'py, T>
where
    T::BaseType: PyClass,
{
    /// A borrow of the base's value instead of the class's.
    pub fn into_super(self) -> PyRef<'py, T::BaseType> {
        let this = ManuallyDrop::new(self);
        if T::HAS_FLAG && !<T::BaseType as PyClassImpl>::HAS_FLAG {
            // SAFETY: ends the borrow that the base, which has no flag, would not end.
            unsafe { T::flag(this.0.as_ptr()).unshare() }
        }
        // SAFETY: the reference moves; an instance of `T` is one of its base.
        unsafe { PyRef(Bound::from_owned_unchecked(this.0.py(), this.0.as_ptr())) }
    }

    /// The base's value, borrowed as long as `self`.
    pub fn as_super(&self) -> &PyRef<'py, T::BaseType> {
        // SAFETY: both are a `Bound`; an instance of `T` is one of its base, whose
        // flag (if any) is the same. Behind a reference, drop never runs.
        unsafe { &*(self as *const Self).cast() }
    }
}

impl<'py, T> PyRefMut<'py, T>
where
    T: Mutable,
    T::BaseType: Mutable,
{
    /// A borrow of the base's value instead of the class's.
    pub fn into_super(self) -> PyRefMut<'py, T::BaseType> {
        let this = ManuallyDrop::new(self);
        // SAFETY: the reference moves, and the borrow with it: neither class is
        // frozen, so both use the flag of the base or of one further up.
        unsafe { PyRefMut(Bound::from_owned_unchecked(this.0.py(), this.0.as_ptr())) }
    }

    /// The base's value, borrowed as long as `self`.
    pub fn as_super(&mut self) -> &mut PyRefMutSuper<'py, T::BaseType> {
        let super_ = ptr::slice_from_raw_parts_mut((self as *mut Self).cast::<()>(), 0);
        // SAFETY: a `Bound` with nothing behind it; both classes use the same flag; behind a
        // reference, drop never runs.
        unsafe { &mut *(super_ as *mut PyRefMutSuper<'py, T::BaseType>) }
    }
}

/// The base's part of a [`PyRefMut`], by [`PyRefMut::as_super`].
///
/// It has no known size, so that the reference cannot be exchanged for one to another instance
/// (`mem::swap`), which need not be of the class that the `PyRefMut` is of:
///
/// ```compile_fail,E0277
/// # use everbind::prelude::*;
/// #[pyclass(subclass)]
/// struct Base;
/// #[pyclass(extends = Base, subclass)]
/// struct Derived(Vec<u8>);
/// #[pyclass(extends = Derived)]
/// struct Last;
///
/// fn exchange<'py>(derived: &mut PyRefMut<'py, Derived>, last: &mut PyRefMut<'py, Last>) {
///     std::mem::swap(derived.as_super(), last.as_super().as_super());
/// }
/// ```
#[repr(C)]
pub struct PyRefMutSuper<'py, T: Mutable>(PyRefMut<'py, T>, [()]);

impl<'py, T: Mutable> PyRefMutSuper<'py, T> {
    /// The token of the attached thread.
    #[inline]
    pub fn py(&self) -> Python<'py> {
        self.0.py()
    }

    /// The object's address; the reference stays with `self`.
    #[inline]
    pub fn as_ptr(&self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    /// The value of the base's base.
    pub fn as_super(&mut self) -> &mut PyRefMutSuper<'py, T::BaseType>
    where
        T::BaseType: Mutable,
    {
        self.0.as_super()
    }
}

impl<T: Mutable> Deref for PyRefMutSuper<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Mutable> DerefMut for PyRefMutSuper<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Mutable + fmt::Debug> fmt::Debug for PyRefMutSuper<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<T, U> AsRef<U> for PyRef<'_, T>
where
    T: PyClass<BaseType = U>,
    U: PyClass,
{
    fn as_ref(&self) -> &U {
        self.as_super()
    }
}

impl<T> AsRef<T::BaseType> for PyRefMut<'_, T>
where
    T: Mutable,
    T::BaseType: Mutable,
{
    fn as_ref(&self) -> &T::BaseType {
        PyRefMut::downgrade(self).as_super()
    }
}

impl<T> AsMut<T::BaseType> for PyRefMut<'_, T>
where
    T: Mutable,
    T::BaseType: Mutable,
{
    fn as_mut(&mut self) -> &mut T::BaseType {
        self.as_super()
    }
}

macro_rules! common {
    ($name:ident, $($bound:tt)*) => {
        impl<'py, T: $($bound)*> $name<'py, T> {
            /// The token of the attached thread.
            #[inline(always)]
            pub fn py(&self) -> Python<'py> {
                self.0.py()
            }

            /// The instance's address; no ownership is given.
            #[inline(always)]
            pub fn as_ptr(&self) -> *mut ffi::PyObject {
                self.0.as_ptr()
            }

            /// The instance as a raw pointer, of which the caller owns one
            /// reference. The borrow ends.
            #[inline(always)]
            pub fn into_ptr(self) -> *mut ffi::PyObject {
                $name::into_bound(self).into_ptr()
            }

            /// Ends the borrow and keeps the instance.
            #[inline(always)]
            pub(crate) fn into_bound(this: Self) -> Bound<'py, T> {
                // SAFETY: `end` gives up what drop would have, all but the reference,
                // which is moved out; `this` is not used again.
                unsafe {
                    let this = ManuallyDrop::new(this);
                    $name::end(&this);
                    ptr::read(&this.0)
                }
            }
        }

        impl<T: $($bound)* + fmt::Debug> fmt::Debug for $name<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&**self, f)
            }
        }

        impl<'py, T: $($bound)*> IntoPyObject<'py> for $name<'py, T> {
            type Target = T;
            type Output = Bound<'py, T>;
            type Error = Infallible;

            const OUTPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;

            #[inline(always)]
            fn into_pyobject(self, _py: Python<'py>) -> Result<Self::Output, Self::Error> {
                Ok($name::into_bound(self))
            }
        }

        impl<'a, 'py, T: $($bound)*> IntoPyObject<'py> for &'a $name<'py, T> {
            type Target = T;
            type Output = Borrowed<'a, 'py, T>;
            type Error = Infallible;

            const OUTPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;

            #[inline(always)]
            fn into_pyobject(self, _py: Python<'py>) -> Result<Self::Output, Self::Error> {
                Ok(self.0.as_borrowed())
            }
        }

        impl<'py, T: $($bound)*> From<$name<'py, T>> for Py<T> {
            fn from(value: $name<'py, T>) -> Py<T> {
                $name::into_bound(value).unbind()
            }
        }

        impl<'a, 'py, T: $($bound)*> From<&'a $name<'py, T>> for Py<T> {
            fn from(value: &'a $name<'py, T>) -> Py<T> {
                value.0.clone().unbind()
            }
        }
    };
}

common!(PyRef, PyClass);
common!(PyRefMut, Mutable);

impl<'py, T: PyClass> TryFrom<&Bound<'py, T>> for PyRef<'py, T> {
    type Error = PyBorrowError;

    #[inline]
    fn try_from(value: &Bound<'py, T>) -> Result<Self, Self::Error> {
        PyRef::try_new(value.clone())
    }
}

impl<'py, T: Mutable> TryFrom<&Bound<'py, T>> for PyRefMut<'py, T> {
    type Error = PyBorrowMutError;

    #[inline]
    fn try_from(value: &Bound<'py, T>) -> Result<Self, Self::Error> {
        PyRefMut::try_new(value.clone())
    }
}

impl<'a, 'py, T: PyClass> FromPyObject<'a, 'py> for PyRef<'py, T> {
    type Error = PyClassGuardError<'a, 'py>;

    const INPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;
    const PARAMETER_TYPE: crate::inspect::TypeHint = T::PARAMETER_HINT;

    #[inline(always)]
    fn never_fits(object: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
        !is_instance_of::<T>(&object)
    }

    #[inline]
    fn extract(object: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        let object = object.cast::<T>()?;
        PyRef::try_new(object.to_owned()).map_err(|_| PyClassGuardError::borrowed())
    }

    #[inline]
    fn extract_exact(object: Borrowed<'a, 'py, PyAny>, _: Exact) -> Option<Self> {
        if !T::is_surely_type_of(&object) {
            return None;
        }
        // One of another thread is refused by `extract`, whose panic loses nothing.
        // SAFETY: just checked to be an instance.
        if unsafe { T::bound_elsewhere(object.as_ptr()) }.is_some() {
            return None;
        }
        // SAFETY: checked.
        PyRef::try_new(unsafe { object.cast_unchecked() }.to_owned()).ok()
    }

    #[inline]
    fn extract_implicit(obj: Borrowed<'a, 'py, PyAny>, token: Token) -> Option<PyResult<Self>> {
        match Bound::<T>::extract_implicit(obj, token)? {
            Ok(made) => Some(PyRef::try_new(made).map_err(Into::into)),
            Err(error) => Some(Err(error)),
        }
    }
}

impl<'a, 'py, T: Mutable> FromPyObject<'a, 'py> for PyRefMut<'py, T> {
    type Error = PyClassGuardMutError<'a, 'py>;

    const INPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;

    #[inline(always)]
    fn never_fits(object: Borrowed<'a, 'py, PyAny>, _: Token) -> bool {
        !is_instance_of::<T>(&object)
    }

    #[inline]
    fn extract(object: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        let object = object.cast::<T>()?;
        PyRefMut::try_new(object.to_owned()).map_err(|_| PyClassGuardMutError::borrowed())
    }
}
