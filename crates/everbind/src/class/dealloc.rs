//! `tp_dealloc`: the end of an instance.
//!
//! *Problem.* The last reference may go at any time: with an exception set, inside a
//! collection, from the deallocation of a Python subclass, on another thread than
//! the one the value belongs to. The value's `Drop` is user code: it may run Python,
//! panic, or (through `__del__`) bring the object back.
//!
//! *Order.* `__del__`, then leave the GC, then clear weak references, then drop the
//! values from the class down to its first base, then the `__dict__`, then give the
//! memory back through the actual type, and last the reference to that type.
//!
//! *Python subclasses* come here from CPython's `subtype_dealloc`, which has called
//! the finaliser itself, and leaves the reference to the type to us, because our type is
//! a heap type too.
//!
//! *One for all.* A class that extends `object` and whose values need not be dropped has no function of its
//! own: its record is found by its type. Functions of their own would be 50 bytes for each class.
//!
//! *Long chains* of instances that own each other are finished in portions; see
//! `nesting.rs`.

use std::ffi::{c_ulong, c_void};
use std::marker::PhantomData;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use super::elsewhere;
use super::layout::{CellLayout, Options};
use super::nesting::finish_nested;
use super::record::ClassRecord;
use super::tables::Tables;
use super::traits::{PyClassBaseType, PyClassImpl};
use crate::error::panic_to_err;
use crate::python::Python;
use crate::{abi, ffi};

/// The `tp_dealloc` of the class `T`, whose values or base need more than memory to be given back.
///
/// # Safety
/// Called by CPython with an instance whose last reference has gone.
pub unsafe extern "C" fn dealloc<T: PyClassImpl>(object: *mut ffi::PyObject) {
    // SAFETY: the caller's obligation.
    unsafe { dealloc_dropping(object, T::record()) }
}

/// The `tp_dealloc` of all classes that extend `object` and whose values need not be dropped, but for the
/// simple ones.
///
/// # Safety
/// As [`dealloc`].
pub(super) unsafe extern "C" fn dealloc_plain(object: *mut ffi::PyObject) {
    // SAFETY: the caller's obligation; the class is the first of its line.
    unsafe { dealloc_any(object, ClassRecord::first_of(ffi::Py_TYPE(object))) }
}

/// The flags that tell a type that may be derived, or is, from that of a simple class. Such a class that may
/// be derived from has one as well, and takes the longer way.
const NOT_SIMPLE: c_ulong = ffi::Py_TPFLAGS_BASETYPE | ffi::Py_TPFLAGS_HAVE_GC;

/// The `tp_dealloc` of the simple ones among them. A type that has it is such a class itself: a subclass has
/// `subtype_dealloc`, which calls this.
///
/// # Safety
/// As [`dealloc`].
pub(super) unsafe extern "C" fn dealloc_simple(object: *mut ffi::PyObject) {
    // SAFETY: an instance; nobody else sees it any more; attached, as CPython is. A slot has the type of
    // its number.
    unsafe {
        let tp = ffi::Py_TYPE(object);
        let is_own = match abi::layout::type_dealloc(tp) {
            Some(slot) => ptr::eq(slot as *const c_void, dealloc_simple as *const c_void),
            // Asked for its slot it would take five times as long. What cannot be derived from and has no GC
            // ends as a simple class, whatever it is: its memory is `PyObject_Malloc`'s, by `init.rs`.
            None => ffi::PyType_GetFlags(tp) & NOT_SIMPLE == 0,
        };
        if is_own {
            dealloc_final(object);
        } else {
            dealloc_plain(object);
        }
    }
}

/// The `tp_dealloc` of those that have no subclass: no other type gets here. The usual way calls nothing.
///
/// # Safety
/// As [`dealloc`].
pub(super) unsafe extern "C" fn dealloc_final(object: *mut ffi::PyObject) {
    // SAFETY: an instance; nobody else sees it any more; attached, as CPython is. Its class is of ours. Who has
    // an instance is attached to the interpreter of its type.
    unsafe {
        if let Some((tp, methods)) = abi::layout::type_and_methods(object) {
            let record = Tables::record_before(methods);
            if record.simple_type() == tp && record.keep(object) {
                // What is kept is kept with the GIL, and the layout is known.
                return ffi::decref_in_place(tp.cast());
            }
        }
        free_simple(object);
    }
}

/// Frees the memory of an instance, and gives up its reference to the type.
///
/// # Safety
/// As [`dealloc`]; nothing else is left of the instance.
#[cold]
#[inline(never)]
unsafe extern "C" fn free_simple(object: *mut ffi::PyObject) {
    // SAFETY: the memory is `PyObject_Malloc`'s.
    unsafe {
        let tp = ffi::Py_TYPE(object);
        ffi::PyObject_Free(object.cast());
        ffi::Py_DECREF(tp.cast());
    }
}

