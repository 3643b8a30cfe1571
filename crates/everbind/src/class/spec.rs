//! [`ClassSpec`]: what the compiler knows of a class.
//!
//! It is put together by code when it is first asked for. In code a pointer takes seven bytes; in a static it
//! would take 32, most of them for the loader, and a class has a score of them. What most classes have in
//! common is left out, and each call has few arguments.

use std::ffi::CStr;
use std::mem;

use super::items::ClassItems;
use super::layout::{CellLayout, Options};
use super::metaclass::Named;
use super::record::ClassRecord;
use super::traits::{PyClassBaseType, PyClassImpl};
use crate::enums::{self, EnumKind};
use crate::object::PyTypeInfo;
use crate::python::Python;
use crate::types::PyType;
use crate::{Py, PyAny, PyResult, ffi};

/// How a class is described.
pub type Describe = fn(&mut ClassSpec);

pub(super) type CreateEnum =
    fn(Python<'_>, &'static ClassRecord) -> PyResult<(Py<PyType>, enums::OwnedTable)>;

pub(crate) type DropValues = unsafe fn(*mut ffi::PyObject);

/// What the compiler knows of a class.
#[repr(C)]
pub struct ClassSpec {
    /// The items of `#[pymethods]`: first, so that they have the address of this.
    pub(crate) methods: ClassItems,
    /// The items of `#[pyclass]`.
    pub(crate) own: ClassItems,
    pub(crate) name: &'static str,
    pub(crate) module: Option<&'static str>,
    pub(crate) doc: &'static CStr,
    pub(crate) options: Options,
    pub(crate) cell: CellLayout,
    pub(crate) base_is_object: bool,
    pub(crate) base_type: fn(Python<'_>) -> *mut ffi::PyTypeObject,
    pub(crate) base_record: fn() -> Option<&'static ClassRecord>,
    pub(crate) dealloc: ffi::destructor,
    /// Drops the values of the class and of its bases, if there is anything to drop.
    pub(crate) drop_values: Option<DropValues>,
    /// The metaclass, if one is named.
    pub(super) metaclass: Option<&'static Named>,
    /// Whether the instances are types.
    pub(super) is_type: bool,
    /// The kind of an enum of Python's.
    pub(crate) enum_kind: Option<EnumKind>,
    /// Makes the class of an enum: a pointer, so that this is in no library without one.
    pub(super) create_enum: Option<CreateEnum>,
}

impl ClassSpec {
    /// That of a class which is yet to be described.
    pub(super) fn new(record: &'static ClassRecord) -> ClassSpec {
        ClassSpec {
            methods: ClassItems::of(record),
            own: ClassItems::of(record),
            name: "",
            module: None,
            doc: c"",
            options: Options::NONE,
            cell: CellLayout::of::<()>(Options::NONE, false),
            base_is_object: true,
            base_type: PyAny::type_object_raw,
            base_record: PyAny::base_record,
            dealloc: super::dealloc::dealloc_plain,
            drop_values: None,
            metaclass: None,
            is_type: false,
            enum_kind: None,
            create_enum: None,
        }
    }

    /// Describes the class `T`.
    pub fn describe<T: PyClassImpl>(&mut self) {
        self.declared(T::TOLD, T::FACTS);
        if T::MODULE.is_some() {
            self.module = T::MODULE;
        }
        let is_object = <T::BaseType as PyClassBaseType>::IS_OBJECT;
        if !is_object {
            self.base_is_object = false;
            self.base_type = <T::BaseType as PyTypeInfo>::type_object_raw;
            self.base_record = <T::BaseType as PyClassBaseType>::base_record;
        }
        if mem::needs_drop::<T>() || !is_object || T::OPTIONS.has(Options::WITHIN) {
            self.dealloc = super::dealloc::dealloc::<T>;
            self.drop_values = Some(super::dealloc::drop_values::<T> as DropValues);
        }
        if const { T::METACLASS.is_some() } {
            self.metaclass = T::METACLASS;
        }
        if const { T::IS_TYPE } {
            self.is_type = true;
            self.own.tell = Some(super::type_data::tell_first::<T>);
            self.own.slot(ffi::Py_tp_init, super::type_data::init::<T> as *const std::ffi::c_void);
        }
        T::items(&mut self.own, &mut self.methods);
        let may_hold = T::OPTIONS.has(Options::DICT) || T::OPTIONS.has(Options::WITHIN);
        if !is_object || may_hold {
            self.own.collected::<T>();
        }
        if T::OPTIONS.has(Options::DICT) {
            self.own.properties(&[]);
        }
    }

    /// Items of another block.
    pub(super) fn more_items(&self, record: &'static ClassRecord) -> ClassItems {
        ClassItems { class: self.name, facts: self.own.facts, ..ClassItems::of(record) }
    }

    /// Describes the class `T`, an enum of Python's.
    pub(crate) fn describe_enum<T: PyClassImpl>(&mut self, kind: EnumKind) {
        self.declared(T::TOLD, T::FACTS);
        self.module = T::MODULE;
        self.enum_kind = Some(kind);
        self.create_enum = Some(enums::create);
        T::items(&mut self.own, &mut self.methods);
    }

    #[inline(never)]
    fn declared(&mut self, told: ToldBy, facts: &'static Facts) {
        // SAFETY: the record of a class, which begins with its kind, length and key, the name, from a `str`, and the
        // documentation.
        unsafe {
            let name = CStr::from_ptr(told.0.add(8).cast());
            self.name = str::from_utf8_unchecked(name.to_bytes());
            self.doc = CStr::from_ptr(name.as_ptr().add(self.name.len() + 1));
        }
        self.own.told = told.0;
        for items in [&mut self.own, &mut self.methods] {
            items.class = self.name;
            items.facts = Some(facts);
        }
        self.options = facts.options;
        self.cell = facts.cell;
    }
}

/// Where the record of a class is: see `stub/mod.rs`.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct ToldBy(*const u8);

impl ToldBy {
    /// # Safety
    /// The record of a class, which lives for ever.
    pub const unsafe fn new(record: *const u8) -> Self {
        ToldBy(record)
    }
}

/// What of a class is numbers.
#[doc(hidden)]
pub struct Facts {
    pub(super) options: Options,
    pub(super) cell: CellLayout,
}
