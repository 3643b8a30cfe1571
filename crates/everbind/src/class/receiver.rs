//! How a generated entry gets at the instance that a method is called on, and at
//! classes given as arguments.
//!
//! CPython has checked the receiver of a method or slot; an argument is checked here.
//! The borrows end when the entry's frame does, on the attached thread.

use std::ops::Deref;
use std::ptr;

use super::compare::Mutable;
use super::error::{PyBorrowError, PyBorrowMutError, PyClassGuardError};
use super::guard::{PyClassGuard, PyClassGuardMut};
use super::hold::{Exclusive, Shared};
use super::implicit::Lent;
use super::pyref::{PyRef, PyRefMut};
use super::record::is_instance_of;
use super::traits::{PyClass, PyClassImpl};
use super::type_data;
use crate::call::args::RefArg;
use crate::call::entry::guard;
use crate::convert::Strict;
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::types::PyType;
use crate::{PyAny, PyErr, PyResult, ffi};

/// The error of a receiver that is borrowed exclusively. It does not unwind: see `call/entry.rs`.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions)] // only called from Rust
extern "C" fn is_lent(error: PyBorrowError) -> PyErr {
    error.into()
}

/// As [`is_lent`], of a receiver that is borrowed.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions)] // only called from Rust
extern "C" fn is_shared(error: PyBorrowMutError) -> PyErr {
    error.into()
}

/// A class whose methods can have `&self`: every [`PyClass`], and the enums of `enums/`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Python class",
    label = "not a `#[pyclass]`",
    note = "put `#[pyclass]` on the type"
)]
pub trait Instance: PyClassImpl {
    /// The value for the time of a call.
    type Shared<'a>: Deref<Target = Self>;

    /// The value.
    ///
    /// # Errors
    /// When the instance is borrowed mutably.
    ///
    /// # Safety
    /// Attached; `slf` is an instance of the class that lives for `'a`.
    unsafe fn shared<'a>(slf: *mut ffi::PyObject) -> PyResult<Self::Shared<'a>>;

    /// As [`shared`](Self::shared), for an entry whose result is an object.
    ///
    /// # Errors
    /// Null: the exception is raised already.
    ///
    /// # Safety
    /// As for [`shared`](Self::shared).
    #[inline]
    unsafe fn shared_or_null<'a>(
        slf: *mut ffi::PyObject,
    ) -> Result<Self::Shared<'a>, *mut ffi::PyObject> {
        // SAFETY: the caller's obligations.
        match unsafe { Self::shared(slf) } {
            Ok(value) => Ok(value),
            Err(error) => Err(raised(error)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: PyClass> Instance for T {
    type Shared<'a> = Shared<'a, T>;

    #[inline(always)]
    unsafe fn shared<'a>(slf: *mut ffi::PyObject) -> PyResult<Shared<'a, T>> {
        // SAFETY: the caller's obligations.
        unsafe {
            ensure_told::<T>(slf)?;
            Shared::new(slf).map_err(|error| is_lent(error))
        }
    }

    #[inline(always)]
    unsafe fn shared_or_null<'a>(
        slf: *mut ffi::PyObject,
    ) -> Result<Shared<'a, T>, *mut ffi::PyObject> {
        // SAFETY: the caller's obligations.
        unsafe {
            told_or_null::<T>(slf)?;
            match Shared::new(slf) {
                Ok(value) => Ok(value),
                Err(_) => Err(raise_lent()),
            }
        }
    }
}

/// Raises an error, and returns null.
#[cold]
#[inline(never)]
fn raised(error: PyErr) -> *mut ffi::PyObject {
    let mut error = Some(error);
    // SAFETY: only called by entries, so attached.
    unsafe { guard(|_| error.take().map_or(Ok(ptr::null_mut()), Err)) }
}