/// # Safety
/// As [`dealloc`]; `record` is that of `T`.
unsafe extern "C" fn dealloc_dropping(object: *mut ffi::PyObject, record: &'static ClassRecord) {
    // SAFETY: an instance; nobody else sees it any more; attached, as CPython is.
    unsafe {
        if abi::layout::is_surely(object, record.simple_type()) {
            finish_nested(object, record, finish_simple);
        } else if abi::layout::is_surely(object, record.tracked_type()) {
            ffi::PyObject_GC_UnTrack(object.cast());
            finish_nested(object, record, finish_tracked);
        } else {
            dealloc_any(object, record);
        }
    }
}

/// # Safety
/// As [`dealloc`]; `record` is that of `T`.
#[cold]
unsafe fn dealloc_any(object: *mut ffi::PyObject, record: &'static ClassRecord) {
    // SAFETY: the caller's obligations.
    unsafe {
        if leave(object, ffi::Py_TYPE(object), record) {
            finish_nested(object, record, finish_any);
        }
    }
}

/// The end of an instance of a simple class.
///
/// # Safety
/// As [`dealloc`]; `record` is that of `T`.
unsafe fn finish_simple(object: *mut ffi::PyObject, record: &'static ClassRecord) {
    // SAFETY: the caller's obligations; the memory is `PyObject_Malloc`'s.
    unsafe { finish_kept(object, record, ClassRecord::simple_type, ffi::PyObject_Free) }
}

/// The end of an instance of a tracked class, which has left the collector.
///
/// # Safety
/// As [`dealloc`]; `record` is that of `T`.
unsafe fn finish_tracked(object: *mut ffi::PyObject, record: &'static ClassRecord) {
    // SAFETY: the caller's obligations; the memory is `PyObject_GC_New`'s.
    unsafe { finish_kept(object, record, ClassRecord::tracked_type, ffi::PyObject_GC_Del) }
}

/// The end of an instance whose memory is kept while the class is still `own`, and else given to `free`.
///
/// # Safety
/// As [`dealloc`]; `record` is that of `T`, and `free` is for memory of its instances.
#[inline(always)]
unsafe fn finish_kept(
    object: *mut ffi::PyObject,
    record: &'static ClassRecord,
    own: fn(&ClassRecord) -> *mut ffi::PyTypeObject,
    free: unsafe fn(*mut c_void),
) {
    // SAFETY: only the value and the memory are left of the instance.
    unsafe {
        let tp = ffi::Py_TYPE(object);
        if let Some(drop) = record.known_spec().drop_values {
            guarded(object, drop);
        }
        // The class may have ended while the value was dropped.
        if own(record) != tp || !record.keep(object) {
            free(object.cast());
        }
        ffi::Py_DECREF(tp.cast());
    }
}

/// The end of an instance after [`leave`].
///
/// # Safety
/// As [`dealloc`]; `record` is that of `T`.
unsafe fn finish_any(object: *mut ffi::PyObject, record: &'static ClassRecord) {
    // SAFETY: the values are dropped first, and never used again.
    unsafe {
        if let Some(drop) = record.spec().drop_values {
            guarded(object, drop);
        }
        finish(object, record);
    }
}

/// # Safety
/// As [`dealloc`].
unsafe fn drop_value<T: PyClassImpl>(object: *mut ffi::PyObject) {
    // SAFETY: the cell holds a value, which is never used again.
    unsafe { ptr::drop_in_place(T::value(object)) }
}

/// Drops the values of the class and of its bases, also when one of them panics.
///
/// # Safety
/// As [`dealloc`].
#[doc(hidden)]
pub unsafe fn drop_values<T: PyClassImpl>(object: *mut ffi::PyObject) {
    struct Bases<T: PyClassImpl>(*mut ffi::PyObject, PhantomData<T>);

    impl<T: PyClassImpl> Drop for Bases<T> {
        fn drop(&mut self) {
            // SAFETY: the bases' values are never used again.
            unsafe { <T::BaseType as PyClassBaseType>::drop_base_values(self.0) }
        }
    }

    let _bases = Bases::<T>(object, PhantomData);
    // SAFETY: the caller's obligation.
    if unsafe { elsewhere::end::<T>(object) } {
        return;
    }
    // SAFETY: an instance; a type may have gone before it had its data.
    let has_value = !T::IS_TYPE || unsafe { super::type_data::end(object, T::record()) };
    if mem::needs_drop::<T>() && has_value {
        // SAFETY: the cell holds a value, which is never used again.
        unsafe {
            if T::OPTIONS.has(Options::UNSENDABLE) && T::bound_elsewhere(object).is_some() {
                dropped_elsewhere(std::any::type_name::<T>());
            } else {
                drop_value::<T>(object);
            }
        }
    }
}

#[cold]
fn dropped_elsewhere(name: &str) {
    // SAFETY: only called while an instance is deallocated, so attached.
    let py = unsafe { Python::assume_attached() };
    let message = format!("{name} is unsendable, but is being dropped on another thread");
    crate::PyErr::worded::<crate::exceptions::PyRuntimeError>(message).write_unraisable(py, None);
}

