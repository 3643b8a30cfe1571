//! Objects whose references are not counted any more.
//!
//! *Problem.* Without the GIL, threads that make instances of one class contend for the count of
//! references to it. CPython spares the classes of Python code that: 3.13 makes them immortal as soon as
//! there is a second thread. It does not for classes that are made by `PyType_FromMetaclass`.
//!
//! Where the layout is not in use `_Py_SetRefcnt`, which is what `Py_SET_REFCNT` is in the stable ABI from 3.13 on, does it: a
//! count beyond 32 bits it takes for immortal, on the versions that are known. Should it not, the count is such that
//! the object never ends, which is what was asked for.

use super::{field, is_known, known};
use crate::{_Py_SetRefcnt, Py_ssize_t, PyObject, PyObject_GC_UnTrack};

/// The count of references, by the owning thread, of what is immortal.
pub(super) const IMMORTAL: u32 = u32::MAX;

/// More references than the owning thread can count, and fewer than would not fit beside flags.
#[cfg(target_pointer_width = "64")]
const TOO_MANY: Py_ssize_t = 1 << 33;
#[cfg(not(target_pointer_width = "64"))]
const TOO_MANY: Py_ssize_t = Py_ssize_t::MAX;

/// Makes a new object of the kind that the collector knows immortal, if there is no GIL and the version
/// is known. Says whether it did.
///
/// # Safety
/// `o` is such an object, which no other thread has seen, the thread is attached, and
/// [`load`](crate::load) has returned `Ok`.
pub unsafe fn make_immortal(o: *mut PyObject) -> bool {
    // SAFETY: loaded (caller's contract).
    let Some(row) = (unsafe { known() }).row.as_ref().filter(|row| row.ref_local != 0) else {
        // SAFETY: loaded (caller's contract).
        return match unsafe { _Py_SetRefcnt() } {
            // SAFETY: attached; this thread owns the object, which nobody else uses (caller's contract).
            Some(set) if is_known() && unsafe { super::free_threaded() } => unsafe {
                PyObject_GC_UnTrack(o.cast());
                set(o, TOO_MANY);
                true
            },
            _ => false,
        };
    };
    // SAFETY: nobody else uses the object (caller's contract), the offset is its version's, and
    // what is immortal is not to be tracked.
    unsafe {
        PyObject_GC_UnTrack(o.cast());
        field::<u32>(o, row.ref_local).write(IMMORTAL);
    }
    true
}
