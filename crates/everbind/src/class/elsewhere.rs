//! Instances whose value is a field of another instance's value: `#[pyclass(within)]`.
//!
//! *Problem.* `#[pyo3(get, within)] left: Node` is to give a `Node` that *is* the field, not a copy: what
//! Python writes to it is written into the owner, and it keeps the owner alive.
//!
//! *How.* Instances of such a class have a word more in their cell. In an ordinary instance it is null. In one
//! that refers, it points to an [`Elsewhere`], and the rest of the cell holds nothing. `PyClassImpl::value` and
//! `PyClassImpl::flag`, through which all access goes, look at it: a load and a branch, for classes with the
//! option alone.
//!
//! *Why nothing dangles.*
//! - The value is at a constant offset in the owner's value, and an instance never moves. What is behind a
//!   pointer (an item of a `Vec`, a `Box`) can go away, and has no offset: the macro takes fields alone.
//! - The owner lives as long as the reference to it, and its value as long as it.
//! - The flag is the owner's: whoever borrows the field borrows the whole owner, and the other way round. So a
//!   method of the owner with `&mut self` excludes all that refer into it. Where the owner is `frozen` there is no
//!   flag, and the field's class must be `frozen` too, and where it is not, neither: [`refer`] does not compile otherwise.
//! - The word is written before anyone sees the instance, and never again.
//!
//! *Garbage collection.* What refers owns its owner, and nothing of the value: it visits the one, and neither
//! visits nor clears the other.
//!
//! *Fields that hold objects* are shown by the owner, where the field's class derives `Traverse`.
//!
//! *Rejected.* A check in every class: two instructions in each method call for what few use. A proxy class:
//! `isinstance` would fail, and every method would have to be written again.

use std::ffi::{c_int, c_void};
use std::ptr;

use super::borrow::BorrowFlag;
use super::layout::{CellLayout, Options};
use super::record::ClassRecord;
use super::traits::{PyClass, PyClassBaseType, PyClassImpl};
use super::type_data;
use crate::call::entry::guard;
use crate::{PyErr, ffi};

/// Where the value of an instance that refers is.
pub(super) struct Elsewhere {
    /// A reference of its own.
    owner: *mut ffi::PyObject,
    value: *mut c_void,
    /// Null where the classes have no flag.
    flag: *const BorrowFlag,
}

/// A class with the option `within`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "instances of `{Self}` cannot refer to a field",
    label = "needs `#[pyclass(within)]`",
    note = "`#[pyo3(get, within)]` gives Python an object that refers to the field instead of a copy of it",
    note = "for a class that can be referred to write `#[pyclass(within)]` on `{Self}`"
)]
pub trait Referable: PyClass {}

/// # Safety
/// `cell` is that of an instance of a class whose cell has the word at `place`.
#[inline(always)]
pub(super) unsafe fn elsewhere<'a>(cell: *mut c_void, place: usize) -> Option<&'a Elsewhere> {
    // SAFETY: the caller's obligation; the word is null or points to what lives as long as the instance.
    unsafe { (*cell.byte_add(place).cast::<*const Elsewhere>()).as_ref() }
}

impl Elsewhere {
    #[inline(always)]
    pub(super) fn value(&self) -> *mut c_void {
        self.value
    }

    #[inline(always)]
    pub(super) fn flag(&self) -> *const BorrowFlag {
        self.flag
    }
}

/// What the instance refers to, if its class has the option and it does.
///
/// # Safety
/// `object` is an instance of the record's class.
pub(super) unsafe fn referred<'a>(
    object: *mut ffi::PyObject,
    record: &'static ClassRecord,
) -> Option<&'a Elsewhere> {
    match record.spec().cell.within {
        CellLayout::ABSENT => None,
        // SAFETY: the caller's obligation.
        place => unsafe { elsewhere(object.byte_add(record.offset()).cast(), place) },
    }
}

/// Visits the owner.
///
/// # Safety
/// Called by the collector with an instance of the record's class.
pub(super) unsafe fn traverse(
    object: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
    record: &'static ClassRecord,
) -> c_int {
    // SAFETY: the caller's obligation; the owner is alive.
    unsafe { referred(object, record).map_or(0, |elsewhere| visit(elsewhere.owner, arg)) }
}

/// Gives up what an instance refers with. Whether it does.
///
/// # Safety
/// Once, of an instance of `T` that nobody uses any more.
pub(super) unsafe fn end<T: PyClassImpl>(object: *mut ffi::PyObject) -> bool {
    if !T::OPTIONS.has(Options::WITHIN) {
        return false;
    }
    // SAFETY: the word was made from a box by `refer`, and the reference is the box's own.
    unsafe {
        let word = T::cell(object).byte_add(T::CELL.within).cast::<*mut Elsewhere>();
        let elsewhere = word.replace(ptr::null_mut());
        if elsewhere.is_null() {
            return false;
        }
        let owner = Box::from_raw(elsewhere).owner;
        ffi::Py_DECREF(owner);
        true
    }
}

/// The C function that reads a field of class `F` as an object that refers to it.
///
/// # Safety
/// Called by the interpreter with an instance of `T`, whose values have an `F` at `offset`.
#[inline]
pub unsafe fn refer<T, F>(owner: *mut ffi::PyObject, offset: usize) -> *mut ffi::PyObject
where
    T: PyClass,
    F: Referable + PyClass<Frozen = T::Frozen>,
{
    const {
        assert!(
            <F::BaseType as PyClassBaseType>::IS_OBJECT && !F::OPTIONS.has(Options::UNSENDABLE),
            "a class with the option `within` extends nothing and is not `unsendable`"
        );
    }
    // SAFETY: the caller's obligation: the field is inside the owner's value. The owner is used on its own
    // thread only, if it is bound to one. The new instance has an empty cell, and room for the word.
    unsafe {
        guard(|py| {
            if let Some(name) = T::bound_elsewhere(owner) {
                return Err(wrong_thread(name));
            }
            if T::IS_TYPE {
                type_data::ensure::<T>(py, owner)?;
            }
            let flag = match F::HAS_FLAG {
                true => ptr::from_ref(T::flag(owner)),
                false => ptr::null(),
            };
            let value = T::value(owner).byte_add(offset).cast();
            let class = F::described().any_type(py)?;
            let object = super::init::new_instance(py, class, F::record())?;
            let elsewhere = Elsewhere { owner: ffi::Py_NewRef(owner), value, flag };
            let word = F::cell(object).byte_add(F::CELL.within);
            word.cast::<*mut Elsewhere>().write(Box::into_raw(Box::new(elsewhere)));
            Ok(object)
        })
    }
}

#[cold]
fn wrong_thread(name: &'static str) -> PyErr {
    let mut text = String::from(name);
    text.push_str(" is unsendable, but is used on another thread");
    PyErr::worded::<crate::exceptions::PyRuntimeError>(text)
}

/// # Safety
/// `object` is a new instance of `T`.
#[inline(always)]
pub(super) unsafe fn begin<T: PyClassImpl>(object: *mut ffi::PyObject) {
    if T::OPTIONS.has(Options::WITHIN) {
        // SAFETY: the cell has room for the word.
        unsafe {
            let word = T::cell(object).byte_add(T::CELL.within);
            word.cast::<*mut Elsewhere>().write(ptr::null_mut());
        }
    }
}
