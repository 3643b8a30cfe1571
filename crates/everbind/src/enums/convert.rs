//! Variants to members and back: what the macros implement, and the routines behind it, which are the same
//! for all enums.

use std::ffi::{c_int, c_void};
use std::mem;
use std::ops::Deref;

use super::EnumKind;
use super::table::Table;
use crate::class::macros::{ClassRecord, ClassSpec, Instance, PyClassImpl};
use crate::error::{Failure, Kind};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyType};
use crate::{PyAny, PyErr, PyResult, ffi};

/// A Rust type that is an enum of Python's. Implemented by `#[pyclass(enum = "…")]`.
pub trait PyEnum: PyClassImpl {
    /// Which kind of enum.
    const KIND: EnumKind;

    /// The value of a member.
    ///
    /// # Errors
    /// When the object is no member, or one that the Rust type has no value for.
    fn of_member(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self>;
}

/// A struct of bits that is a `Flag` of Python's.
pub trait PyFlags: PyEnum {
    /// The bits.
    fn bits(&self) -> u64;
}

/// The integer in a struct of flags.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the bits of flags",
    note = "the field is a `u8`, `u16`, `u32`, `u64` or `usize`"
)]
pub trait FlagBits: Copy {
    /// As 64 bits.
    fn widen(self) -> u64;
    /// Of 64 bits, if they fit.
    fn narrow(bits: u64) -> Option<Self>;
}

macro_rules! flag_bits {
    ($($ty:ty),*) => {$(
        impl FlagBits for $ty {
            #[inline]
            fn widen(self) -> u64 {
                self as u64
            }

            #[inline]
            fn narrow(bits: u64) -> Option<Self> {
                Self::try_from(bits).ok()
            }
        }
    )*};
}

flag_bits!(u8, u16, u32, u64, usize);

/// The value of the member that a method is called on.
pub struct EnumValue<T>(T);

impl<T> Deref for EnumValue<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

/// The receiver of a method with `&self`: the body of [`Instance::shared`].
///
/// # Errors
/// When the Rust type has no value for the member.
///
/// # Safety
/// Attached; a living object.
#[inline]
pub unsafe fn enum_value<T: PyEnum>(slf: *mut ffi::PyObject) -> PyResult<EnumValue<T>> {
    // SAFETY: the caller's obligations.
    let object = unsafe { Borrowed::from_ptr(Python::assume_attached(), slf) };
    T::of_member(object).map(EnumValue)
}

/// Describes the class of an enum: see [`ClassSpec::describe`].
pub fn describe_enum<T: PyEnum + Instance>(spec: &mut ClassSpec) {
    spec.describe_enum::<T>(T::KIND);
}

/// The index of a member's variant.
///
/// # Errors
/// When the object is no member; `ValueError` for several flags at once.
#[inline]
pub fn variant_of<T: PyEnum>(object: Borrowed<'_, '_, PyAny>) -> PyResult<usize> {
    let (record, py) = (T::record(), object.py());
    match record.members(py, T::DESCRIBE)?.find(object.as_ptr()) {
        Some(index) => Ok(index),
        None => Err(not_a_variant(record, object)),
    }
}

#[cold]
#[inline]
fn not_a_variant(record: &'static ClassRecord, object: Borrowed<'_, '_, PyAny>) -> PyErr {
    match class(record, object.py()).and_then(|class| object.is_instance(&class)) {
        Ok(true) => {
            let text = object.str().map_or_else(|_| "it".into(), |text| text.to_string());
            let message = format!("{text} is not one member of {} alone", record.name());
            Failure::message(Kind::Value, message)
        }
        Ok(false) => Failure::expected(record.name(), object),
        Err(error) => error,
    }
}

