//! [`Spare`]: freed instances of a class that the next ones are made of.
//!
//! *Problem.* What is computed with small objects makes and frees one after the other: `p + q` is a
//! `PyObject_Malloc` and a `PyObject_Free`, a third of its instructions. CPython keeps freed floats and
//! tuples for that reason.
//!
//! *How.* The class's record has a list of a few blocks of memory, linked through the word that was each
//! one's type. Giving one back is two loads and three stores, taking one as much; `PyObject_Init` does
//! the rest, so who traces references or memory sees every instance.
//!
//! *With garbage collection* the block is what is behind the collector's header, which the instance has left
//! (`PyObject_GC_UnTrack`) and the next one enters again.
//!
//! *Whose.* The blocks are those of exact instances of the class's `simple` or `tracked` type (see `record.rs`), which
//! belongs to one interpreter. Whoever comes here has an object of that type, or is asked to make one, so
//! it runs under that interpreter's GIL, and nobody else uses the list: no lock, and the atomics are plain
//! loads and stores. Without the GIL there is never room, and the list stays empty.
//!
//! *The end.* When the type goes, its record stops naming it, and only then is the list emptied: an
//! instance that is freed later finds that its type is not the record's, and goes to `PyObject_Free`.
//!
//! *Rejected.* One list for each size: two interpreters with GILs of their own would share it. Keeping
//! the reference to the type in the block: the count of the type would lie.

use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

use crate::ffi;

/// How many blocks a class keeps.
const ROOM: usize = 32;
/// The largest instances that are kept: CPython's own allocator is for such.
pub(super) const LARGEST: usize = 512;

/// The list of one class. All zero: empty, without room.
pub(super) struct Spare {
    first: AtomicPtr<ffi::PyObject>,
    /// How many more it takes.
    room: AtomicUsize,
}

impl Spare {
    pub(super) const fn new() -> Self {
        Spare { first: AtomicPtr::new(ptr::null_mut()), room: AtomicUsize::new(0) }
    }

    /// Makes room. The list is empty, and nobody knows the type.
    pub(super) fn open(&self) {
        self.room.store(ROOM, Ordering::Relaxed);
    }

    /// A block for a new instance, or null.
    ///
    /// # Safety
    /// Attached to the interpreter of the list's type.
    #[inline(always)]
    pub(super) unsafe fn take(&self) -> *mut ffi::PyObject {
        let first = self.first.load(Ordering::Relaxed);
        if !first.is_null() {
            // SAFETY: what is on the list is memory of an instance, linked by `give`.
            let next = unsafe { link(first).read() };
            self.first.store(next, Ordering::Relaxed);
            self.room.store(self.room.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        }
        first
    }

    /// Takes the memory of an instance; false if there is no room.
    ///
    /// # Safety
    /// The memory of an exact instance of the list's type, of which nothing else is left; attached to the
    /// type's interpreter.
    #[inline(always)]
    pub(super) unsafe fn give(&self, object: *mut ffi::PyObject) -> bool {
        let room = self.room.load(Ordering::Relaxed);
        if room == 0 {
            return false;
        }
        // SAFETY: the caller's obligation: the memory is ours now.
        unsafe { link(object).write(self.first.load(Ordering::Relaxed)) };
        self.first.store(object, Ordering::Relaxed);
        self.room.store(room - 1, Ordering::Relaxed);
        true
    }

    /// Frees the blocks, and takes none any more.
    ///
    /// # Safety
    /// Attached to the interpreter of the list's type `tp`, which is alive and not named by the record any more.
    /// `has_gc` is what its flag says.
    #[cold]
    pub(super) unsafe fn close(&self, tp: *mut ffi::PyTypeObject, has_gc: bool) {
        loop {
            // SAFETY: the caller's obligation; what is on the list is nobody's memory but ours.
            unsafe {
                let block = self.take();
                if block.is_null() {
                    break;
                }
                if has_gc {
                    // That asks the type where the memory begins.
                    link(block).write(tp.cast());
                    ffi::PyObject_GC_Del(block.cast());
                } else {
                    ffi::PyObject_Free(block.cast());
                }
            }
        }
        self.room.store(0, Ordering::Relaxed);
    }
}

/// The word of a block that links it: an instance's second, which is its type with the GIL.
///
/// # Safety
/// The memory of an instance.
#[inline(always)]
unsafe fn link(block: *mut ffi::PyObject) -> *mut *mut ffi::PyObject {
    // SAFETY: an instance begins with two words at least.
    unsafe { block.cast::<*mut ffi::PyObject>().add(1) }
}
