//! Objects whose references are not counted any more.
//!
//! *Problem.* Without the GIL, threads that make instances of one class contend for the count of
//! references to it. CPython spares the classes of Python code that: 3.13 makes them immortal as soon as
//! there is a second thread. It does not for classes that are made by `PyType_FromMetaclass`.

use super::{field, known};
use crate::{PyObject, PyObject_GC_UnTrack};

/// The count of references, by the owning thread, of what is immortal.
pub(super) const IMMORTAL: u32 = u32::MAX;

/// Makes a new object of the kind that the collector knows immortal, if there is no GIL and the layout
/// is known. Says whether it did.
///
/// # Safety
/// `o` is such an object, which no other thread has seen, the thread is attached, and
/// [`load`](crate::load) has returned `Ok`.
pub unsafe fn make_immortal(o: *mut PyObject) -> bool {
    // SAFETY: loaded (caller's contract).
    let Some(row) = (unsafe { known() }).row.as_ref().filter(|row| row.ref_local != 0) else {
        return false;
    };
    // SAFETY: nobody else uses the object (caller's contract), the offset is its version's, and
    // what is immortal is not to be tracked.
    unsafe {
        PyObject_GC_UnTrack(o.cast());
        field::<u32>(o, row.ref_local).write(IMMORTAL);
    }
    true
}