/// Raises the error of a receiver that is borrowed exclusively, and returns null: a method that calls nothing
/// else can end with this, and needs no frame.
#[cold]
#[inline(never)]
extern "C" fn raise_lent() -> *mut ffi::PyObject {
    // SAFETY: only called by entries, so attached.
    unsafe { guard(|_| Err(PyBorrowError::new().into())) }
}

/// As [`raise_lent`], of a receiver that is borrowed.
#[cold]
#[inline(never)]
extern "C" fn raise_shared() -> *mut ffi::PyObject {
    // SAFETY: only called by entries, so attached.
    unsafe { guard(|_| Err(PyBorrowMutError::new().into())) }
}

/// Sees to it that a receiver has its data, if it is a type.
///
/// # Errors
/// Those of telling them.
///
/// # Safety
/// Attached; `slf` is an instance of `T`.
#[inline(always)]
unsafe fn ensure_told<T: PyClassImpl>(slf: *mut ffi::PyObject) -> PyResult<()> {
    match T::IS_TYPE {
        // SAFETY: the caller's obligations; such a `T` extends `type`.
        true => unsafe { type_data::ensure::<T>(Python::assume_attached(), slf) },
        false => Ok(()),
    }
}

/// As [`ensure_told`], for an entry whose result is an object.
///
/// # Errors
/// Null: the exception is raised already.
///
/// # Safety
/// As for [`ensure_told`].
#[inline(always)]
unsafe fn told_or_null<T: PyClassImpl>(slf: *mut ffi::PyObject) -> Result<(), *mut ffi::PyObject> {
    // SAFETY: the caller's obligations.
    match unsafe { ensure_told::<T>(slf) } {
        Ok(()) => Ok(()),
        Err(error) => Err(raised(error)),
    }
}

/// The receiver of a method with `&self`; or else what the method's entry returns.
///
/// # Errors
/// When the instance is borrowed mutably: the exception is raised already.
///
/// # Safety
/// `slf` is an instance of `T` that lives for `'a`; the thread is attached.
#[inline(always)]
pub unsafe fn shared_or_null<'a, T: Instance>(
    slf: *mut ffi::PyObject,
) -> Result<T::Shared<'a>, *mut ffi::PyObject> {
    // SAFETY: the caller's obligation.
    unsafe { T::shared_or_null(slf) }
}

/// The receiver of a method with `&mut self`; or else what the method's entry returns.
///
/// # Errors
/// When the instance is borrowed: the exception is raised already.
///
/// # Safety
/// `slf` is an instance of `T` that lives for `'a`; the thread is attached.
#[inline(always)]
pub unsafe fn exclusive_or_null<'a, T>(
    slf: *mut ffi::PyObject,
) -> Result<Exclusive<'a, T>, *mut ffi::PyObject>
where
    T: Mutable,
{
    // SAFETY: the caller's obligations.
    unsafe {
        told_or_null::<T>(slf)?;
        match Exclusive::new(slf) {
            Ok(value) => Ok(value),
            Err(_) => Err(raise_shared()),
        }
    }
}

/// The receiver of a method with `&self`.
///
/// # Errors
/// When the instance is borrowed mutably.
///
/// # Safety
/// Attached; `slf` is an instance of `T` that lives for `'a`.
#[inline(always)]
pub unsafe fn shared<'a, T: Instance>(slf: *mut ffi::PyObject) -> PyResult<T::Shared<'a>> {
    // SAFETY: the caller's obligation.
    unsafe { T::shared(slf) }
}

/// The receiver of a method with `&mut self`.
///
/// # Errors
/// When the instance is borrowed.
///
/// # Safety
/// `slf` is an instance of `T` that lives for `'a`.
#[inline(always)]
pub unsafe fn exclusive<'a, T>(slf: *mut ffi::PyObject) -> PyResult<Exclusive<'a, T>>
where
    T: Mutable,
{
    // SAFETY: the caller's obligations.
    unsafe {
        ensure_told::<T>(slf)?;
        Exclusive::new(slf).map_err(|error| is_shared(error))
    }
}

