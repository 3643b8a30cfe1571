//! The tables that the macros write and `create.rs` reads: what a class consists of.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;

use super::attributes::Finish;
use super::construct::{Constructible, IntoInstance};
use super::construct_numbers::{Make, fits, new_of, vectorcall_of};
use super::record::ClassRecord;
use super::spec::Facts;
use super::tables::Define;
use super::traits::{PyClass, PyClassBaseType, PyClassImpl};
use super::type_data::Tell;
use crate::call::signature::{LateSignature, Signature};
use crate::call::told::{Told, add_names, names_alone, push};
use crate::enums::Member;
use crate::python::Python;
use crate::traverse::Fields;
use crate::{Py, PyAny, PyResult, ffi};

/// Where the first item of a block's record is: after kind, length and key.
const FIRST: usize = 8;

/// What one `#[pyclass]` or one `#[pymethods]` block contributes to a class. Made once, by code: see
/// `spec.rs`.
#[repr(C)]
pub struct ClassItems {
    /// What the block tells: a record of `stub/mod.rs`. First, since code for each class writes it.
    pub told: *const u8,
    pub(super) record: &'static ClassRecord,
    /// The class's name.
    pub(super) class: &'static str,
    pub(super) facts: Option<&'static Facts>,
    /// Methods, in the form that CPython reads.
    pub(super) methods: Vec<ffi::PyMethodDef>,
    pub(super) properties: Vec<Property>,
    /// What is done with them, where there may be any.
    pub(super) define: Option<Define>,
    pub(super) attributes: Vec<Attribute>,
    /// The members of an enum.
    pub(crate) members: Vec<Member>,
    /// What is done with them, where there may be any.
    pub(super) finish: Option<Finish>,
    /// Slots of the type object: their numbers in the stable ABI, and the functions.
    pub(super) slots: Vec<(c_int, *mut c_void)>,
    /// The class's `tp_traverse` and `tp_clear`, if it may take part in garbage collection.
    pub(super) gc: Option<(ffi::traverseproc, ffi::inquiry)>,
    /// `traverse` and `clear` by the class's fields, for where they are not written by hand.
    pub(super) derived: Option<(ffi::traverseproc, ffi::inquiry)>,
    /// Visits the Rust value's objects; see `gc.rs`.
    pub traverse: Option<ffi::traverseproc>,
    /// Drops those of the value's objects that may close a cycle.
    pub clear: Option<ffi::inquiry>,
    /// Makes the data of a type, where the instances are types; see `type_data.rs`.
    pub tell: Option<Tell>,
    /// The signature of the constructor, `(x, y=0)`; empty for one that is not to be shown.
    pub(super) text_signature: Option<String>,
}

// SAFETY: only read once made, and the pointers are to functions and constant strings.
unsafe impl Send for ClassItems {}
// SAFETY: as above.
unsafe impl Sync for ClassItems {}

impl ClassItems {
    /// None, of that class.
    pub(super) fn of(record: &'static ClassRecord) -> Self {
        ClassItems {
            record,
            told: ptr::null(),
            class: "",
            facts: None,
            methods: Vec::new(),
            properties: Vec::new(),
            define: None,
            attributes: Vec::new(),
            members: Vec::new(),
            finish: None,
            slots: Vec::new(),
            gc: None,
            derived: None,
            traverse: None,
            clear: None,
            tell: None,
            text_signature: None,
        }
    }

    /// A method: where in [`told`](Self::told) its text is (see `call/told.rs`), and an entry of its convention.
    ///
    /// # Safety
    /// The text is a method's, and the entry a function of the convention's type.
    #[inline(always)]
    pub unsafe fn method(
        &mut self,
        text: usize,
        entry: *const c_void,
        place: Option<&'static LateSignature>,
    ) {
        // SAFETY: the caller's obligations.
        unsafe {
            match place {
                Some(place) => self.add_with_signature(text, entry, place),
                None => self.add_told(text, entry),
            }
        }
    }

    /// As [`method`](Self::method), with a text and a docstring of its own.
    ///
    /// # Safety
    /// As there; the docstring is a C string that lives for ever.
    #[inline]
    pub unsafe fn documented_method(
        &mut self,
        text: *const u8,
        entry: *const c_void,
        doc: *const c_char,
    ) {
        // SAFETY: the caller's obligations.
        unsafe { self.add_method(text.cast(), entry, doc) }
    }

    /// # Safety
    /// As for [`method`](Self::method).
    #[inline(never)]
    unsafe fn add_told(&mut self, text: usize, entry: *const c_void) {
        // SAFETY: the caller's obligations.
        unsafe { self.add_method(self.told.add(text).cast(), entry, ptr::null()) }
    }

    /// # Safety
    /// As for [`documented_method`](Self::documented_method); a docstring that is null is that of the text.
    #[inline(never)]
    unsafe fn add_method(
        &mut self,
        text: *const c_char,
        entry: *const c_void,
        mut doc: *const c_char,
    ) {
        // SAFETY: the caller's obligations.
        unsafe {
            let told = Told::read(text);
            if doc.is_null() {
                doc = match told.is_undocumented() {
                    true => names_alone(text, &Signature::new(told.text)),
                    false => told.doc,
                };
            }
            self.methods.push(ffi::PyMethodDef {
                ml_name: told.name(),
                ml_meth: ffi::PyMethodDefPointer { Void: entry.cast_mut() },
                ml_flags: told.flags,
                ml_doc: doc,
            });
        }
    }

    /// A method whose entry reads its signature.
    ///
    /// # Safety
    /// As for [`method`](Self::method).
    #[inline(never)]
    unsafe fn add_with_signature(
        &mut self,
        text: usize,
        entry: *const c_void,
        place: &'static LateSignature,
    ) {
        // SAFETY: the caller's obligations.
        unsafe {
            place.tell(Told::read(self.told.add(text).cast()).text, self.class);
            self.add_told(text, entry);
        }
    }

