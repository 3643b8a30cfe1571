//! What `#[pymodule_export] use` and `#[pymodule] mod` find behind a name as
//! `_PYO3_DEF`, so that functions, classes, exceptions and modules are all added by
//! the same words.

use std::marker::PhantomData;

use super::filling::Filling;
use crate::class::macros::{ClassRecord, Describe, PyClassImpl};
use crate::object::PyTypeInfo;
use crate::stub::record::Entry;
use crate::types::module::add_class_of;
use crate::types::{PyModuleMethods, PyTypeMethods};

/// Adds the class `T` to a module.
pub struct AddClassToModule<T>(PhantomData<fn() -> T>);

impl<T: PyClassImpl> AddClassToModule<T> {
    /// For the class `T`.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        AddClassToModule(PhantomData)
    }

    /// What a module that exports it tells of it.
    pub const fn entry(&self) -> Entry {
        Entry::Class(T::KEY)
    }

    /// Puts the class into a module under its name.
    #[inline(always)]
    pub fn add_to(&self, filling: &mut Filling<'_, '_>) {
        add_class(filling, T::record(), T::DESCRIBE);
    }
}

#[inline(never)]
fn add_class(filling: &mut Filling<'_, '_>, record: &'static ClassRecord, describe: Describe) {
    filling.add(|module| add_class_of(module, record.described(describe)));
}

/// Adds the type object of `T`, which is not a class of ours, to a module.
pub struct AddTypeToModule<T>(PhantomData<fn() -> T>);

impl<T> AddTypeToModule<T> {
    /// For the type `T`.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        AddTypeToModule(PhantomData)
    }
}

impl<T: PyTypeInfo> AddTypeToModule<T> {
    /// What a module that exports it tells of it.
    pub const fn entry(&self) -> Entry {
        Entry::Type(T::TYPE_HINT)
    }

    /// Puts the type object into a module under its name.
    pub fn add_to(&self, filling: &mut Filling<'_, '_>) {
        filling.add(|module| {
            let object = T::type_object(module.py());
            module.add(object.name()?, object)
        });
    }
}