/// The receiver of a method whose first parameter is a handle.
///
/// # Errors
/// When the instance is borrowed in a way that the handle excludes.
///
/// # Safety
/// `slf` is an instance of `T` that lives for `'a`.
#[inline(always)]
pub unsafe fn receiver<'a, 'py: 'a, T: PyClassImpl + 'a, R>(
    py: Python<'py>,
    slf: &'a *mut ffi::PyObject,
) -> PyResult<R>
where
    R: Receiver<'a, 'py, T>,
{
    // SAFETY: the caller's obligation.
    unsafe {
        if T::IS_TYPE {
            type_data::ensure::<T>(py, *slf)?;
        }
        R::receive(Bound::ref_from_ptr(py, slf).cast_unchecked())
    }
}

/// The class that a class method is called on.
///
/// # Safety
/// `slf` is a type that lives for `'a`.
#[inline(always)]
pub unsafe fn class_receiver<'a, 'py: 'a, R: ClassReceiver<'a, 'py>>(
    py: Python<'py>,
    slf: &'a *mut ffi::PyObject,
) -> R {
    // SAFETY: the caller's obligation.
    R::receive_class(unsafe { Bound::ref_from_ptr(py, slf).cast_unchecked() })
}

/// What the first parameter of a method can be, besides `self`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the receiver of a method of `{T}`",
    note = "use `&self`, `&mut self`, `PyRef<'_, Self>`, `PyRefMut<'_, Self>`, `&Bound<'_, Self>` or `Py<Self>`",
    note = "a function without a receiver needs `#[staticmethod]`"
)]
pub trait Receiver<'a, 'py, T>: Sized {
    /// The instance in that form.
    ///
    /// # Errors
    /// When it is borrowed in a way that excludes it.
    fn receive(object: &'a Bound<'py, T>) -> PyResult<Self>;
}

macro_rules! receivers {
    ($([$($bound:tt)*] $handle:ty, |$object:ident| $expr:expr;)*) => {$(
        impl<'a, 'py, T: $($bound)*> Receiver<'a, 'py, T> for $handle {
            #[inline(always)]
            fn receive($object: &'a Bound<'py, T>) -> PyResult<Self> {
                $expr
            }
        }
    )*};
}

receivers! {
    [PyClassImpl] &'a Bound<'py, T>, |object| Ok(object);
    [PyClassImpl] Bound<'py, T>, |object| Ok(object.clone());
    [PyClassImpl] Borrowed<'a, 'py, T>, |object| Ok(object.as_borrowed());
    [PyClassImpl] Py<T>, |object| Ok(object.clone().unbind());
    [PyClassImpl] &'a Py<T>, |object| Ok(object.as_unbound());
    [PyClass] PyRef<'py, T>, |object| Ok(PyRef::try_new(object.clone())?);
    [Mutable] PyRefMut<'py, T>, |object| Ok(PyRefMut::try_new(object.clone())?);
    [PyClass] PyClassGuard<'a, T>, |object| Ok(PyClassGuard::try_new(object.as_borrowed())?);
    [Mutable] PyClassGuardMut<'a, T>, |object| {
        Ok(PyClassGuardMut::try_new(object.as_borrowed())?)
    };
    [PyClassImpl] &'a Bound<'py, PyAny>, |object| Ok(object.as_any());
    [PyClassImpl] Bound<'py, PyAny>, |object| Ok(object.clone().into_any());
    [PyClassImpl] Py<PyAny>, |object| Ok(object.clone().into_any().unbind());
}

/// What the first parameter of a class method can be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the first parameter of a class method",
    note = "it must be `&Bound<'_, PyType>` or `Py<PyType>`"
)]
pub trait ClassReceiver<'a, 'py> {
    /// The class in that form.
    fn receive_class(class: &'a Bound<'py, PyType>) -> Self;
}

