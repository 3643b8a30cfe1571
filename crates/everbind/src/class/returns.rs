//! Results of dunder methods as what their slots return.

use crate::call::ret::Return;
use crate::convert::IntoPyObject;
use crate::exceptions::{PyOverflowError, PyStopAsyncIteration};
use crate::python::Python;
use crate::{PyErr, PyResult, ffi};
use std::ffi::c_int;
use std::ptr;

type Object = *mut ffi::PyObject;

macro_rules! result_trait {
    ($(#[$attr:meta])* $name:ident, $method:ident -> $result:ty) => {
        $(#[$attr])*
        pub trait $name {
            /// The C value.
            ///
            /// # Errors
            /// The method's own.
            fn $method(self) -> PyResult<$result>;
        }

        impl<T: $name, E: Into<PyErr>> $name for Result<T, E> {
            #[inline(always)]
            fn $method(self) -> PyResult<$result> {
                match self {
                    Ok(value) => value.$method(),
                    Err(error) => Err(error.into()),
                }
            }
        }
    };
}

result_trait! {
    /// What a method without a result returns.
    #[diagnostic::on_unimplemented(
        message = "this method cannot return `{Self}`",
        label = "Python ignores what this method returns",
        note = "it returns nothing, or a `Result<(), E>`"
    )]
    UnitReturn, unit -> ()
}

result_trait! {
    /// What `__bool__` and `__contains__` return.
    #[diagnostic::on_unimplemented(
        message = "this method must return `bool`, not `{Self}`",
        label = "not `bool`",
        note = "it returns a `bool`, or a `Result<bool, E>`"
    )]
    TruthReturn, truth -> bool
}

result_trait! {
    /// What `__len__` returns.
    #[diagnostic::on_unimplemented(
        message = "`__len__` must return `usize`, not `{Self}`",
        label = "not a length",
        note = "it returns a `usize` or another integer, or a `Result` of one"
    )]
    LengthReturn, length -> isize
}

result_trait! {
    /// What `__hash__` returns.
    #[diagnostic::on_unimplemented(
        message = "`__hash__` must return an integer, not `{Self}`",
        label = "not an integer",
        note = "it returns an integer, or a `Result` of one"
    )]
    HashReturn, hash -> isize
}

impl UnitReturn for () {
    #[inline(always)]
    fn unit(self) -> PyResult<()> {
        Ok(())
    }
}

impl TruthReturn for bool {
    #[inline(always)]
    fn truth(self) -> PyResult<bool> {
        Ok(self)
    }
}

macro_rules! integers {
    ($($int:ty)*) => {$(
        impl LengthReturn for $int {
            #[inline(always)]
            fn length(self) -> PyResult<isize> {
                match isize::try_from(self) {
                    Ok(length) if length >= 0 => Ok(length),
                    _ => Err(bad_length()),
                }
            }
        }

        impl HashReturn for $int {
            #[inline(always)]
            #[allow(clippy::cast_lossless)]
            fn hash(self) -> PyResult<isize> {
                // -1 is how a slot reports an exception.
                Ok(match self as isize {
                    -1 => -2,
                    hash => hash,
                })
            }
        }
    )*};
}

integers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }

#[cold]
fn bad_length() -> PyErr {
    crate::PyErr::worded::<PyOverflowError>(
        "__len__() should return a number from 0 to sys.maxsize",
    )
}

/// The result of a method that returns nothing, as a status.
///
/// # Errors
/// The method's own.
#[inline(always)]
pub fn ret_unit<T: UnitReturn>(_py: Python<'_>, value: T) -> PyResult<c_int> {
    value.unit().map(|()| 0)
}

/// As [`ret_unit`], as `None`.
///
/// # Errors
/// The method's own.
#[inline(always)]
pub fn ret_none<T: UnitReturn>(_py: Python<'_>, value: T) -> PyResult<Object> {
    // SAFETY: attached (token); the object is immortal.
    value.unit().map(|()| unsafe { ffi::Py_None() })
}

