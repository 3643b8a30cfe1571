//! Where a Python function has the C function that runs it, found out at load instead of known by version.
//!
//! *Problem.* Nearly all that Rust calls back is written in Python. With a layout it is called by its vectorcall slot
//! (`vectorcall.rs`); without one `PyObject_Vectorcall` looks for the slot, and then at what was returned: a tenth of
//! what the interpreter itself does for a small function.
//!
//! *How.* The vectorcall protocol says that a type which cannot be changed has that slot in one place of all its
//! instances, and `PyVectorcall_Function` says what an instance has there. So [`find`] looks for that address among
//! the words of two functions that every interpreter has, those that `import` runs. If each has it once, and both in one
//! place, that is the place. It is read at each call, so a function whose slot was changed
//! (`PyFunction_SetVectorcall`) is called by what it has then.
//!
//! *When.* With the GIL, where `ob_type` is a listed member of the stable ABI, and on versions that are known. Not in
//! feature `pure`. `PyVectorcall_Function` is public, but not of the stable ABI: it is looked for by name, and where it
//! is not there, `PyObject_Vectorcall` is called, as it is for any other callable. So too if somebody has put
//! something of another type where `import` has its functions: only one type is found, and that could not be changed.
//!
//! *Rejected.* The same for functions in C: their C entry is one of several by their flags, but their place is one,
//! so it would serve; they are called from Rust too seldom for a second comparison.
//!
//! *What it gains* with the layouts off, by instructions: 15 of the 680 that a callback takes on 3.14, 15 of the 830 of an override.

use std::ffi::CStr;

use super::derived::size;
use super::field;
use crate::since::PyVectorcall_Function;
use crate::*;

/// The only header that the stable ABI describes: a count of references and a type.
pub(crate) const HEADER: usize = 16;

/// Where that header has the type.
pub(crate) const TYPE: u32 = 8;

/// A type, and where its instances have their vectorcall slot.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Place {
    pub(crate) type_: *mut PyTypeObject,
    pub(crate) offset: usize,
}

/// Functions of the module that `import` is, which CPython's own C code calls by these names.
const MODULE: &CStr = c"_frozen_importlib";
const FUNCTIONS: [&CStr; 2] = [c"_find_and_load", c"_handle_fromlist"];

/// The place in Python functions, if it can be known. May leave an exception set.
///
/// # Safety
/// The tables are filled and the thread is attached; `counts_in_place` has said yes: the version is known, with the GIL.
pub(crate) unsafe fn find(interpreter: &Interpreter) -> Option<Place> {
    if interpreter.header_size != HEADER {
        return None;
    }
    // SAFETY: as this function's contract.
    unsafe {
        let place = place_of(FUNCTIONS[0])?;
        (place_of(FUNCTIONS[1]) == Some(place)).then_some(place)
    }
}

/// # Safety
/// As for [`find`], with the header of the GIL.
#[inline(never)]
unsafe fn place_of(name: &CStr) -> Option<Place> {
    // SAFETY: the caller's obligations; a borrowed reference, and a new one or null.
    unsafe {
        let module = PyDict_GetItemString(PyImport_GetModuleDict(), MODULE.as_ptr());
        if module.is_null() {
            return None;
        }
        let function = PyObject_GetAttrString(module, name.as_ptr());
        if function.is_null() {
            return None;
        }
        let place = place_in(function);
        _Py_DecRef(function);
        place
    }
}

/// The one place of an object in which its vectorcall function is.
///
/// # Safety
/// As for [`find`]; a living object, with the header of the GIL.
unsafe fn place_in(object: *mut PyObject) -> Option<Place> {
    // SAFETY: the caller's obligations. An instance of a static type without items is as long as its type says.
    unsafe {
        let type_ = field::<*mut PyTypeObject>(object, TYPE).read();
        let flags = PyType_GetFlags(type_);
        let fixed = Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_IMMUTABLETYPE;
        if flags & (fixed | Py_TPFLAGS_HEAPTYPE) != fixed {
            return None;
        }
        let slot = (PyVectorcall_Function()?)(object)? as usize;
        let bytes = size(type_, c"__basicsize__")?;
        if bytes % size_of::<usize>() != 0 || size(type_, c"__itemsize__") != Some(0) {
            return None;
        }
        let mut offset = None;
        let mut place = HEADER;
        while place < bytes {
            if field::<usize>(object, place as u32).read() == slot {
                if offset.is_some() {
                    return None;
                }
                offset = Some(place);
            }
            place += size_of::<usize>();
        }
        Some(Place { type_, offset: offset? })
    }
}
