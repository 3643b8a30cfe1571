//! The hint of a type that a macro knows by its tokens alone.
//!
//! `Input::<T>::BY_VALUE` is the inherent constant where `T` converts, and that of a trait which every type has where it does not:
//! so a parameter that cannot be one is reported once, by its conversion. The lifetimes in `T` are `'static` or inferred.

use std::marker::PhantomData;

use super::hint::TypeHint;
use crate::call::args::RefArg;
use crate::{FromPyObject, IntoPyObject};

/// A type of a parameter.
pub struct Input<T: ?Sized>(PhantomData<T>);

impl<T: FromPyObject<'static, 'static>> Input<T> {
    /// What can be read.
    pub const BY_VALUE: TypeHint = T::PARAMETER_TYPE;
    /// What can be read as a part of something else.
    pub const PART: TypeHint = T::INPUT_TYPE;
}

/// See the module.
pub trait NoValue {
    /// Nothing.
    const BY_VALUE: TypeHint = TypeHint::UNKNOWN;
}

impl<T: ?Sized> NoValue for Input<T> {}

impl<T: RefArg<'static, 'static, 'static>> Input<T> {
    /// What it can borrow from.
    pub const BY_REF: TypeHint = T::PARAMETER_TYPE;
    /// What it can borrow from where nothing is made.
    pub const INSTANCE: TypeHint = T::INPUT_TYPE;
}

/// See the module.
pub trait NoRef {
    /// Nothing.
    const BY_REF: TypeHint = TypeHint::UNKNOWN;
    /// Nothing.
    const INSTANCE: TypeHint = TypeHint::UNKNOWN;
}

impl<T: ?Sized> NoRef for Input<T> {}

/// A type that a function returns.
pub struct Output<T: ?Sized>(PhantomData<T>);

impl<T: IntoPyObject<'static>> Output<T> {
    /// What it becomes.
    pub const PLAIN: TypeHint = T::RETURN_TYPE;
}

/// See the module.
pub trait NoPlain {
    /// Nothing.
    const PLAIN: TypeHint = TypeHint::UNKNOWN;
}

impl<T: ?Sized> NoPlain for Output<T> {}

impl<T: IntoPyObject<'static>, E> Output<Result<T, E>> {
    /// What the value of a `Result` becomes.
    pub const RESULT: TypeHint = T::RETURN_TYPE;
}

/// See the module.
pub trait NoResult {
    /// Nothing.
    const RESULT: TypeHint = TypeHint::UNKNOWN;
}

impl<T: ?Sized> NoResult for Output<T> {}

impl<T: IntoPyObject<'static>> Output<T> {
    /// What it becomes as a part of something else.
    pub const PART: TypeHint = T::OUTPUT_TYPE;
}

/// See the module.
pub trait NoPart {
    /// Nothing.
    const PART: TypeHint = TypeHint::UNKNOWN;
}

impl<T: ?Sized> NoPart for Output<T> {}
impl<T: ?Sized> NoPart for Input<T> {}