macro_rules! class_receivers {
    ($($handle:ty, |$class:ident| $expr:expr;)*) => {$(
        impl<'a, 'py> ClassReceiver<'a, 'py> for $handle {
            #[inline(always)]
            fn receive_class($class: &'a Bound<'py, PyType>) -> Self {
                $expr
            }
        }
    )*};
}

class_receivers! {
    &'a Bound<'py, PyType>, |class| class;
    Bound<'py, PyType>, |class| class.clone();
    Borrowed<'a, 'py, PyType>, |class| class.as_borrowed();
    Py<PyType>, |class| class.clone().unbind();
    &'a Bound<'py, PyAny>, |class| class.as_any();
}

impl<'a, 'py, 'h, T: PyClass> RefArg<'a, 'py, 'h> for &'h T {
    type Holder = Lent<'a, T>;

    const INPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;
    const PARAMETER_TYPE: crate::inspect::TypeHint = T::PARAMETER_HINT;

    #[inline(always)]
    fn ref_arg(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> PyResult<Self> {
        let lent = if is_instance_of::<T>(object) {
            // SAFETY: just checked; alive for `'a`.
            Lent::Instance(unsafe { Shared::near(object.as_ptr()) }?)
        } else {
            match T::implicit(object) {
                Some(made) => Lent::Temporary(made?),
                None => return Err(T::described().not_an_instance(object)),
            }
        };
        Ok(holder.insert(lent).value())
    }

    #[inline(always)]
    fn ref_strict(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> Strict<Self> {
        match is_instance_of::<T>(object) {
            true => Self::ref_arg(object, holder).map_err(Some),
            false => Err(None),
        }
    }
}

impl<'a, 'py, 'h, T: Mutable> RefArg<'a, 'py, 'h> for &'h mut T {
    type Holder = Exclusive<'a, T>;

    const INPUT_TYPE: crate::inspect::TypeHint = T::TYPE_HINT;

    #[inline(always)]
    fn ref_arg(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> PyResult<Self> {
        if !is_instance_of::<T>(object) {
            return Err(T::described().not_an_instance(object));
        }
        // SAFETY: just checked; alive for `'a`.
        let borrow = unsafe { Exclusive::new(object.as_ptr()) }?;
        Ok(holder.insert(borrow))
    }

    #[inline(always)]
    fn ref_strict(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> Strict<Self> {
        match is_instance_of::<T>(object) {
            true => Self::ref_arg(object, holder).map_err(Some),
            false => Err(None),
        }
    }
}

/// What `#[pyclass(from_py_object)]` needs: `Clone`, under a name that an error can speak of.
#[diagnostic::on_unimplemented(
    message = "instances of `{Self}` cannot be taken by value: it is not `Clone`",
    label = "gives each caller a copy of the instance's value",
    note = "put `#[derive(Clone)]` on the class, or take its instances by reference, as `&{Self}` or `PyRef<'_, {Self}>`, without this option"
)]
pub trait Copied {
    /// `clone`. (Not a supertrait: its error would hide this one's.)
    fn copied(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Copied for T {
    #[inline(always)]
    fn copied(&self) -> Self {
        self.clone()
    }
}

/// A clone of an instance's value: the body of `#[pyclass(from_py_object)]`.
///
/// # Errors
/// When the object is not of the class, or is borrowed mutably.
#[inline]
pub fn clone_value<'a, 'py, T: PyClass + Copied>(
    object: Borrowed<'a, 'py, PyAny>,
) -> Result<T, PyClassGuardError<'a, 'py>> {
    let object = object.cast::<T>()?;
    // SAFETY: just checked; alive for `'a`.
    match unsafe { Shared::<T>::new(object.as_ptr()) } {
        Ok(value) => Ok(T::copied(&value)),
        Err(_) => Err(PyClassGuardError::borrowed()),
    }
}
