//! Merging the items of a class into the arrays that CPython reads.
//!
//! This is done once in the process: descriptors of every interpreter's type object
//! point into the arrays, which therefore live for ever.

use std::ffi::{CStr, CString, c_int, c_void};
use std::ptr;

use super::attributes::Finish;
use super::items::{Attribute, ClassItems, Property};
use super::layout::Options;
use super::record::ClassRecord;
use super::spec::ClassSpec;
use super::type_data::Tell;
use super::{registry, sequence};
use crate::call::told::push;
use crate::enums::Member;
use crate::ffi;

/// The merged items of a class.
pub(crate) struct Tables {
    pub(crate) slots: Vec<ffi::PyType_Slot>,
    /// The class's constructor as a vectorcall function, taken out of the slots.
    pub(super) vectorcall: *mut c_void,
    /// The properties that CPython reads by itself.
    pub(super) members: Vec<Property>,
    pub(super) attributes: Vec<&'static Attribute>,
    /// The members of an enum.
    pub(crate) enum_members: Vec<Member>,
    pub(super) finish: Option<Finish>,
    /// The slots for garbage collection.
    pub(super) gc: Option<(ffi::traverseproc, ffi::inquiry)>,
    pub(crate) traverse: Vec<ffi::traverseproc>,
    pub(crate) clear: Vec<ffi::inquiry>,
    /// Makes the data of a type.
    pub(super) tell: Option<Tell>,
    pub(super) doc: CString,
    pub(crate) name: CString,
}

// SAFETY: constant once made; the pointers are to functions and leaked arrays.
unsafe impl Send for Tables {}
// SAFETY: as above.
unsafe impl Sync for Tables {}

impl Tables {
    #[inline(never)]
    pub(crate) fn has(&self, id: c_int) -> bool {
        for slot in &self.slots {
            if slot.slot == id {
                return true;
            }
        }
        false
    }

    /// Reads the class's items. Later ones win over earlier ones.
    pub(super) fn collect(record: &'static ClassRecord) -> Tables {
        let spec = record.spec();
        let mut blocks = vec![&spec.own, &spec.methods];
        registry::each(record, &mut |items| blocks.push(items));

        let mut tables = Tables {
            slots: Vec::new(),
            vectorcall: ptr::null_mut(),
            members: Vec::new(),
            attributes: Vec::new(),
            enum_members: Vec::new(),
            finish: None,
            gc: None,
            traverse: Vec::new(),
            clear: Vec::new(),
            tell: None,
            doc: doc(spec, &blocks),
            name: qualified_name(spec),
        };
        // Plain loops: chains of adapters would be half the code of this crate's classes.
        let mut derived = None;
        for items in &blocks {
            for attribute in &items.attributes {
                tables.attributes.push(attribute);
            }
            tables.enum_members.extend_from_slice(&items.members);
            for slot in &items.slots {
                tables.put(spec, slot.0, slot.1);
            }
            tables.finish = tables.finish.or(items.finish);
            tables.gc = tables.gc.or(items.gc);
            if let Some(traverse) = items.traverse {
                tables.traverse.push(traverse);
            }
            if let Some(clear) = items.clear {
                tables.clear.push(clear);
            }
            tables.tell = items.tell.or(tables.tell);
            derived = derived.or(items.derived);
        }
        // What is written by hand wins, and with `__traverse__` the author has decided on both.
        if let Some((traverse, clear)) = derived
            && tables.traverse.is_empty()
        {
            tables.traverse.push(traverse);
            if tables.clear.is_empty() {
                tables.clear.push(clear);
            }
        }
        if !spec.options.has(Options::MAPPING) {
            if tables.has(ffi::Py_mp_subscript) && !tables.has(ffi::Py_sq_item) {
                tables.put(spec, ffi::Py_sq_item, sequence::get_item as *mut c_void);
            }
            if tables.has(ffi::Py_mp_ass_subscript) && !tables.has(ffi::Py_sq_ass_item) {
                tables.put(spec, ffi::Py_sq_ass_item, sequence::set_item as *mut c_void);
            }
        }
        tables.slots.push(ffi::PyType_Slot {
            slot: ffi::Py_tp_methods,
            pfunc: methods(record, &blocks).cast(),
        });
        for items in &blocks {
            if let Some(define) = items.define {
                define(&mut tables, spec, &blocks);
                break;
            }
        }
        tables
    }

