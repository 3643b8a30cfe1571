//! The slots of `#[pyclass(eq, ord, hash, str, eq_int)]`, by way of the Rust traits.

use std::ffi::c_int;
use std::fmt::Display;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::hold::Shared;
use super::receiver::{Instance, shared};
use super::record::is_instance;
use super::returns::HashReturn;
use super::slots::not_implemented_ptr;
use super::traits::PyClass;
use crate::call::entry::guard;
use crate::call::ret::Return;
use crate::convert::FromPyObject;
use crate::object::Borrowed;
use crate::python::Python;
use crate::{PyResult, ffi};

type Object = *mut ffi::PyObject;

fn boolean(value: bool) -> Object {
    // SAFETY: only called by entries, which run attached. Both are immortal.
    unsafe { if value { ffi::Py_True() } else { ffi::Py_False() } }
}

/// Both operands, borrowed; `None` when the other is no instance.
///
/// # Safety
/// `slf` is an instance of `T`, `other` a living object.
unsafe fn pair<'a, T: PyClass>(
    py: Python<'_>,
    slf: Object,
    other: Object,
) -> PyResult<Option<(Shared<'a, T>, Shared<'a, T>)>> {
    // SAFETY: the caller's obligations, and what was checked.
    unsafe {
        if is_instance::<T>(py, other) {
            Ok(Some((shared::<T>(slf)?, shared::<T>(other)?)))
        } else {
            Ok(None)
        }
    }
}

/// `==` and `!=` by `PartialEq`.
///
/// # Errors
/// When an operand is borrowed mutably.
///
/// # Safety
/// `slf` is an instance of `T`, `other` a living object.
#[inline]
pub unsafe fn compare_equal<T: PyClass + PartialEq>(
    py: Python<'_>,
    slf: Object,
    other: Object,
    op: c_int,
) -> PyResult<Object> {
    // SAFETY: the caller's obligations.
    let Some((left, right)) = (unsafe { pair::<T>(py, slf, other)? }) else {
        return Ok(not_implemented_ptr());
    };
    Ok(match op {
        ffi::Py_EQ => boolean(*left == *right),
        ffi::Py_NE => boolean(*left != *right),
        _ => not_implemented_ptr(),
    })
}

/// All comparisons by `PartialOrd`.
///
/// # Errors
/// When an operand is borrowed mutably.
///
/// # Safety
/// `slf` is an instance of `T`, `other` a living object.
#[inline]
pub unsafe fn compare_ordered<T: PyClass + PartialOrd>(
    py: Python<'_>,
    slf: Object,
    other: Object,
    op: c_int,
) -> PyResult<Object> {
    // SAFETY: the caller's obligations.
    let Some((left, right)) = (unsafe { pair::<T>(py, slf, other)? }) else {
        return Ok(not_implemented_ptr());
    };
    Ok(match op {
        ffi::Py_EQ => boolean(*left == *right),
        ffi::Py_NE => boolean(*left != *right),
        ffi::Py_LT => boolean(*left < *right),
        ffi::Py_LE => boolean(*left <= *right),
        ffi::Py_GT => boolean(*left > *right),
        _ => boolean(*left >= *right),
    })
}

/// An enum whose variants are numbers.
pub trait Numbered {
    /// The discriminant.
    fn number(&self) -> i128;
}

/// `==` and `!=` by number, with an instance or an `int`.
///
/// # Errors
/// When an operand is borrowed mutably.
///
/// # Safety
/// `slf` is an instance of `T`, `other` a living object.
#[inline]
pub unsafe fn compare_int<T: PyClass + Numbered>(
    py: Python<'_>,
    slf: Object,
    other: Object,
    op: c_int,
) -> PyResult<Object> {
    // SAFETY: the caller's obligations, and what was checked.
    let equal = unsafe {
        let number = shared::<T>(slf)?.number();
        if is_instance::<T>(py, other) {
            shared::<T>(other)?.number() == number
        } else if ffi::PyLong_Check(other) != 0 {
            // A number too large for the conversion is no variant's.
            let other = Borrowed::from_ptr(py, other);
            i128::extract(other).is_ok_and(|other| other == number)
        } else {
            return Ok(not_implemented_ptr());
        }
    };
    Ok(match op {
        ffi::Py_EQ => boolean(equal),
        ffi::Py_NE => boolean(!equal),
        _ => not_implemented_ptr(),
    })
}

/// `__hash__` by `Hash`.
///
/// # Safety
/// Called by the interpreter with an instance of `T`.
#[inline]
pub unsafe fn hash_value<T: PyClass + Hash>(slf: Object) -> isize {
    // SAFETY: the caller's obligation.
    unsafe {
        guard(|_py| {
            let mut hasher = DefaultHasher::new();
            T::hash(&*shared::<T>(slf)?, &mut hasher);
            HashReturn::hash(hasher.finish())
        })
    }
}

/// `__str__` by `Display`.
///
/// # Safety
/// Called by the interpreter with an instance of `T`.
#[inline]
pub unsafe fn display_value<T: Instance + Display>(slf: Object) -> Object {
    // SAFETY: the caller's obligation.
    unsafe { format_value::<T, _>(slf, |value| value.to_string()) }
}

/// A slot that makes an object of the value.
///
/// # Safety
/// Called by the interpreter with an instance of `T`.
#[inline]
pub unsafe fn format_value<T: Instance, R>(slf: Object, format: impl Fn(&T) -> R) -> Object
where
    R: for<'py> Return<'py>,
{
    // SAFETY: the caller's obligation.
    unsafe { guard(|py| format(&*shared::<T>(slf)?).into_result(py)) }
}
