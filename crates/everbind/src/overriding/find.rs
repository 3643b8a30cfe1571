//! [`OverridableMethod`]: which function a method of an instance is.

use super::cache::Cache;
use super::own;
use crate::call::PyCallArgs;
use crate::class::PyClass;
use crate::class::macros::ClassRecord;
use crate::object::Bound;
use crate::python::PerInterpreter;
use crate::types::{
    PyAnyMethods, PyString, PyStringMethods, PyTupleMethods, PyType, PyTypeMethods,
};
use crate::{PyAny, PyErr, PyResult, ffi};

/// A class that has the methods of an `#[overridable]` trait in Python. Implemented by
/// `#[pyclass(subclass, overridable = Trait)]`.
#[diagnostic::on_unimplemented(
    message = "the methods of `{Self}` cannot be overridden in Python",
    label = "not a class with overridable methods",
    note = "name the trait: `#[pyclass(subclass, overridable = Trait)]`"
)]
pub trait Overridable: PyClass {}

/// What an instance's class has under the name of a method.
pub enum Found<'py> {
    /// The method in Rust.
    Rust,
    /// A function that takes the instance first.
    Function(Bound<'py, PyAny>),
    /// Something else, or nothing: Python's own look-up is to say.
    Attribute,
    /// The look-up has failed, and its exception is set. (No `Result`, so that it comes in registers.)
    Raised,
}

/// What [`search`] has found.
pub(super) struct Search<'py> {
    pub(super) found: Found<'py>,
    /// The value itself, if there is any.
    pub(super) value: Option<Bound<'py, PyAny>>,
    /// Whether it is in the first class of all, which is the class itself.
    pub(super) first: bool,
}

/// A method of an `#[overridable]` trait.
pub struct OverridableMethod {
    name: &'static str,
    cache: PerInterpreter<Cache>,
}

impl OverridableMethod {
    /// The method that has this name in Python.
    pub const fn new(name: &'static str) -> Self {
        OverridableMethod { name, cache: PerInterpreter::new() }
    }

    /// What the class of `object` has.
    #[inline(always)]
    pub fn find<'py, T: Overridable>(&'static self, object: &Bound<'py, T>) -> Found<'py> {
        let (py, record) = (object.py(), T::record());
        if let Some(cache) = self.cache.get(py) {
            // SAFETY: the type of a living object.
            let found = unsafe {
                let class = ffi::Py_TYPE(object.as_ptr());
                cache.get(py, record, class)
            };
            if let Some(found) = found {
                return found;
            }
        }
        self.look_up(object.as_any(), T::described())
    }

    #[cold]
    #[inline]
    fn look_up<'py>(
        &'static self,
        object: &Bound<'py, PyAny>,
        record: &'static ClassRecord,
    ) -> Found<'py> {
        match self.try_look_up(object, record) {
            Ok(found) => found,
            Err(error) => {
                error.restore(object.py());
                Found::Raised
            }
        }
    }

    #[cold]
    #[inline]
    fn try_look_up<'py>(
        &'static self,
        object: &Bound<'py, PyAny>,
        record: &'static ClassRecord,
    ) -> PyResult<Found<'py>> {
        let py = object.py();
        let cache = self.cache.get_or_try_init(py, || Cache::new(py, self.name))?;
        let (class, name) = (object.get_type(), cache.name.bind(py));
        if cache.is_usable() {
            // A look-up of the interpreter's own gives the class a version.
            class.getattr_opt(name)?;
        }
        // SAFETY: a living type.
        let version = unsafe { cache.version(class.as_type_ptr()) };
        let found = search(&class, name, record.type_object(py)?)?;
        if !cache.is_usable() {
            cache.asked.put(record, &class, name, &found);
            return Ok(found.found);
        }
        let found = found.found;
        // SAFETY: a living type.
        if version != 0 && version == unsafe { cache.version(class.as_type_ptr()) } {
            cache.put(record, class.as_type_ptr(), version, &found);
        }
        Ok(found)
    }

    /// Calls a [`Found::Function`]; the instance is the first argument.
    ///
    /// # Errors
    /// Those of the override.
    #[inline(always)]
    pub fn call_function<'py, A: PyCallArgs<'py>>(
        &self,
        function: &Bound<'py, PyAny>,
        arguments: A,
    ) -> PyResult<Bound<'py, PyAny>> {
        function.call1(arguments)
    }

    /// Calls a [`Found::Attribute`] of the instance.
    ///
    /// # Errors
    /// Those of the look-up and of the override.
    pub fn call_attribute<'py, A: PyCallArgs<'py>>(
        &self,
        object: &Bound<'py, PyAny>,
        arguments: A,
    ) -> PyResult<Bound<'py, PyAny>> {
        object.call_method1(self.name, arguments)
    }

    /// Says of an answer that does not convert which method of which class has given it.
    #[cold]
    #[inline]
    pub(super) fn misfit(&self, object: &Bound<'_, PyAny>, error: PyErr) -> PyErr {
        let class = object.get_type().qualname();
        let class = match &class {
            Ok(class) => class.to_string_lossy(),
            Err(_) => "an object".into(),
        };
        let mut place = String::from("the result of ");
        for part in [&class, ".", self.name, "()"] {
            place.push_str(part);
        }
        error.at_place(object.py(), place)
    }
}

/// What the classes of `class.__mro__` have under the name; `rust` is the class that has the Rust method.
#[inline]
fn search<'py>(
    class: &Bound<'py, PyType>,
    name: &Bound<'py, PyString>,
    rust: *mut ffi::PyTypeObject,
) -> PyResult<Search<'py>> {
    let py = class.py();
    let mut before = 0;
    for base in own::mro(class)?.iter() {
        before += 1;
        let namespace = own::namespace(&base)?;
        // In one step: without the GIL another thread may delete the attribute between two.
        let mut value = std::ptr::null_mut();
        // SAFETY: attached; living objects. A new reference or null.
        let value = unsafe {
            if ffi::PyMapping_GetOptionalItem(namespace.as_ptr(), name.as_ptr(), &mut value) < 0 {
                return Err(PyErr::fetch(py));
            }
            Bound::from_owned_ptr_or_opt(py, value)
        };
        let Some(value) = value else { continue };
        // SAFETY: attached; living objects.
        let found = unsafe {
            let kind = ffi::Py_TYPE(value.as_ptr());
            if base.as_ptr() == rust.cast() && kind == ffi::PyMethodDescr_Type() {
                Found::Rust
            } else if ffi::PyType_GetFlags(kind) & ffi::Py_TPFLAGS_METHOD_DESCRIPTOR != 0 {
                Found::Function(value.clone())
            } else {
                Found::Attribute
            }
        };
        let first = before == 1 && base.is(class);
        return Ok(Search { found, value: Some(value), first });
    }
    Ok(Search { found: Found::Attribute, value: None, first: false })
}