    /// The record of the class that has these methods.
    ///
    /// # Safety
    /// They are of a class of ours.
    #[inline]
    pub(super) unsafe fn record_before(methods: *const ffi::PyMethodDef) -> &'static ClassRecord {
        // SAFETY: `methods` has put it there.
        unsafe { &*(*methods.sub(1)).ml_name.cast() }
    }

    #[inline(never)]
    fn put(&mut self, spec: &ClassSpec, id: c_int, function: *mut c_void) {
        let id = match id {
            ffi::Py_tp_vectorcall => {
                self.vectorcall = function;
                return;
            }
            ffi::Py_mp_length if spec.options.has(Options::SEQUENCE) => ffi::Py_sq_length,
            id => id,
        };
        for slot in &mut self.slots {
            if slot.slot == id {
                slot.pfunc = function;
                return;
            }
        }
        self.slots.push(ffi::PyType_Slot { slot: id, pfunc: function });
    }
}

/// Puts the properties of all blocks into the tables. It is reached by a pointer, and so is in no library whose
/// classes have none.
pub(super) type Define = fn(&mut Tables, &ClassSpec, &[&'static ClassItems]);

/// See [`Define`].
pub(super) fn define(tables: &mut Tables, spec: &ClassSpec, blocks: &[&'static ClassItems]) {
    let mut definitions = Vec::new();
    for property in merge(blocks) {
        if is_member(&property) && !spec.is_type {
            tables.members.push(property);
        } else {
            definitions.push(super::members::definition(property));
        }
    }
    if spec.options.has(Options::DICT) {
        definitions.push(super::members::DICT);
    }
    if !definitions.is_empty() {
        definitions.push(ffi::PyGetSetDef::default());
        let definitions = Box::leak(definitions.into_boxed_slice()).as_mut_ptr();
        tables.put(spec, ffi::Py_tp_getset, definitions.cast());
    }
}

/// The methods, which live for ever, and before them the record of the class: so it is found from a type.
#[inline(never)]
fn methods(record: &'static ClassRecord, blocks: &[&'static ClassItems]) -> *mut ffi::PyMethodDef {
    let first =
        ffi::PyMethodDef { ml_name: ptr::from_ref(record).cast(), ..ffi::PyMethodDef::zeroed() };
    let mut methods = Vec::new();
    methods.push(first);
    for items in blocks {
        for method in &items.methods {
            methods.push(*method);
        }
    }
    if record.spec().options.has(Options::GENERIC) {
        methods.push(super::generic::CLASS_GETITEM);
    }
    methods.push(ffi::PyMethodDef::zeroed());
    let methods = Box::leak(methods.into_boxed_slice());
    // SAFETY: there are two at least.
    unsafe { methods.as_mut_ptr().add(1) }
}

/// Whether CPython reads the property by itself.
fn is_member(property: &Property) -> bool {
    property.member.is_some() && property.set.is_none() && property.delete.is_none()
}

/// The properties, each with all its halves.
#[inline(never)]
fn merge(blocks: &[&'static ClassItems]) -> Vec<Property> {
    let mut merged: Vec<Property> = Vec::new();
    for items in blocks {
        for half in &items.properties {
            match merged.iter_mut().find(|property| property.name == half.name) {
                Some(property) => {
                    property.doc = half.doc.or(property.doc);
                    property.get = half.get.or(property.get);
                    property.set = half.set.or(property.set);
                    property.delete = half.delete.or(property.delete);
                    // A getter written by hand comes before the field.
                    let field = property.member.filter(|_| half.get.is_none());
                    property.member = half.member.or(field);
                }
                None => merged.push(*half),
            }
        }
    }
    merged
}

/// `module.Class`; CPython wants the dot.
fn qualified_name(spec: &ClassSpec) -> CString {
    let mut name = String::new();
    push(&mut name, &[spec.module.unwrap_or("builtins"), ".", spec.name]);
    c_string(name)
}

/// The documentation, with the constructor's signature where `inspect` looks for it.
fn doc(spec: &ClassSpec, blocks: &[&'static ClassItems]) -> CString {
    let mut text = String::new();
    for items in blocks.iter().rev() {
        if let Some(signature) = &items.text_signature {
            if !signature.is_empty() {
                push(&mut text, &[spec.name, signature, "\n--\n\n"]);
            }
            break;
        }
    }
    push(&mut text, &[&spec.doc.to_string_lossy()]);
    c_string(text)
}

/// A C string; empty if there is a NUL in the text, which the macros refuse.
#[inline(never)]
fn c_string(text: String) -> CString {
    CString::new(text).unwrap_or_default()
}

/// A static string of the tables as CPython wants it.
pub(super) fn pointer(text: Option<&'static CStr>) -> *const std::ffi::c_char {
    text.map_or(ptr::null(), CStr::as_ptr)
}
