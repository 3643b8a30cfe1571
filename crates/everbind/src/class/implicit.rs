//! Implicit conversions: `#[pyclass(implicit(f64, (f64, f64)))]`.
//!
//! *Rule.* A parameter of a class that declares sources accepts, besides instances, whatever one of the sources
//! can be read from; the class's value is then made by its `From` or `TryFrom`. It happens where arguments are
//! read, when the plain conversion has failed and never in the strict pass of overloads; not inside containers, not
//! for `&mut T`, and not by `extract`. The sources themselves are read without implicit conversions, so
//! there is no chain of them and no recursion.
//!
//! *Which source.* As with overloads: the first that the object strictly is, then the first that it
//! converts to.
//!
//! *Where the value lives.* For `&T` in the frame of the call, as the parameter's holder: no object is made for it.
//! For a handle (`Bound`, `Py`, `PyRef`) a new instance is made, which the parameter owns.
//!
//! *Cost.* A class without sources has [`Never`] for its temporaries, a type without values: nothing of this is
//! compiled into its methods.

use super::hold::Shared;
use super::traits::{PyClass, PyClassImpl};
use crate::call::args::Parameter;
use crate::call::overload::{Pass, refused};
use crate::object::Bound;
use crate::python::Python;
use crate::{PyAny, PyErr, PyResult};

/// What a value of `T` that was made for a parameter is kept in.
pub trait Temporary<T> {
    /// The value.
    fn value(&self) -> &T;
}

/// The temporary of a class without sources: there is none.
pub enum Never {}

impl<T> Temporary<T> for Never {
    #[inline(always)]
    fn value(&self) -> &T {
        match *self {}
    }
}

/// The temporary of a class with sources.
pub struct Made<T>(pub T);

impl<T> Temporary<T> for Made<T> {
    #[inline(always)]
    fn value(&self) -> &T {
        &self.0
    }
}

/// What a parameter `&T` holds: a borrow of an instance, or a value made for it.
pub enum Lent<'a, T: PyClass> {
    /// The argument is an instance.
    Instance(Shared<'a, T>),
    /// It was something else.
    Temporary(T::Temporary),
}

impl<T: PyClass> Lent<'_, T> {
    /// The value.
    #[inline(always)]
    pub(super) fn value(&self) -> &T {
        match self {
            Lent::Instance(instance) => instance,
            Lent::Temporary(temporary) => temporary.value(),
        }
    }
}

/// The value of the class `T` that is made of `object`, read as a `B`; `None` when it is none.
///
/// # Errors
/// That of `T`'s own conversion, and what is no refusal: see `call/overload.rs`.
#[inline]
pub fn implicit_source<'a, 'py, 'h, B, T, M>(
    object: &'a Bound<'py, PyAny>,
    holder: &'h mut Option<B::Holder>,
    pass: Pass,
) -> Option<PyResult<Made<T>>>
where
    B: Parameter<'a, 'py, 'h, M>,
    T: ImplicitFrom<B>,
{
    let read = match pass {
        Pass::Strict => B::convert_strict(object, holder),
        Pass::Converting => B::convert_plain(object, holder),
    };
    match read {
        Ok(source) => Some(T::implicit_from(source).map(Made)),
        Err(reason) => match refused(object.py(), reason) {
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        },
    }
}

/// A class that can be made of a `B`: the bound of [`implicit_source`], for its message.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made of `{B}`",
    label = "declared as `implicit`, but there is no conversion",
    note = "write `impl From<{B}> for {Self}`, or `TryFrom` with an error that converts to `PyErr`"
)]
pub trait ImplicitFrom<B>: Sized {
    /// Makes the value.
    ///
    /// # Errors
    /// That of the conversion.
    fn implicit_from(source: B) -> PyResult<Self>;
}

#[diagnostic::do_not_recommend]
impl<B, T> ImplicitFrom<B> for T
where
    T: TryFrom<B>,
    T::Error: Into<PyErr>,
{
    #[inline]
    fn implicit_from(source: B) -> PyResult<Self> {
        T::try_from(source).map_err(Into::into)
    }
}

/// The value of a class with sources, by value: what a parameter `T` is.
#[inline]
pub fn implicit_value<T>(object: &Bound<'_, PyAny>) -> Option<PyResult<T>>
where
    T: PyClassImpl<Temporary = Made<T>>,
{
    match T::implicit(object)? {
        Ok(Made(value)) => Some(Ok(value)),
        Err(error) => Some(Err(error)),
    }
}

/// A new instance of a class with sources, put into an object by `make`: what a handle refers to.
pub fn implicit_object<'py, T, E>(
    object: &Bound<'py, PyAny>,
    make: impl FnOnce(T, Python<'py>) -> Result<Bound<'py, T>, E>,
) -> Option<PyResult<Bound<'py, T>>>
where
    T: PyClassImpl<Temporary = Made<T>>,
    E: Into<PyErr>,
{
    match implicit_value::<T>(object)? {
        Ok(value) => Some(make(value, object.py()).map_err(Into::into)),
        Err(error) => Some(Err(error)),
    }
}