/// As [`ret_unit`], for a slot without a result.
///
/// # Errors
/// The method's own.
#[inline(always)]
pub fn ret_nothing<T: UnitReturn>(_py: Python<'_>, value: T) -> PyResult<()> {
    value.unit()
}

/// The result of an in-place operator: the instance itself.
///
/// # Errors
/// The method's own.
///
/// # Safety
/// `slf` is the receiver of the call.
#[inline(always)]
pub unsafe fn ret_same<T: UnitReturn>(_py: Python<'_>, slf: Object, value: T) -> PyResult<Object> {
    // SAFETY: attached (token); the receiver of the call is alive.
    value.unit().map(|()| unsafe { ffi::Py_NewRef(slf) })
}

/// The result of `__bool__` or `__contains__`.
///
/// # Errors
/// The method's own.
#[inline(always)]
pub fn ret_truth<T: TruthReturn>(_py: Python<'_>, value: T) -> PyResult<c_int> {
    value.truth().map(c_int::from)
}

/// The result of `__len__`.
///
/// # Errors
/// The method's own; `OverflowError` for a number that is no length.
#[inline(always)]
pub fn ret_length<T: LengthReturn>(_py: Python<'_>, value: T) -> PyResult<isize> {
    value.length()
}

/// The result of `__hash__`.
///
/// # Errors
/// The method's own.
#[inline(always)]
pub fn ret_hash<T: HashReturn>(_py: Python<'_>, value: T) -> PyResult<isize> {
    value.hash()
}

/// The result of `__next__` or `__anext__`: for an `Option`, `None` is the end.
///
/// The inherent methods are for options; all other types have those of [`NextPlain`].
pub struct Next<T>(pub T);

impl<T> Next<Option<T>> {
    /// The item, or null without an exception.
    ///
    /// # Errors
    /// That of the conversion.
    #[inline(always)]
    pub fn next_object<'py>(self, py: Python<'py>) -> PyResult<Object>
    where
        T: IntoPyObject<'py>,
    {
        match self.0 {
            Some(item) => item.into_raw(py),
            None => Ok(ptr::null_mut()),
        }
    }

    /// The item, or `StopAsyncIteration`.
    ///
    /// # Errors
    /// As it says, and that of the conversion.
    #[inline(always)]
    pub fn next_async<'py>(self, py: Python<'py>) -> PyResult<Object>
    where
        T: IntoPyObject<'py>,
    {
        match self.0 {
            Some(item) => item.into_raw(py),
            None => Err(PyStopAsyncIteration::new_err(())),
        }
    }
}

impl<T, E> Next<Result<Option<T>, E>> {
    /// The item, or null without an exception.
    ///
    /// # Errors
    /// The method's own, and that of the conversion.
    #[inline(always)]
    pub fn next_object<'py>(self, py: Python<'py>) -> PyResult<Object>
    where
        T: IntoPyObject<'py>,
        E: Into<PyErr>,
    {
        match self.0 {
            Ok(item) => Next(item).next_object(py),
            Err(error) => Err(error.into()),
        }
    }

    /// The item, or `StopAsyncIteration`.
    ///
    /// # Errors
    /// As it says, the method's own, and that of the conversion.
    #[inline(always)]
    pub fn next_async<'py>(self, py: Python<'py>) -> PyResult<Object>
    where
        T: IntoPyObject<'py>,
        E: Into<PyErr>,
    {
        match self.0 {
            Ok(item) => Next(item).next_async(py),
            Err(error) => Err(error.into()),
        }
    }
}

/// See [`Next`].
pub trait NextPlain<'py>: Sized {
    /// The item.
    ///
    /// # Errors
    /// The method's own, and that of the conversion.
    fn next_object(self, py: Python<'py>) -> PyResult<Object>;

    /// The item.
    ///
    /// # Errors
    /// The method's own, and that of the conversion.
    #[inline(always)]
    fn next_async(self, py: Python<'py>) -> PyResult<Object> {
        self.next_object(py)
    }
}

impl<'py, T: Return<'py>> NextPlain<'py> for Next<T> {
    #[inline(always)]
    fn next_object(self, py: Python<'py>) -> PyResult<Object> {
        self.0.into_result(py)
    }
}
