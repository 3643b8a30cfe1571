//! From a class's tables to an enum: what a `class` statement would do, with descriptors for methods.
//!
//! Members and what `enum` looks for while it makes a class (special methods, so that it does not put its
//! own in their place) are in the namespace from the start. Methods and properties are set afterwards,
//! because a descriptor is made for a class that is there.
//!
//! All of it is `#[inline]`, so that the crates that have such enums compile it and the others do not: it is
//! a tenth of what LLVM would get of this crate.

use std::ffi::{CStr, c_int, c_uint};
use std::ptr;

use super::members::{EnumKind, Member, MemberValue};
use super::table::{OwnedTable, Table};
use crate::class::macros::ClassRecord;
use crate::class::{Tables, is_main_interpreter};
use crate::exceptions::{PyTypeError, PyValueError};
use crate::object::Bound;
use crate::python::Python;
use crate::types::{PyAnyMethods, PyDict, PyDictMethods, PyString, PyTuple, PyType, PyTypeMethods};
use crate::{IntoPyObjectExt, Py, PyAny, PyResult, abi, ffi};

/// Makes the class and the table of its members in the current interpreter.
#[inline]
pub(crate) fn create(
    py: Python<'_>,
    record: &'static ClassRecord,
) -> PyResult<(Py<PyType>, OwnedTable)> {
    let (spec, tables) = (record.spec(), record.tables());
    let kind = spec.enum_kind.unwrap_or(EnumKind::Enum);
    check(spec.name, tables)?;
    let base = py.import("enum")?.getattr(kind.name())?.cast_into::<PyType>()?;
    let metaclass = base.get_type();
    let operators = operators(py, tables)?;
    let bases = match &operators {
        Some(operators) => PyTuple::new(py, [operators, &base])?,
        None => PyTuple::new(py, [&base])?,
    };

    let namespace = metaclass.call_method1("__prepare__", (spec.name, &bases))?;
    namespace.set_item("__module__", spec.module.unwrap_or("builtins"))?;
    namespace.set_item("__qualname__", spec.name)?;
    if !spec.doc.is_empty() {
        namespace.set_item("__doc__", spec.doc.to_string_lossy())?;
    }
    if let Some(operators) = &operators {
        if !tables.has(ffi::Py_tp_hash) {
            // Comparison would take it away.
            namespace.set_item("__hash__", base.getattr("__hash__")?)?;
        }
        special_methods(operators, &namespace)?;
    }
    for member in &tables.enum_members {
        let name = member.name.to_string_lossy();
        namespace.set_item(&*name, value(py, kind, member)?)?;
    }
    let class = metaclass.call1((spec.name, bases, namespace))?.cast_into::<PyType>()?;
    methods(&class, tables)?;
    let table = table(&class, tables, kind)?;
    Ok((class.unbind(), OwnedTable::new(table)))
}

/// What an enum cannot have.
#[inline]
fn check(name: &str, tables: &Tables) -> PyResult<()> {
    let refused = [
        (tables.has(ffi::Py_tp_new), "#[new]: its members are all there is"),
        (tables.has(ffi::Py_tp_init), "__init__"),
        (tables.has(ffi::Py_tp_finalize), "__del__"),
        (!tables.traverse.is_empty() || !tables.clear.is_empty(), "__traverse__ or __clear__"),
    ];
    for (present, what) in refused {
        if present {
            return Err(crate::PyErr::worded::<PyTypeError>(format!(
                "the enum {name} cannot have {what}"
            )));
        }
    }
    Ok(())
}

/// The member's value in Python.
#[inline]
fn value<'py>(py: Python<'py>, kind: EnumKind, member: &Member) -> PyResult<Bound<'py, PyAny>> {
    match member.value {
        MemberValue::Number(number) if kind.is_flag() && number < 0 => {
            let name = member.name.to_string_lossy();
            Err(crate::PyErr::worded::<PyValueError>(format!(
                "the flag {name} is negative: {number}"
            )))
        }
        MemberValue::Number(number) => number.into_bound_py_any(py),
        MemberValue::Text(text) => text.into_bound_py_any(py),
        MemberValue::Object(make) => Ok(make(py)?.into_bound(py)),
    }
}

/// The base class with the operators and other functions of slots, if there are any.
#[inline]
fn operators<'py>(
    py: Python<'py>,
    tables: &'static Tables,
) -> PyResult<Option<Bound<'py, PyType>>> {
    let mut slots: Vec<ffi::PyType_Slot> = Vec::new();
    for slot in &tables.slots {
        if !matches!(slot.slot, ffi::Py_tp_methods | ffi::Py_tp_getset) {
            slots.push(*slot);
        }
    }
    if slots.is_empty() {
        return Ok(None);
    }
    slots.push(ffi::PyType_Slot { slot: 0, pfunc: ptr::null_mut() });
    let mut spec = ffi::PyType_Spec {
        name: tables.name.as_ptr(),
        basicsize: 0,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_BASETYPE) as c_uint,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: attached; the name and the functions of the slots live for ever, the rest is copied.
    unsafe { Bound::<PyType>::from_call(py, ffi::PyType_FromSpec(&mut spec)) }.map(Some)
}

