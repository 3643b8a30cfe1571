//! The tables that the macros write and `create.rs` reads: what a class consists of.

use std::ffi::{CStr, c_char, c_int, c_void};

use super::traits::PyClassImpl;
use crate::call::signature::LateSignature;
use crate::python::Python;
use crate::{Py, PyAny, PyResult, ffi};

/// What one `#[pyclass]` or one `#[pymethods]` block contributes to a class. Made once, by code: see
/// `spec.rs`.
#[derive(Default)]
pub struct ClassItems {
    /// The class's name.
    pub(super) class: &'static str,
    /// Methods, in the form that CPython reads.
    pub(super) methods: Vec<ffi::PyMethodDef>,
    pub(super) properties: Vec<Property>,
    pub(super) attributes: Vec<Attribute>,
    /// Slots of the type object: their numbers in the stable ABI, and the functions.
    pub(super) slots: Vec<(c_int, *mut c_void)>,
    /// The class's `tp_traverse` and `tp_clear`, if it may take part in garbage collection.
    pub(super) gc: Option<(ffi::traverseproc, ffi::inquiry)>,
    /// Visits the Rust value's objects; see `gc.rs`.
    pub traverse: Option<ffi::traverseproc>,
    /// Drops those of the value's objects that may close a cycle.
    pub clear: Option<ffi::inquiry>,
    /// The signature of the constructor, `(x, y=0)`.
    pub text_signature: Option<&'static str>,
}

// SAFETY: only read once made, and the pointers are to functions and constant strings.
unsafe impl Send for ClassItems {}
// SAFETY: as above.
unsafe impl Sync for ClassItems {}

impl ClassItems {
    /// A method: its name, calling convention, entry and docstring.
    ///
    /// # Safety
    /// The entry is a function of the convention's type, and the strings live for ever.
    #[inline(never)]
    pub unsafe fn method(
        &mut self,
        name: *const c_char,
        convention: c_int,
        entry: *const c_void,
        doc: *const c_char,
    ) {
        self.methods.push(ffi::PyMethodDef {
            ml_name: name,
            ml_meth: ffi::PyMethodDefPointer { Void: entry.cast_mut() },
            ml_flags: convention,
            ml_doc: doc,
        });
    }

    /// The signature of a method or constructor, as a `Signature`'s text.
    #[inline(never)]
    pub fn signature(&mut self, place: &'static LateSignature, text: &'static str) {
        place.tell(text, self.class);
    }

    /// The constructor: its `tp_new`, its vectorcall function and its signature's text.
    #[inline(never)]
    pub fn constructor(
        &mut self,
        new: ffi::ternaryfunc,
        vectorcall: ffi::vectorcallfunc,
        text: Option<&'static str>,
    ) {
        self.text_signature = text;
        self.slot(ffi::Py_tp_new, new as *const c_void);
        self.slot(ffi::Py_tp_vectorcall, vectorcall as *const c_void);
    }

    /// Says that the class may take part in garbage collection.
    pub fn collected<T: PyClassImpl>(&mut self) {
        self.gc = Some((super::gc::traverse_slot::<T>, super::gc::clear_slot::<T>));
    }

    /// A slot of the type object: `Py_tp_repr` and the like, and a function of the slot's type.
    #[inline(never)]
    pub fn slot(&mut self, id: c_int, function: *const c_void) {
        self.slots.push((id, function.cast_mut()));
    }

    /// Halves of properties; those of one name become one.
    #[inline(never)]
    pub fn properties(&mut self, properties: &[Property]) {
        self.properties.extend_from_slice(properties);
    }

    /// Attributes of the class, made when it is.
    #[inline(never)]
    pub fn attributes(&mut self, attributes: &[Attribute]) {
        self.attributes.extend_from_slice(attributes);
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

/// Finds the items of `#[pymethods]` without `#[pyclass]` having seen them: method
/// look-up prefers the inherent `items`, which exists only where `T: PyMethods`.
pub struct Probe<T>(pub std::marker::PhantomData<T>);

/// Implemented by `#[pymethods]`.
#[diagnostic::on_unimplemented(message = "`{Self}` has no `#[pymethods]`")]
pub trait PyMethods {
    /// Fills in the block's items.
    fn method_items(items: &mut ClassItems);
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
    /// Fills in the items of the class's `#[pymethods]`.
    #[inline(always)]
    pub fn items(&self, items: &mut ClassItems) {
        T::method_items(items);
    }
}

/// The answer of [`Probe`] for a class without `#[pymethods]`.
pub trait NoMethods {
    /// No items.
    #[inline(always)]
    fn items(&self, items: &mut ClassItems) {
        let _ = items;
    }
}

impl<T> NoMethods for Probe<T> {}
