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

use super::record::ClassRecord;
use crate::ffi;

/// How many blocks a class keeps.
const ROOM: usize = 32;
/// The largest instances that are kept: CPython's own allocator is for such.
const LARGEST: usize = 512;

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

impl ClassRecord {
    /// Lets instances of a class without anything special take the short ways.
    pub(super) fn is_known_by(&'static self, pointer: *mut ffi::PyTypeObject) {
        let interpreter = crate::abi::interpreter();
        let with_gil = !interpreter.free_threaded;
        if with_gil && self.offset() + self.spec().cell.size <= LARGEST {
            self.spare.open();
        }
        if !self.has_gc() {
            self.simple.store(pointer, Ordering::Release);
        } else if with_gil && !interpreter.debug {
            self.tracked.store(pointer, Ordering::Release);
        }
    }

    /// A new instance of the class's own type, which is simple: null when memory runs out.
    ///
    /// # Safety
    /// Attached to the interpreter of `simple`, which is [`simple_type`](Self::simple_type).
    #[inline(always)]
    pub(super) unsafe fn new_simple(&self, simple: *mut ffi::PyTypeObject) -> *mut ffi::PyObject {
        // SAFETY: the caller's obligation; a block on the list is as large as an instance.
        unsafe {
            let block = self.spare.take();
            if block.is_null() {
                ffi::_PyObject_New(simple)
            } else {
                ffi::PyObject_Init(block, simple)
            }
        }
    }

    /// The class's own type object, if it is known and exact instances are made by `PyObject_GC_New` and freed
    /// by `PyObject_GC_Del`, and are otherwise as those of a [`simple_type`](Self::simple_type). Else null. It is
    /// used with the GIL only, and not in debug builds.
    #[inline(always)]
    pub(super) fn tracked_type(&self) -> *mut ffi::PyTypeObject {
        self.tracked.load(Ordering::Acquire)
    }

    /// A new instance of the class's own type, tracked already: null when memory runs out. Until its cell is filled,
    /// nothing may run that could collect garbage.
    ///
    /// # Safety
    /// Attached to the interpreter of `tracked`, which is [`tracked_type`](Self::tracked_type).
    pub(super) unsafe fn new_tracked(&self, tracked: *mut ffi::PyTypeObject) -> *mut ffi::PyObject {
        // SAFETY: the caller's obligation; a block on the list is as large as an instance, behind a header for
        // the collector, and has left that.
        unsafe {
            let block = self.spare.take();
            let object = if block.is_null() {
                ffi::_PyObject_GC_New(tracked)
            } else {
                ffi::PyObject_Init(block, tracked)
            };
            if !object.is_null() {
                ffi::PyObject_GC_Track(object.cast());
            }
            object
        }
    }

    /// Takes back the memory of an instance of the class's own type, if there is room.
    ///
    /// # Safety
    /// As [`new_simple`](Self::new_simple) or [`new_tracked`](Self::new_tracked); only the memory is left of the instance.
    #[inline(always)]
    pub(super) unsafe fn keep(&self, object: *mut ffi::PyObject) -> bool {
        // SAFETY: the caller's obligation.
        unsafe { self.spare.give(object) }
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
