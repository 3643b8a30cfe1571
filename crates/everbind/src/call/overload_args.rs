//! Reading bound slots for a candidate of an overloaded function: as `args.rs`, strictly in the first
//! pass. A failure is the candidate's refusal.

use super::args::{Args, Parameter};
use super::overload::Pass;
use crate::convert::{FromPyObject, Strict, Token};
use crate::object::Bound;
use crate::{PyAny, PyResult};

/// The value of a required parameter.
///
/// # Errors
/// A refusal, or what reading has raised.
///
/// # Safety
/// The slot `index` is that of a required parameter, or of `*args`.
#[inline(always)]
pub unsafe fn try_arg<'a, 'py: 'a, T, const N: usize>(
    args: Args<'a, 'py, N>,
    pass: Pass,
    index: usize,
) -> Strict<T>
where
    T: FromPyObject<'a, 'py>,
{
    // SAFETY: the caller's obligation.
    read(args, pass, index, unsafe { args.get_unchecked(index) })
}

#[inline(always)]
fn read<'a, 'py: 'a, T, const N: usize>(
    args: Args<'a, 'py, N>,
    pass: Pass,
    index: usize,
    object: &'a Bound<'py, PyAny>,
) -> Strict<T>
where
    T: FromPyObject<'a, 'py>,
{
    match pass {
        Pass::Strict => T::extract_strict(object.as_borrowed(), Token::NEW),
        Pass::Converting => args.place(index, T::extract(object.as_borrowed())).map_err(Some),
    }
}

/// The value of a parameter with a default.
///
/// # Errors
/// Those of [`try_arg`].
#[inline(always)]
pub fn try_arg_or<'a, 'py: 'a, T, const N: usize>(
    args: Args<'a, 'py, N>,
    pass: Pass,
    index: usize,
    default: impl FnOnce() -> T,
) -> Strict<T>
where
    T: FromPyObject<'a, 'py>,
{
    match args.get(index) {
        Some(object) => read(args, pass, index, object),
        None => Ok(default()),
    }
}

/// A parameter of a type that may be, or be an alias of, a reference: see [`Parameter`].
///
/// # Errors
/// Those of [`try_arg`].
///
/// # Safety
/// As for [`try_arg`].
#[inline(always)]
pub unsafe fn try_ref<'a, 'py, 'h, T, M, const N: usize>(
    args: Args<'a, 'py, N>,
    pass: Pass,
    index: usize,
    holder: &'h mut Option<T::Holder>,
) -> Strict<T>
where
    T: Parameter<'a, 'py, 'h, M>,
{
    // SAFETY: the caller's obligation.
    read_ref(args, pass, index, holder, unsafe { args.get_unchecked(index) })
}

#[inline(always)]
fn read_ref<'a, 'py, 'h, T, M, const N: usize>(
    args: Args<'a, 'py, N>,
    pass: Pass,
    index: usize,
    holder: &'h mut Option<T::Holder>,
    object: &'a Bound<'py, PyAny>,
) -> Strict<T>
where
    T: Parameter<'a, 'py, 'h, M>,
{
    match pass {
        Pass::Strict => T::convert_strict(object, holder),
        Pass::Converting => args.place(index, T::convert(object, holder)).map_err(Some),
    }
}

/// As [`try_ref`], with a default.
///
/// # Errors
/// Those of [`try_arg`].
#[inline(always)]
pub fn try_ref_or<'a, 'py, 'h, T, M, const N: usize>(
    args: Args<'a, 'py, N>,
    pass: Pass,
    index: usize,
    holder: &'h mut Option<T::Holder>,
    default: impl FnOnce() -> T,
) -> Strict<T>
where
    T: Parameter<'a, 'py, 'h, M>,
{
    match args.get(index) {
        Some(object) => read_ref(args, pass, index, holder, object),
        None => Ok(default()),
    }
}

/// The value of a required parameter, converted by the user's own function, in both passes.
///
/// # Errors
/// Those of the function.
///
/// # Safety
/// As for [`try_arg`].
#[inline(always)]
pub unsafe fn try_with<'a, 'py: 'a, T, const N: usize>(
    args: Args<'a, 'py, N>,
    _pass: Pass,
    index: usize,
    convert: impl FnOnce(&'a Bound<'py, PyAny>) -> PyResult<T>,
) -> Strict<T> {
    // SAFETY: the caller's obligation.
    args.place(index, convert(unsafe { args.get_unchecked(index) })).map_err(Some)
}

/// As [`try_with`], with a default.
///
/// # Errors
/// Those of the function.
#[inline(always)]
pub fn try_with_or<'a, 'py: 'a, T, const N: usize>(
    args: Args<'a, 'py, N>,
    _pass: Pass,
    index: usize,
    convert: impl FnOnce(&'a Bound<'py, PyAny>) -> PyResult<T>,
    default: impl FnOnce() -> T,
) -> Strict<T> {
    match args.get(index) {
        Some(object) => args.place(index, convert(object)).map_err(Some),
        None => Ok(default()),
    }
}