    /// The constructor of `T`: its vectorcall function, `tp_new` for a class that does not extend `object`,
    /// its signature, and where in [`told`](Self::told) the text is that tells it. Its docstring is the signature for
    /// `inspect`.
    ///
    /// # Safety
    /// The functions construct `T`, and the text is a function's.
    #[inline(always)]
    pub unsafe fn constructor<T: PyClassImpl>(
        &mut self,
        vectorcall: ffi::vectorcallfunc,
        new: ffi::ternaryfunc,
        place: &'static LateSignature,
        text: usize,
    ) {
        // SAFETY: the caller's obligations.
        unsafe { self.add_constructor(vectorcall, place, text) }
        if const { !<T::BaseType as PyClassBaseType>::IS_OBJECT } {
            self.slot(ffi::Py_tp_new, new as *const c_void);
        }
    }

    /// A constructor of many numbers: see `construct_numbers.rs`.
    ///
    /// # Safety
    /// The text is a constructor's, and `make` makes a `T` of words of these types.
    #[inline(always)]
    pub unsafe fn constructor_of_numbers<T>(&mut self, text: usize, types: u64, make: Make)
    where
        T: PyClass + IntoInstance<T> + Constructible,
    {
        // SAFETY: the caller's obligations.
        unsafe {
            if const { !fits::<T>() } {
                self.record.plan.tell(types, make, None);
                self.add_constructor(vectorcall_of::<T>, self.record.plan.signature(), text);
                if const { !<T::BaseType as PyClassBaseType>::IS_OBJECT } {
                    self.slot(ffi::Py_tp_new, new_of::<T> as *const c_void);
                }
            } else if text == FIRST {
                self.add_numbers_first(types, make);
            } else {
                self.add_numbers(types, make, text);
            }
        }
    }

    /// # Safety
    /// As for [`constructor_of_numbers`](Self::constructor_of_numbers), of a class that `fits`.
    #[inline(never)]
    unsafe fn add_numbers(&mut self, types: u64, make: Make, text: usize) {
        let vectorcall = super::construct_numbers::vectorcall;
        let plan = &self.record.plan;
        // SAFETY: the caller's obligations.
        unsafe { self.add_constructor(vectorcall, plan.signature(), text) };
        plan.tell(types, make, self.facts);
    }

    /// As [`add_numbers`](Self::add_numbers), where most constructors are told.
    ///
    /// # Safety
    /// As there.
    #[inline(never)]
    unsafe fn add_numbers_first(&mut self, types: u64, make: Make) {
        // SAFETY: the caller's obligations.
        unsafe { self.add_numbers(types, make, FIRST) }
    }

    /// # Safety
    /// As for [`constructor`](Self::constructor).
    #[inline(never)]
    unsafe fn add_constructor(
        &mut self,
        vectorcall: ffi::vectorcallfunc,
        place: &'static LateSignature,
        text: usize,
    ) {
        // SAFETY: the caller's obligations.
        unsafe {
            let told = Told::read(self.told.add(text).cast());
            place.tell(told.text, self.class);
            let mut signature = String::new();
            match told.is_undocumented() {
                true => add_names(&mut signature, None, &Signature::new(told.text)),
                false => push(&mut signature, &[&CStr::from_ptr(told.doc).to_string_lossy()]),
            }
            self.text_signature = Some(signature);
        }
        self.slot(ffi::Py_tp_new, super::construct::new as *const c_void);
        self.slot(ffi::Py_tp_vectorcall, vectorcall as *const c_void);
    }

    /// Has errors of what is added name the methods' owner so; what they named before.
    pub fn rename(&mut self, class: &'static str) -> &'static str {
        std::mem::replace(&mut self.class, class)
    }

    /// Says that the class may take part in garbage collection.
    pub fn collected<T: PyClassImpl>(&mut self) {
        self.gc = Some((super::gc::traverse_slot::<T>, super::gc::clear_slot::<T>));
    }

    /// Says that the class's fields can hold Python objects.
    pub fn derived<T: PyClassImpl + Fields>(&mut self) {
        use super::collected::{clear_fields, traverse_fields};
        self.derived = Some((traverse_fields::<T>, clear_fields::<T>));
        self.collected::<T>();
    }

    /// A slot of the type object: `Py_tp_repr` and the like, and a function of the slot's type.
    #[inline(never)]
    pub fn slot(&mut self, id: c_int, function: *const c_void) {
        self.slots.push((id, function.cast_mut()));
    }

    /// Halves of properties; those of one name become one.
    #[inline(never)]
    pub fn properties(&mut self, properties: &[Property]) {
        self.define = Some(super::tables::define);
        self.properties.extend_from_slice(properties);
    }

    /// Attributes of the class, made when it is.
    #[inline]
    pub fn attributes(&mut self, attributes: &[Attribute]) {
        self.finish = Some(super::attributes::finish);
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
    /// Whether there is `__traverse__`.
    const TRAVERSES: bool = false;

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
    /// Whether the class's `#[pymethods]` have `__traverse__`.
    pub const TRAVERSES: bool = T::TRAVERSES;

    /// Fills in the items of the class's `#[pymethods]`.
    #[inline(always)]
    pub fn items(&self, items: &mut ClassItems) {
        T::method_items(items);
    }
}

/// The answer of [`Probe`] for a class without `#[pymethods]`.
pub trait NoMethods {
    /// There is no `__traverse__`.
    const TRAVERSES: bool = false;

    /// No items.
    #[inline(always)]
    fn items(&self, items: &mut ClassItems) {
        let _ = items;
    }
}

impl<T> NoMethods for Probe<T> {}