/// Runs a destructor with the raised exception put aside; a panic is reported, and so is an exception that it leaves set.
///
/// # Safety
/// As `drop` demands, on an attached thread.
unsafe fn guarded(object: *mut ffi::PyObject, drop: unsafe fn(*mut ffi::PyObject)) {
    // SAFETY: the exception taken is given back; the rest is the caller's obligation.
    unsafe {
        let raised = ffi::PyErr_GetRaisedException();
        let outcome = catch_unwind(AssertUnwindSafe(|| drop(object)));
        if let Err(payload) = outcome {
            let py = Python::assume_attached();
            panic_to_err(payload).write_unraisable(py, None);
        }
        if !ffi::PyErr_Occurred().is_null() {
            left_set();
        }
        if !raised.is_null() {
            ffi::PyErr_SetRaisedException(raised);
        }
    }
}

/// Reports the exception that a destructor has left set: CPython takes it for that of whoever let the instance go.
#[cold]
#[inline(never)]
fn left_set() {
    // SAFETY: only called while an instance is deallocated, so attached.
    let py = unsafe { Python::assume_attached() };
    crate::PyErr::fetch(py).write_unraisable(py, None);
}

/// What comes before the values are dropped. Returns false when `__del__` has brought
/// the object back.
///
/// # Safety
/// As [`dealloc`]; `tp` is the object's type and `record` that of `T`.
unsafe fn leave(
    object: *mut ffi::PyObject,
    tp: *mut ffi::PyTypeObject,
    record: &'static ClassRecord,
) -> bool {
    // SAFETY: as the essay says; slots have the types of their numbers.
    unsafe {
        let slot = ffi::PyType_GetSlot(tp, ffi::Py_tp_dealloc);
        let own = slot == record.spec().dealloc as *mut c_void;
        if own && !ffi::PyType_GetSlot(tp, ffi::Py_tp_finalize).is_null() {
            let run = ffi::PyObject_CallFinalizerFromDealloc();
            if run.is_some_and(|run| run(object) < 0) {
                return false;
            }
        }
        if record.has_gc() {
            // Also after `subtype_dealloc`, which puts the object back for us.
            ffi::PyObject_GC_UnTrack(object.cast());
        }
        let mut class = Some(record);
        while let Some(record) = class {
            if record.spec().options.has(Options::WEAKREF) {
                ffi::PyObject_ClearWeakRefs(object);
            }
            class = (record.spec().base_record)();
        }
        true
    }
}

/// What comes after the values are dropped.
///
/// # Safety
/// As [`dealloc`]; `record` is that of `T`.
unsafe fn finish(object: *mut ffi::PyObject, record: &'static ClassRecord) {
    // SAFETY: as the essay says; slots have the types of their numbers.
    unsafe {
        let tp = ffi::Py_TYPE(object);
        let mut last = record;
        clear_dict(object, last);
        while let Some(base) = (last.spec().base_record)() {
            last = base;
            clear_dict(object, last);
        }
        if last.spec().base_is_object {
            free(object, tp);
        } else {
            let native = (last.spec().base_type)(Python::assume_attached());
            let slot = ffi::PyType_GetSlot(native, ffi::Py_tp_dealloc);
            let flags = ffi::PyType_GetFlags(native);
            let is_heap = flags & ffi::Py_TPFLAGS_HEAPTYPE != 0;
            // Some, as those of `OSError` and `type`, take the object off the GC's list without asking whether it
            // is on it. A debug build's `Track` would look into the values, which are dropped; of types it finds
            // that they have none.
            let may_track = last.spec().is_type || !abi::interpreter().debug;
            if flags & ffi::Py_TPFLAGS_HAVE_GC != 0 && may_track {
                ffi::PyObject_GC_Track(object.cast());
            }
            mem::transmute::<*mut c_void, ffi::destructor>(slot)(object);
            if is_heap {
                return;
            }
        }
        ffi::Py_DECREF(tp.cast());
    }
}

/// # Safety
/// `object` is an instance of type `tp` of which only the memory is left.
unsafe fn free(object: *mut ffi::PyObject, tp: *mut ffi::PyTypeObject) {
    // SAFETY: every type has `tp_free`; the memory came from the same type.
    unsafe {
        let slot = ffi::PyType_GetSlot(tp, ffi::Py_tp_free);
        mem::transmute::<*mut c_void, ffi::freefunc>(slot)(object.cast());
    }
}

/// Gives up the `__dict__` that the class has added to its instances.
///
/// # Safety
/// `object` is an instance of the record's class.
pub(super) unsafe fn clear_dict(object: *mut ffi::PyObject, record: &'static ClassRecord) {
    let offset = record.spec().cell.dict;
    if offset != CellLayout::ABSENT {
        // SAFETY: the cell has room for the pointer there.
        unsafe {
            let place = object
                .byte_add(record.offset())
                .cast::<u8>()
                .add(offset)
                .cast::<*mut ffi::PyObject>();
            let dict = place.replace(ptr::null_mut());
            ffi::Py_XDECREF(dict);
        }
    }
}
