//! The tables that the macros write and `create.rs` reads: what a class consists of.

use std::ffi::{CStr, c_int, c_void};

use crate::python::Python;
use crate::{Py, PyAny, PyResult, ffi};

/// What one `#[pyclass]` or one `#[pymethods]` block contributes to a class.
pub struct ClassItems {
    /// Methods, in the form that CPython reads.
    pub methods: &'static [Method],
    /// Halves of properties; those of one name become one.
    pub properties: &'static [Property],
    /// Attributes of the class, made when it is.
    pub attributes: &'static [Attribute],
    /// Slots of the type object.
    pub slots: &'static [Slot],
    /// Visits the Rust value's objects; see `gc.rs`.
    pub traverse: Option<ffi::traverseproc>,
    /// Drops those of the value's objects that may close a cycle.
    pub clear: Option<ffi::inquiry>,
    /// The signature of the constructor, `(x, y=0)`.
    pub text_signature: Option<&'static str>,
}

impl ClassItems {
    /// Nothing at all.
    pub const EMPTY: ClassItems = ClassItems {
        methods: &[],
        properties: &[],
        attributes: &[],
        slots: &[],
        traverse: None,
        clear: None,
        text_signature: None,
    };
}

/// A method of a class.
#[derive(Clone, Copy)]
pub struct Method(pub(super) ffi::PyMethodDef);

impl Method {
    /// A method of instances: its name, calling convention, entry and docstring.
    ///
    /// # Safety
    /// The entry is a function of the convention's type.
    pub const unsafe fn of_instance(
        name: &'static CStr,
        convention: c_int,
        entry: *const c_void,
        doc: &'static CStr,
    ) -> Method {
        Method(ffi::PyMethodDef {
            ml_name: name.as_ptr(),
            ml_meth: ffi::PyMethodDefPointer { Void: entry.cast_mut() },
            ml_flags: convention,
            ml_doc: doc.as_ptr(),
        })
    }

    /// A `classmethod`.
    ///
    /// # Safety
    /// As for [`of_instance`](Self::of_instance).
    pub const unsafe fn of_class(
        name: &'static CStr,
        convention: c_int,
        entry: *const c_void,
        doc: &'static CStr,
    ) -> Method {
        // SAFETY: the caller's obligation.
        unsafe { Method::of_instance(name, convention | ffi::METH_CLASS, entry, doc) }
    }

    /// A `staticmethod`.
    ///
    /// # Safety
    /// As for [`of_instance`](Self::of_instance).
    pub const unsafe fn of_no_instance(
        name: &'static CStr,
        convention: c_int,
        entry: *const c_void,
        doc: &'static CStr,
    ) -> Method {
        // SAFETY: the caller's obligation.
        unsafe { Method::of_instance(name, convention | ffi::METH_STATIC, entry, doc) }
    }
}

/// One half of a property, or all of it.
#[derive(Clone, Copy)]
pub struct Property {
    /// The attribute's name.
    pub name: &'static CStr,
    /// Its documentation.
    pub doc: Option<&'static CStr>,
    /// Reads it.
    pub get: Option<ffi::getter>,
    /// Sets it; called with null too, where there is no `delete`.
    pub set: Option<ffi::setter>,
    /// Deletes it; called with a null value.
    pub delete: Option<ffi::setter>,
    /// Where in the value CPython can read it by itself: the offset of a `Py<T>` in a
    /// frozen class.
    pub member: Option<usize>,
}

impl Property {
    /// A property of that name that can do nothing.
    pub const fn named(name: &'static CStr) -> Property {
        Property { name, doc: None, get: None, set: None, delete: None, member: None }
    }
}

/// An attribute of a class.
#[derive(Clone, Copy)]
pub struct Attribute {
    /// Its name.
    pub name: &'static CStr,
    /// Makes the value.
    pub value: fn(Python<'_>) -> PyResult<Py<PyAny>>,
    /// Whether it may be, or lead to, an instance of the class.
    pub cyclic: bool,
}

/// A slot of the type object: its number in the stable ABI, and the function.
#[derive(Clone, Copy)]
pub struct Slot {
    /// `Py_tp_repr` and the like.
    pub id: c_int,
    /// A function of the slot's type.
    pub function: *const c_void,
}

// SAFETY: a constant pointer to a function.
unsafe impl Sync for Slot {}
// SAFETY: as above.
unsafe impl Send for Slot {}

impl Slot {
    /// A slot.
    pub const fn new(id: c_int, function: *const c_void) -> Slot {
        Slot { id, function }
    }
}

/// Finds the items of `#[pymethods]` without `#[pyclass]` having seen them: method
/// look-up prefers the inherent `items`, which exists only where `T: PyMethods`.
pub struct Probe<T>(pub std::marker::PhantomData<T>);

/// Implemented by `#[pymethods]`.
#[diagnostic::on_unimplemented(message = "`{Self}` has no `#[pymethods]`")]
pub trait PyMethods {
    /// The block's items.
    fn method_items() -> &'static ClassItems;
}

impl<T> Probe<T> {
    /// A probe for `T`.
    pub const fn new() -> Self {
        Probe(std::marker::PhantomData)
    }
}

impl<T> Default for Probe<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: PyMethods> Probe<T> {
    /// The items of the class's `#[pymethods]`.
    pub fn items(&self) -> &'static ClassItems {
        T::method_items()
    }
}

/// The answer of [`Probe`] for a class without `#[pymethods]`.
pub trait NoMethods {
    /// No items.
    fn items(&self) -> &'static ClassItems {
        &ClassItems::EMPTY
    }
}

impl<T> NoMethods for Probe<T> {}
