//! [`ClassSpec`]: what the compiler knows of a class.
//!
//! It is put together by code when it is first asked for. In code a pointer takes seven bytes; in a static it
//! would take 32, most of them for the loader, and a class has a score of them. What most classes have in
//! common is left out, and each call has few arguments.

use std::ffi::{CStr, c_char};
use std::mem;

use super::items::ClassItems;
use super::layout::{CellLayout, Options};
use super::record::ClassRecord;
use super::traits::{PyClassBaseType, PyClassImpl};
use crate::enums::EnumKind;
use crate::object::PyTypeInfo;
use crate::python::Python;
use crate::{PyAny, ffi};

/// How a class is described.
pub type Describe = fn(&mut ClassSpec);

pub(crate) type DropValues = unsafe fn(*mut ffi::PyObject);

/// What the compiler knows of a class.
pub struct ClassSpec {
    pub(crate) name: &'static str,
    pub(crate) module: Option<&'static str>,
    pub(crate) doc: &'static CStr,
    pub(crate) options: Options,
    pub(crate) cell: CellLayout,
    pub(crate) base_is_object: bool,
    pub(crate) base_type: fn(Python<'_>) -> *mut ffi::PyTypeObject,
    pub(crate) base_record: fn() -> Option<&'static ClassRecord>,
    /// The items of `#[pyclass]`, and those of `#[pymethods]`.
    pub(crate) items: [ClassItems; 2],
    pub(crate) dealloc: ffi::destructor,
    /// Drops the values of the class and of its bases, if there is anything to drop.
    pub(crate) drop_values: Option<DropValues>,
    /// The kind of an enum of Python's.
    pub(crate) enum_kind: Option<EnumKind>,
}

impl ClassSpec {
    /// That of a class which is yet to be described.
    pub(super) fn new(record: &'static ClassRecord) -> ClassSpec {
        ClassSpec {
            name: "",
            module: None,
            doc: c"",
            options: Options::NONE,
            cell: CellLayout::of::<()>(Options::NONE, false),
            base_is_object: true,
            base_type: PyAny::type_object_raw,
            base_record: PyAny::base_record,
            items: [ClassItems::of(record), ClassItems::of(record)],
            dealloc: super::dealloc::dealloc_plain,
            drop_values: None,
            enum_kind: None,
        }
    }

    /// Describes the class `T`.
    pub fn describe<T: PyClassImpl>(&mut self) {
        self.declared(T::PYTHON_NAME, T::DOC.as_ptr(), T::FACTS);
        if T::MODULE.is_some() {
            self.module = T::MODULE;
        }
        let is_object = <T::BaseType as PyClassBaseType>::IS_OBJECT;
        if !is_object {
            self.base_is_object = false;
            self.base_type = <T::BaseType as PyTypeInfo>::type_object_raw;
            self.base_record = <T::BaseType as PyClassBaseType>::base_record;
        }
        if mem::needs_drop::<T>() || !is_object {
            self.dealloc = super::dealloc::dealloc::<T>;
            self.drop_values = Some(super::dealloc::drop_values::<T> as DropValues);
        }
        let [own, methods] = &mut self.items;
        T::items(own, methods);
        if !is_object || T::OPTIONS.has(Options::DICT) {
            own.collected::<T>();
        }
    }

    /// Items of another block.
    pub(super) fn more_items(&self, record: &'static ClassRecord) -> ClassItems {
        ClassItems { class: self.name, facts: self.items[0].facts, ..ClassItems::of(record) }
    }

    /// Describes the class `T`, an enum of Python's.
    pub(crate) fn describe_enum<T: PyClassImpl>(&mut self, kind: EnumKind) {
        self.declared(T::PYTHON_NAME, T::DOC.as_ptr(), T::FACTS);
        self.module = T::MODULE;
        self.enum_kind = Some(kind);
        let [own, methods] = &mut self.items;
        T::items(own, methods);
    }

    #[inline(never)]
    fn declared(&mut self, name: &'static str, doc: *const c_char, facts: &'static Facts) {
        self.name = name;
        for items in &mut self.items {
            items.class = name;
            items.facts = Some(facts);
        }
        // SAFETY: from a C string that lives for ever.
        self.doc = unsafe { CStr::from_ptr(doc) };
        self.options = facts.options;
        self.cell = facts.cell;
    }
}

/// What of a class is numbers.
#[doc(hidden)]
pub struct Facts {
    pub(super) options: Options,
    pub(super) cell: CellLayout,
}
