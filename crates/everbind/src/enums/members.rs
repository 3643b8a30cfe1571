//! What the macros say of the members of an enum.

use std::ffi::CStr;
use std::marker::PhantomData;

use super::convert::PyFlags;
use crate::class::macros::PyClassImpl;
use crate::class::{Attribute, ClassItems};
use crate::python::Python;
use crate::{Py, PyAny, PyResult};

/// Which of the classes of Python's `enum` an enum is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EnumKind {
    /// `enum.Enum`
    Enum,
    /// `enum.IntEnum`
    IntEnum,
    /// `enum.StrEnum`
    StrEnum,
    /// `enum.Flag`
    Flag,
    /// `enum.IntFlag`
    IntFlag,
}

impl EnumKind {
    /// Its name in `enum`.
    pub(super) fn name(self) -> &'static str {
        match self {
            EnumKind::Enum => "Enum",
            EnumKind::IntEnum => "IntEnum",
            EnumKind::StrEnum => "StrEnum",
            EnumKind::Flag => "Flag",
            EnumKind::IntFlag => "IntFlag",
        }
    }

    /// Whether members can be put together.
    pub(super) fn is_flag(self) -> bool {
        matches!(self, EnumKind::Flag | EnumKind::IntFlag)
    }
}

/// A member's value in Python.
#[derive(Clone, Copy)]
pub enum MemberValue {
    /// An `int`.
    Number(i128),
    /// A `str`.
    Text(&'static str),
    /// Any object.
    Object(fn(Python<'_>) -> PyResult<Py<PyAny>>),
}

/// A member.
#[derive(Clone, Copy)]
pub(crate) struct Member {
    /// The place of the variant among the enum's, or of the constant among the members.
    pub(super) index: usize,
    pub(super) name: &'static CStr,
    pub(super) doc: &'static CStr,
    pub(super) value: MemberValue,
}

impl ClassItems {
    /// The member of the variant `index`.
    #[inline(never)]
    pub fn member(
        &mut self,
        index: usize,
        name: &'static CStr,
        doc: &'static CStr,
        value: MemberValue,
    ) {
        self.members.push(Member { index, name, doc, value });
    }
}

/// A constant of the class's own type with `#[classattr]`: a member of flags (the inherent method), else
/// an attribute of the class (that of [`PlainConstant`]).
pub struct Constant<T>(PhantomData<fn() -> T>);

impl<T> Constant<T> {
    /// For the class `T`.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Constant(PhantomData)
    }
}

impl<T: PyFlags> Constant<T> {
    /// Adds the constant as a member.
    pub fn add(&self, items: &mut ClassItems, doc: &'static CStr, value: T, attribute: Attribute) {
        let value = MemberValue::Number(i128::from(value.bits()));
        items.member(items.members.len(), attribute.name, doc, value);
    }
}

/// See [`Constant`].
pub trait PlainConstant<T> {
    /// Adds the constant as an attribute.
    fn add(&self, items: &mut ClassItems, doc: &'static CStr, value: T, attribute: Attribute);
}

impl<T: PyClassImpl> PlainConstant<T> for Constant<T> {
    fn add(&self, items: &mut ClassItems, _doc: &'static CStr, _value: T, attribute: Attribute) {
        items.attributes(&[attribute]);
        items.collected::<T>();
    }
}
