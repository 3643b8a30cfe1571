//! From a class's tables to a Python type: the one routine for all classes.
//!
//! *Invariants.* What the record remembers is fixed before the type object is
//! visible to anyone. A type that has `tp_new` of ours can only be instantiated
//! through it: `object.__new__` refuses, because its `tp_new` is another. A class
//! without a constructor is marked as not instantiable.
//!
//! *Garbage collection.* A class takes part when it has fields that can hold objects, `__traverse__`, a
//! `__dict__`, an attribute that may be its own instance, or a base that takes part;
//! and when it has `__del__`, which only then is sure to run once.
//! Without any of these its instances hold no reference that could close a cycle, but
//! the one to their type; the type is held by the interpreter anyway.
//!
//! *Constructors.* The vectorcall constructor is a slot of the type from 3.14 on. Before, it
//! is written into the new type where its layout is known, and elsewhere into a class that cannot
//! be subclassed, whose type is then one of ours: see `final_type.rs`. It stands for
//! `tp_new` and `object.__init__`, so a class with a `tp_init` of its own goes without.

use std::ffi::{c_int, c_uint, c_ulong, c_void};
use std::mem;
use std::ptr;

use super::alignment;
use super::dealloc::{dealloc_final, dealloc_plain, dealloc_simple};
use super::final_type;
use super::layout::{CellLayout, Options};
use super::leaks;
use super::metaclass;
use super::record::ClassRecord;
use super::tables::Tables;
use crate::error::PyErr;
use crate::exceptions::PyTypeError;
use crate::python::Python;
use crate::types::PyType;
use crate::{Bound, Py, PyResult, abi, ffi};

/// What must be known of the base type.
struct Base {
    object: *mut ffi::PyTypeObject,
    /// What has its slots: nearly always the same.
    core: *mut ffi::PyTypeObject,
    size: usize,
    has_gc: bool,
    has_dict: bool,
    has_weaklist: bool,
    is_immutable: bool,
    plain_init: bool,
}

impl Base {
    fn of(py: Python<'_>, record: &'static ClassRecord) -> PyResult<Base> {
        let object = (record.spec().base_type)(py);
        let core = match (record.spec().base_record)() {
            Some(base) => base.core(py)?,
            None => object,
        };
        // SAFETY: a living type object.
        let flags = unsafe { ffi::PyType_GetFlags(object) };
        if flags & ffi::Py_TPFLAGS_BASETYPE == 0 {
            let class = record.spec().name;
            return Err(crate::PyErr::worded::<PyTypeError>(format!(
                "the base of {class} cannot be extended"
            )));
        }
        // SAFETY: slots can be asked of any type from 3.10 on.
        let init = |tp| unsafe { ffi::PyType_GetSlot(tp, ffi::Py_tp_init) };
        Ok(Base {
            object,
            core,
            size: size_attribute(py, core, c"__basicsize__")?,
            has_gc: flags & ffi::Py_TPFLAGS_HAVE_GC != 0,
            has_dict: size_attribute(py, core, c"__dictoffset__")? != 0,
            has_weaklist: size_attribute(py, core, c"__weakrefoffset__")? != 0,
            is_immutable: flags & (ffi::Py_TPFLAGS_IMMUTABLETYPE | ffi::Py_TPFLAGS_HEAPTYPE)
                != ffi::Py_TPFLAGS_HEAPTYPE,
            plain_init: init(core) == init(ffi::PyBaseObject_Type()),
        })
    }
}

/// An integer attribute of a type; zero when it is negative.
pub(super) fn size_attribute(
    py: Python<'_>,
    tp: *mut ffi::PyTypeObject,
    name: &std::ffi::CStr,
) -> PyResult<usize> {
    // SAFETY: attached; a living type; the new reference is given up.
    unsafe {
        let value = ffi::PyObject_GetAttrString(tp.cast(), name.as_ptr());
        let value: Bound<'_, crate::PyAny> = Bound::from_call(py, value)?;
        let number = ffi::PyLong_AsSsize_t(value.as_ptr());
        match PyErr::take(py) {
            Some(error) => Err(error),
            None => Ok(usize::try_from(number).unwrap_or(0)),
        }
    }
}

