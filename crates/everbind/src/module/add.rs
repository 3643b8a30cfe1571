//! What `#[pymodule_export] use` and `#[pymodule] mod` find behind a name as
//! `_PYO3_DEF`, so that functions, classes, exceptions and modules are all added by
//! the same words.

use std::marker::PhantomData;

use crate::PyResult;
use crate::class::PyClass;
use crate::object::{Bound, PyTypeInfo};
use crate::types::{PyModule, PyModuleMethods, PyTypeMethods};

/// Adds the class `T` to a module.
pub struct AddClassToModule<T>(PhantomData<fn() -> T>);

impl<T: PyClass> AddClassToModule<T> {
    /// For the class `T`.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        AddClassToModule(PhantomData)
    }

    /// Puts the class into `module` under its name.
    ///
    /// # Errors
    /// When the class cannot be made, or the attribute not set.
    pub fn add_to_module(&self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add_class::<T>()
    }
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
    /// Puts the type object into `module` under its name.
    ///
    /// # Errors
    /// When the attribute cannot be set.
    pub fn add_to_module(&self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        let object = T::type_object(module.py());
        module.add(object.name()?, object)
    }
}
