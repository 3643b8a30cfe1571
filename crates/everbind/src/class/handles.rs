//! The methods that `Py`, `Bound` and `Borrowed` have for classes.

use super::compare::Mutable;
use super::compare::boolean_struct::True;
use super::error::{PyBorrowError, PyBorrowMutError};
use super::init::PyClassInitializer;
use super::pyref::{PyRef, PyRefMut};
use super::traits::PyClass;
use crate::PyResult;
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;

#[cold]
#[inline(never)]
#[track_caller]
fn refused(error: &dyn std::fmt::Display) -> ! {
    panic!("{error}")
}

impl<'py, T: PyClass> Bound<'py, T> {
    /// A new instance.
    ///
    /// # Errors
    /// When the memory cannot be had, or the class cannot be made.
    ///
    /// # Examples
    #[doc = example!()]
    /// use everbind::prelude::*;
    ///
    /// #[pyclass]
    /// struct Point { x: f64 }
    ///
    /// # Python::attach(|py| -> PyResult<()> {
    /// let point = Bound::new(py, Point { x: 1.0 })?;
    /// assert_eq!(point.borrow().x, 1.0);
    /// # Ok(()) }).unwrap();
    /// ```
    #[inline]
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn new(py: Python<'py>, value: impl Into<PyClassInitializer<T>>) -> PyResult<Self> {
        let value = value.into();
        #[cfg(debug_assertions)]
        let _here = super::leaks::Here::new(std::panic::Location::caller());
        value.create(py)
    }

    /// Borrows the value.
    ///
    /// # Panics
    /// If it is borrowed mutably.
    #[inline]
    #[track_caller]
    pub fn borrow(&self) -> PyRef<'py, T> {
        self.try_borrow().unwrap_or_else(|error| refused(&error))
    }

    /// Borrows the value mutably.
    ///
    /// # Panics
    /// If it is borrowed.
    #[inline]
    #[track_caller]
    pub fn borrow_mut(&self) -> PyRefMut<'py, T>
    where
        T: Mutable,
    {
        self.try_borrow_mut().unwrap_or_else(|error| refused(&error))
    }

    /// Borrows the value.
    ///
    /// # Errors
    /// If it is borrowed mutably.
    #[inline]
    pub fn try_borrow(&self) -> Result<PyRef<'py, T>, PyBorrowError> {
        PyRef::try_new(self.clone())
    }

    /// Borrows the value mutably.
    ///
    /// # Errors
    /// If it is borrowed.
    #[inline]
    pub fn try_borrow_mut(&self) -> Result<PyRefMut<'py, T>, PyBorrowMutError>
    where
        T: Mutable,
    {
        PyRefMut::try_new(self.clone())
    }

    /// The value of a frozen class: nothing to borrow.
    #[inline]
    pub fn get(&self) -> &T
    where
        T: PyClass<Frozen = True> + Sync,
    {
        // SAFETY: an instance; a frozen class gives no `&mut` to its value.
        unsafe { &*T::value(self.as_ptr()) }
    }

    /// The same instance, as one of the base class.
    #[inline]
    pub fn as_super(&self) -> &Bound<'py, T::BaseType> {
        // SAFETY: an instance of `T` is one of its base.
        unsafe { self.cast_unchecked() }
    }

    /// As [`as_super`](Bound::as_super), by value.
    #[inline]
    pub fn into_super(self) -> Bound<'py, T::BaseType> {
        // SAFETY: an instance of `T` is one of its base.
        unsafe { self.cast_into_unchecked() }
    }
}

impl<'a, T: PyClass> Borrowed<'a, '_, T> {
    /// The value of a frozen class: nothing to borrow.
    #[inline]
    pub fn get(self) -> &'a T
    where
        T: PyClass<Frozen = True> + Sync,
    {
        // SAFETY: an instance, owned by someone throughout `'a`; a frozen class
        // gives no `&mut` to its value.
        unsafe { &*T::value(self.as_ptr()) }
    }
}

impl<T: PyClass> Py<T> {
    /// A new instance.
    ///
    /// # Errors
    /// When the memory cannot be had, or the class cannot be made.
    #[inline]
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn new(py: Python<'_>, value: impl Into<PyClassInitializer<T>>) -> PyResult<Py<T>> {
        Bound::new(py, value).map(Bound::unbind)
    }

    /// Borrows the value.
    ///
    /// # Panics
    /// If it is borrowed mutably.
    #[inline]
    #[track_caller]
    pub fn borrow<'py>(&'py self, py: Python<'py>) -> PyRef<'py, T> {
        self.bind(py).borrow()
    }

    /// Borrows the value mutably.
    ///
    /// # Panics
    /// If it is borrowed.
    #[inline]
    #[track_caller]
    pub fn borrow_mut<'py>(&'py self, py: Python<'py>) -> PyRefMut<'py, T>
    where
        T: Mutable,
    {
        self.bind(py).borrow_mut()
    }

    /// Borrows the value.
    ///
    /// # Errors
    /// If it is borrowed mutably.
    #[inline]
    pub fn try_borrow<'py>(&'py self, py: Python<'py>) -> Result<PyRef<'py, T>, PyBorrowError> {
        self.bind(py).try_borrow()
    }

    /// Borrows the value mutably.
    ///
    /// # Errors
    /// If it is borrowed.
    #[inline]
    pub fn try_borrow_mut<'py>(
        &'py self,
        py: Python<'py>,
    ) -> Result<PyRefMut<'py, T>, PyBorrowMutError>
    where
        T: Mutable,
    {
        self.bind(py).try_borrow_mut()
    }

    /// The value of a frozen class: nothing to borrow, and no token needed.
    #[inline]
    pub fn get(&self) -> &T
    where
        T: PyClass<Frozen = True> + Sync,
    {
        // SAFETY: an instance; a frozen class gives no `&mut` to its value.
        unsafe { &*T::value(self.as_ptr()) }
    }

    /// The same instance, as one of the base class.
    #[inline]
    pub fn as_super(&self) -> &Py<T::BaseType> {
        // SAFETY: an instance of `T` is one of its base.
        unsafe { self.cast_unchecked_ref() }
    }

    /// As [`as_super`](Py::as_super), by value.
    #[inline]
    pub fn into_super(self) -> Py<T::BaseType> {
        // SAFETY: an instance of `T` is one of its base; the reference moves.
        unsafe { Py::from_non_null(std::ptr::NonNull::new_unchecked(self.into_ptr())) }
    }
}