/// Makes the class's type object in the current interpreter, without its attributes; and its core, where that
/// is another object.
pub(super) fn create(
    py: Python<'_>,
    record: &'static ClassRecord,
) -> PyResult<(Py<PyType>, Option<Py<PyType>>)> {
    let spec = record.spec();
    let options = spec.options;
    let base = Base::of(py, record)?;
    let tables = record.tables();
    let named = metaclass::named(record);
    let chosen = match named {
        Some(named) => Some((named.resolve)(py, record, base.object)?),
        None => None,
    };
    let (called, plain_call) = match &chosen {
        Some(chosen) => (chosen.called, chosen.plain_call),
        None => (false, true),
    };

    let mut cyclic = false;
    for attribute in &tables.attributes {
        cyclic |= attribute.cyclic;
    }
    let gc = base.has_gc
        || cyclic
        || options.has(Options::DICT)
        || tables.has(ffi::Py_tp_finalize)
        || !tables.traverse.is_empty()
        || !tables.clear.is_empty();
    let (offset, gap) = alignment::begin(py, base.size)?;
    // Instances of a class that was made by calling its metaclass belong to a class made by Python.
    let plain = spec.base_is_object
        && !called
        && !options.has(Options::DICT)
        && !options.has(Options::WEAKREF)
        && !options.has(Options::UNSENDABLE)
        && !options.has(Options::WITHIN)
        && !tables.has(ffi::Py_tp_finalize);
    // Of a class that is watched every instance takes the long way: see `leaks.rs`.
    let watched = !spec.is_type && leaks::are_asked_for();
    record.fix(offset, plain && !watched, gc);

    let mut slots = tables.slots.clone();
    let mut push = |slot: c_int, pfunc: *mut c_void| slots.push(ffi::PyType_Slot { slot, pfunc });
    let mut dealloc = spec.dealloc as *mut c_void;
    if plain && !gc && dealloc == dealloc_plain as *mut c_void {
        let subclassed = options.has(Options::SUBCLASS);
        dealloc = if subclassed { dealloc_simple } else { dealloc_final } as *mut c_void;
    }
    // SAFETY: attached; every type has this slot.
    let alloc = unsafe { ffi::PyType_GetSlot(ffi::PyBaseObject_Type(), ffi::Py_tp_alloc) };
    leaks::choose(watched, alloc, &mut dealloc);
    push(ffi::Py_tp_dealloc, dealloc);
    if !spec.base_is_object {
        // An allocator of the base's own, as `datetime.time` has, leaves no room for the value.
        push(ffi::Py_tp_alloc, alloc);
    }
    if gc && let Some((traverse, clear)) = tables.gc {
        push(ffi::Py_tp_traverse, traverse as *mut c_void);
        push(ffi::Py_tp_clear, clear as *mut c_void);
    }
    if !tables.doc.is_empty() {
        push(ffi::Py_tp_doc, tables.doc.as_ptr().cast_mut().cast());
    }
    let mut members = members(record, &base, offset, gap);
    let mut flags = flags(options, tables, &base, gc);
    if called {
        flags |= ffi::Py_TPFLAGS_BASETYPE;
    }
    if spec.is_type {
        flags &= !ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION;
        let more = metaclass::of_metaclass(record, offset);
        flags |= more.flags;
        if let Some(call) = more.call {
            push(ffi::Py_tp_call, call);
        }
        if let Some(place) = more.member {
            members.insert(0, offset_member(c"__vectorcalloffset__", place, ffi::Py_READONLY));
        }
    }
    if members.len() > 1 {
        push(ffi::Py_tp_members, members.as_mut_ptr().cast());
    }
    let vectorcall = base.plain_init
        && !tables.has(ffi::Py_tp_init)
        && !tables.vectorcall.is_null()
        && plain_call;
    if vectorcall && abi::features().tp_vectorcall_slot {
        push(ffi::Py_tp_vectorcall, tables.vectorcall);
    }
    push(0, ptr::null_mut());
    let final_type =
        if vectorcall && named.is_none() { final_type::find(py, options)? } else { None };

    let mut type_spec = ffi::PyType_Spec {
        name: tables.name.as_ptr(),
        basicsize: -c_int::try_from(gap + spec.cell.size)
            .map_err(|_| crate::PyErr::worded::<PyTypeError>("the class's value is too large"))?,
        itemsize: 0,
        flags: flags as c_uint,
        slots: slots.as_mut_ptr(),
    };
    // All that the spec points to lives, and what CPython keeps pointers to (methods, properties) lives for ever.
    if let (Some(named), Some(chosen)) = (named, &chosen) {
        let request = metaclass::Request {
            spec: &mut type_spec,
            base: base.object,
            core_of_base: base.core,
            vectorcall: if vectorcall { tables.vectorcall } else { ptr::null_mut() },
        };
        let made = (named.make)(py, chosen, request)?;
        immortal(made.class.as_ptr());
        if let Some(core) = &made.core {
            immortal(core.as_ptr());
        }
        return Ok((made.class.unbind(), made.core));
    }
    // SAFETY: attached; as above.
    let object = unsafe {
        let bases = base.object.cast();
        let type_ = final_type.map_or(ptr::null_mut(), final_type::FinalType::as_ptr);
        let made = ffi::PyType_FromMetaclass(type_, ptr::null_mut(), &mut type_spec, bases);
        Bound::<PyType>::from_call(py, made)?
    };
    immortal(object.as_ptr());
    if vectorcall && !abi::features().tp_vectorcall_slot {
        // SAFETY: a new type that nobody has seen; the function is a vectorcall function.
        unsafe {
            if let Some(final_type) = final_type {
                final_type.set(object.as_ptr(), tables.vectorcall);
            } else if let Some(field) = abi::layout::type_vectorcall(object.as_ptr().cast()) {
                field.write(mem::transmute::<*mut c_void, Option<ffi::vectorcallfunc>>(
                    tables.vectorcall,
                ));
            }
        }
    }
    Ok((object.unbind(), None))
}