/// Puts the special methods of the base class into the namespace as well.
#[inline]
fn special_methods(operators: &Bound<'_, PyType>, namespace: &Bound<'_, PyAny>) -> PyResult<()> {
    let entries = PyDict::new(operators.py());
    entries.update(operators.getattr("__dict__")?.cast()?)?;
    for (name, method) in entries.iter() {
        // Not the name of the module, the documentation, or the hash that is none.
        if method.is_callable() {
            namespace.set_item(name, method)?;
        }
    }
    Ok(())
}

/// Sets methods and properties.
#[inline]
fn methods(class: &Bound<'_, PyType>, tables: &'static Tables) -> PyResult<()> {
    let py = class.py();
    for slot in &tables.slots {
        // SAFETY: the arrays of the tables live for ever and end with an entry without a name.
        unsafe {
            if slot.slot == ffi::Py_tp_methods {
                let mut method = slot.pfunc.cast::<ffi::PyMethodDef>();
                while !(*method).ml_name.is_null() {
                    let name = CStr::from_ptr((*method).ml_name);
                    set(class, name, descriptor(class, method)?)?;
                    method = method.add(1);
                }
            } else if slot.slot == ffi::Py_tp_getset {
                let mut property = slot.pfunc.cast::<ffi::PyGetSetDef>();
                while !(*property).name.is_null() {
                    let made = ffi::PyDescr_NewGetSet(class.as_type_ptr(), property);
                    set(class, CStr::from_ptr((*property).name), Bound::from_call(py, made)?)?;
                    property = property.add(1);
                }
            }
        }
    }
    Ok(())
}

#[inline]
fn set(class: &Bound<'_, PyType>, name: &CStr, value: Bound<'_, PyAny>) -> PyResult<()> {
    class.setattr(PyString::new(class.py(), &name.to_string_lossy()), value)
}

/// What is in a class's namespace for a method.
///
/// # Safety
/// A definition that lives for ever.
#[inline]
unsafe fn descriptor<'py>(
    class: &Bound<'py, PyType>,
    method: *mut ffi::PyMethodDef,
) -> PyResult<Bound<'py, PyAny>> {
    let (py, owner) = (class.py(), class.as_type_ptr());
    // SAFETY: attached; a living type, and the caller's obligation.
    unsafe {
        let flags: c_int = (*method).ml_flags;
        if flags & ffi::METH_STATIC != 0 {
            let function = ffi::PyCFunction_NewEx(method, owner.cast(), ptr::null_mut());
            let function = Bound::<PyAny>::from_call(py, function)?;
            return py.import("builtins")?.getattr("staticmethod")?.call1((function,));
        }
        let made = if flags & ffi::METH_CLASS != 0 {
            ffi::PyDescr_NewClassMethod(owner, method)
        } else {
            ffi::PyDescr_NewMethod(owner, method)
        };
        Bound::from_call(py, made)
    }
}

/// The table of the class's members, which get their documentation here.
#[inline]
fn table(class: &Bound<'_, PyType>, tables: &Tables, kind: EnumKind) -> PyResult<Table> {
    let all = class.getattr("__members__")?;
    let mut list: Vec<(usize, u64, Py<PyAny>)> = Vec::new();
    for member in &tables.enum_members {
        let name = member.name.to_string_lossy();
        let object = all.get_item(&*name)?;
        let bits = match member.value {
            MemberValue::Number(bits) => bits as u64,
            _ => 0,
        };
        if let Some(same) = list.iter().position(|entry| entry.2.is(&object))
            && !kind.is_flag()
        {
            let first = tables.enum_members[same].name.to_string_lossy();
            return Err(crate::PyErr::worded::<PyValueError>(format!(
                "{first} and {name} have the same value"
            )));
        }
        if !member.doc.is_empty() {
            object.setattr("__doc__", member.doc.to_string_lossy())?;
        }
        if abi::interpreter().free_threaded && is_main_interpreter() {
            // Threads would contend for the count of references.
            // SAFETY: attached; the class, which nobody else has seen, keeps it for ever.
            unsafe { abi::layout::make_immortal(object.as_ptr()) };
        }
        list.push((member.index, bits, object.unbind()));
    }
    let combined = match kind.is_flag() {
        true => Some(class.getattr("_value2member_map_")?.cast_into::<PyDict>()?.unbind()),
        false => None,
    };
    Ok(Table::new(list, combined))
}
