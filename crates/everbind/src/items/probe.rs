//! A tuple's own array of items, got from the interpreter instead of by an offset.
//!
//! *Problem.* The limited API gives a tuple's items one by one, at 1.3 ns each. Where
//! layouts are off, that is half of what it costs to read a tuple of floats.
//!
//! *How.* To call an object that receives vectorcalls with the arguments in a tuple,
//! `PyVectorcall_Call(callable, tuple, NULL)` passes the address of the tuple's own array and
//! returns whatever the callable returns. The probe is such a callable, and what it returns is
//! that address. It costs 2 to 3 ns, allocates nothing and counts nothing; no check of
//! the result lies between (`_PyVectorcall_Call` in `call.c`, the same from 3.12 to 3.15, with
//! and without the GIL).
//!
//! *When.* CPython does not document this, so it is used only for versions that have a row in
//! `layout.rs`, no debug build among them, and only if it has read a tuple rightly in this
//! very interpreter. `EVERBIND_LAYOUT=off` does not switch it off: it forbids to read structs by
//! offsets, and the probe knows none. Feature `pure`, which keeps to what is documented, does,
//! and any other interpreter reads tuples by `PyTuple_GetItem`. Where a layout is in use
//! nothing is asked of the probe, so it is not made.
//!
//! *What it gains.* A tuple of 1,000 floats takes 1.05 times as long as in C that reads structs, and by
//! `PyTuple_GetItem` as long as a list, 1.9 times.
//!
//! *Invariants.* The probe belongs to its interpreter, as every object does, and lives as
//! long. It touches no thread state, so it may be called at any time on an attached thread.
//! The array is the tuple's: it stays where it is, unchanged, as long as the tuple is alive.

use std::ffi::{c_int, c_void};
use std::ptr;

use crate::object::{Bound, Py};
use crate::python::Python;
use crate::python::state::PerInterpreter;
use crate::{PyAny, abi, ffi};

/// The probe, if this interpreter has passed the test.
static PROBE: PerInterpreter<Option<Py<PyAny>>> = PerInterpreter::new();

/// The items of a tuple, borrowed; `None` where the probe cannot be used.
///
/// The first time, an object is made, so Python code may run: that of a destructor.
///
/// # Safety
/// `tuple` is a `tuple` or an instance of a subclass, alive for `'a`.
#[inline]
pub(crate) unsafe fn tuple_items<'a>(
    py: Python<'_>,
    tuple: *mut ffi::PyObject,
) -> Option<&'a [*mut ffi::PyObject]> {
    let probe = match PROBE.get(py) {
        Some(probe) => probe,
        None => PROBE.get_or_init(py, || make(py)),
    };
    // SAFETY: the caller's obligation; the probe has passed its test.
    unsafe { ask(probe.as_ref()?.as_ptr(), tuple) }
}

/// # Safety
/// `probe` is one; `tuple` is a tuple, alive for `'a`.
#[inline]
unsafe fn ask<'a>(
    probe: *mut ffi::PyObject,
    tuple: *mut ffi::PyObject,
) -> Option<&'a [*mut ffi::PyObject]> {
    // SAFETY: attached; both are what they are said to be. What comes back is no object but
    // the address of the tuple's array, which has as many items as the tuple.
    unsafe {
        let length = ffi::PyTuple_Size(tuple).cast_unsigned();
        let items = ffi::PyVectorcall_Call(probe, tuple, ptr::null_mut());
        if items.is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        Some(std::slice::from_raw_parts(items.cast::<*mut ffi::PyObject>(), length))
    }
}

/// The probe's vectorcall function: the address of the arguments.
unsafe extern "C" fn address(
    _probe: *mut ffi::PyObject,
    arguments: *const *mut ffi::PyObject,
    _count: usize,
    _names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    arguments.cast_mut().cast()
}

#[cold]
#[inline]
fn make(py: Python<'_>) -> Option<Py<PyAny>> {
    if !abi::layout::is_known() {
        return None;
    }
    // SAFETY: attached. A probe is a header and the address of its function, which is
    // written before anyone sees it. What failed is given up, its exception cleared.
    unsafe {
        let header = abi::interpreter().header_size;
        let probe = Bound::from_owned_ptr_or_opt(py, new_type(header)).and_then(|class| {
            let probe = ffi::PyType_GenericAlloc(class.as_ptr().cast(), 0);
            Bound::from_owned_ptr_or_opt(py, probe)
        });
        if let Some(probe) = &probe {
            let place = probe.as_ptr().byte_add(header).cast::<ffi::vectorcallfunc>();
            place.write(address);
        }
        ffi::PyErr_Clear();
        probe.filter(works).map(Bound::unbind)
    }
}

/// The type of probes, whose one field is after the header.
///
/// # Safety
/// Attached.
#[inline]
unsafe fn new_type(header: usize) -> *mut ffi::PyObject {
    let mut members = [
        ffi::PyMemberDef {
            name: c"__vectorcalloffset__".as_ptr(),
            type_code: ffi::Py_T_PYSSIZET,
            offset: header.cast_signed(),
            flags: ffi::Py_READONLY,
            doc: ptr::null(),
        },
        // SAFETY: a null name ends the members.
        unsafe { std::mem::zeroed() },
    ];
    let mut slots = [
        ffi::PyType_Slot { slot: ffi::Py_tp_members, pfunc: members.as_mut_ptr().cast::<c_void>() },
        ffi::PyType_Slot { slot: 0, pfunc: ptr::null_mut() },
    ];
    let flags = ffi::Py_TPFLAGS_DEFAULT
        | ffi::Py_TPFLAGS_HAVE_VECTORCALL
        | ffi::Py_TPFLAGS_IMMUTABLETYPE
        | ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION;
    let mut spec = ffi::PyType_Spec {
        name: c"everbind.probe".as_ptr(),
        basicsize: (header + size_of::<ffi::vectorcallfunc>()) as c_int,
        itemsize: 0,
        flags: flags as _,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: attached; what the specification points to is copied.
    unsafe { ffi::PyType_FromSpec(&mut spec) }
}

/// Whether a probe reads a tuple as `PyTuple_GetItem` does.
#[cold]
#[inline]
fn works(probe: &Bound<'_, PyAny>) -> bool {
    // SAFETY: attached; a new tuple of three items, each a type, which is borrowed and lives on.
    unsafe {
        let types = [ffi::PyLong_Type(), ffi::PyFloat_Type(), ffi::PyTuple_Type()];
        let [a, b, c] = types.map(<*mut _>::cast::<ffi::PyObject>);
        let tuple = ffi::PyTuple_New(3);
        let Some(tuple) = Bound::from_owned_ptr_or_opt(probe.py(), tuple) else { return false };
        for (index, item) in [a, b, c].into_iter().enumerate() {
            ffi::Py_INCREF(item);
            ffi::PyTuple_SetItem(tuple.as_ptr(), index.cast_signed(), item);
        }
        ask(probe.as_ptr(), tuple.as_ptr()) == Some(&[a, b, c])
    }
}