/// Has a class of the main interpreter live as long as the process, where counting its references is what
/// threads would wait for each other with.
fn immortal(class: *mut ffi::PyObject) {
    if abi::interpreter().free_threaded && is_main_interpreter() {
        // SAFETY: only called while a class is made, so attached; a new type that nobody has seen.
        unsafe { abi::layout::make_immortal(class) };
    }
}

/// Whether the current interpreter lives as long as the process.
pub(crate) fn is_main_interpreter() -> bool {
    // SAFETY: only called while a class is made, so attached.
    unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) == 0 }
}

fn flags(options: Options, tables: &Tables, base: &Base, gc: bool) -> c_ulong {
    let mut flags = ffi::Py_TPFLAGS_DEFAULT;
    if options.has(Options::SUBCLASS) {
        flags |= ffi::Py_TPFLAGS_BASETYPE;
    }
    if gc {
        flags |= ffi::Py_TPFLAGS_HAVE_GC;
    }
    if !tables.has(ffi::Py_tp_new) {
        flags |= ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION;
    }
    if options.has(Options::IMMUTABLE) && base.is_immutable && tables.attributes.is_empty() {
        flags |= ffi::Py_TPFLAGS_IMMUTABLETYPE;
    }
    flags
}

/// A member by which CPython learns of an offset.
fn offset_member(name: &'static std::ffi::CStr, offset: usize, flags: c_int) -> ffi::PyMemberDef {
    ffi::PyMemberDef {
        name: name.as_ptr(),
        type_code: ffi::Py_T_PYSSIZET,
        offset: offset as ffi::Py_ssize_t,
        flags,
        doc: ptr::null(),
    }
}

/// The fields that CPython reads by itself, and the members by which it learns where
/// `__dict__` and the list of weak references are. For those it wants the offsets from the
/// start of the instance before 3.14. What is relative counts from where CPython begins, `gap` bytes before the cell.
fn members(
    record: &'static ClassRecord,
    base: &Base,
    offset: usize,
    gap: usize,
) -> Vec<ffi::PyMemberDef> {
    let cell = record.spec().cell;
    let (start, flags) = if abi::features().relative_special_offsets {
        (gap, ffi::Py_READONLY | ffi::Py_RELATIVE_OFFSET)
    } else {
        (offset, ffi::Py_READONLY)
    };
    let mut members = Vec::new();
    let mut add = |name: &'static std::ffi::CStr, at: usize, inherited: bool| {
        if at != CellLayout::ABSENT && !inherited {
            members.push(offset_member(name, start + at, flags));
        }
    };
    add(c"__dictoffset__", cell.dict, base.has_dict);
    add(c"__weaklistoffset__", cell.weaklist, base.has_weaklist);
    for property in &record.tables().members {
        members.push(ffi::PyMemberDef {
            name: property.name.as_ptr(),
            type_code: ffi::Py_T_OBJECT_EX,
            offset: (gap + property.member.unwrap_or_default()) as ffi::Py_ssize_t,
            flags: ffi::Py_READONLY | ffi::Py_RELATIVE_OFFSET,
            doc: super::tables::pointer(property.doc),
        });
    }
    members.push(ffi::PyMemberDef::default());
    members
}

/// Makes the class immutable, if it asks for that and had to wait for its attributes.
/// Where the interpreter has no way, it stays mutable.
#[inline]
pub(super) fn freeze(py: Python<'_>, record: &'static ClassRecord, object: *mut ffi::PyObject) {
    let late =
        record.spec().options.has(Options::IMMUTABLE) && !record.tables().attributes.is_empty();
    if late {
        // SAFETY: attached; a living type. A refusal is no error of the class's.
        unsafe {
            if ffi::PyType_Freeze().is_some_and(|freeze| freeze(object.cast()) < 0) {
                ffi::PyErr_Clear();
            }
        }
    }
    let _ = py;
}