/// The member of the variant `index`.
///
/// # Errors
/// When the class cannot be made.
#[inline]
pub fn variant_member<T: PyEnum>(py: Python<'_>, index: usize) -> PyResult<Bound<'_, PyAny>> {
    match T::record().members(py, T::DESCRIBE)?.member(py, index) {
        Some(member) => Ok(member),
        None => no_such_variant(),
    }
}

/// For an index that is no variant's, which is never asked for.
///
/// # Panics
/// Always.
#[cold]
#[inline]
pub fn no_such_variant() -> ! {
    unreachable!("a table holds the indices of its own enum")
}

/// The bits of a member of flags, or of several together.
///
/// # Errors
/// When the object is none, or has bits that do not fit.
#[inline]
pub fn flag_of<T: PyEnum, B: FlagBits>(object: Borrowed<'_, '_, PyAny>) -> PyResult<B> {
    let record = T::record();
    let table = record.members(object.py(), T::DESCRIBE)?;
    let bits = match table.find(object.as_ptr()) {
        Some(index) => table.bits(index),
        None => combined_bits(record, object)?,
    };
    B::narrow(bits).ok_or_else(|| too_many_bits(record, bits))
}

#[cold]
#[inline]
fn too_many_bits(record: &'static ClassRecord, bits: u64) -> PyErr {
    let name = record.name();
    Failure::message(Kind::Overflow, format!("{bits:#x} has more bits than {name} can hold"))
}

/// The bits of members that were put together: their value, which is an attribute without code behind it.
#[inline]
fn combined_bits(record: &'static ClassRecord, object: Borrowed<'_, '_, PyAny>) -> PyResult<u64> {
    let py = object.py();
    let class = class(record, py)?;
    if !object.is_instance(&class)? {
        return Err(Failure::expected(record.name(), object));
    }
    object.getattr(crate::intern!(py, "_value_"))?.extract()
}

/// The member with those bits; made by `enum` when it is asked for first.
///
/// # Errors
/// `ValueError` when the class has no such flags.
#[inline]
pub fn flag_member<T: PyEnum>(py: Python<'_>, bits: u64) -> PyResult<Bound<'_, PyAny>> {
    let record = T::record();
    member_of_bits(record, record.members(py, T::DESCRIBE)?, py, bits)
}

#[inline]
fn member_of_bits<'py>(
    record: &'static ClassRecord,
    table: &Table,
    py: Python<'py>,
    bits: u64,
) -> PyResult<Bound<'py, PyAny>> {
    match table.with_bits(py, bits)? {
        Some(member) => Ok(member),
        None => class(record, py)?.call1((bits,)),
    }
}

#[inline]
fn class<'py>(record: &'static ClassRecord, py: Python<'py>) -> PyResult<Bound<'py, PyType>> {
    let class = record.type_object(py)?;
    // SAFETY: the interpreter owns the type object.
    let class = unsafe { Borrowed::from_ptr(py, class.cast()) };
    // SAFETY: a type object.
    Ok(unsafe { class.cast_unchecked::<PyType>() }.to_owned())
}

/// A comparison that the class has no method for, as its kind of enum does it.
///
/// # Errors
/// Those of comparing.
///
/// # Safety
/// Attached; living objects, `slf` a member.
pub unsafe fn compare_members<T: PyEnum>(
    py: Python<'_>,
    slf: *mut ffi::PyObject,
    other: *mut ffi::PyObject,
    op: c_int,
) -> PyResult<*mut ffi::PyObject> {
    // SAFETY: the slot of a built-in type is a function of that type; the caller's obligations.
    unsafe {
        let base = match T::KIND {
            EnumKind::IntEnum | EnumKind::IntFlag => ffi::PyLong_Type(),
            EnumKind::StrEnum => ffi::PyUnicode_Type(),
            EnumKind::Enum | EnumKind::Flag => ffi::PyBaseObject_Type(),
        };
        let compare = ffi::PyType_GetSlot(base, ffi::Py_tp_richcompare);
        let compare = mem::transmute::<*mut c_void, ffi::richcmpfunc>(compare);
        Bound::<PyAny>::from_call(py, compare(slf, other, op)).map(Bound::into_ptr)
    }
}
