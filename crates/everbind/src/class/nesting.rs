//! Deallocation of long chains: a list whose nodes own each other must not use as much
//! stack as it has nodes.
//!
//! *Problem.* An instance's value may own the last reference to another instance, and
//! so on: each link is a few C and Rust frames. CPython has a "trashcan" for its own
//! containers, which extensions cannot use through the stable ABI before 3.14.
//!
//! *How.* The frames that drop values are counted. From [`DEEP`] on, an instance is put
//! on a list instead, and the list is worked off further up, where the stack is short
//! again. Only classes whose value needs dropping come here, so the thread-local costs
//! nothing to the others.
//!
//! *Invariant.* What is on the list has no reference any more, has left the GC, and is
//! dropped on the thread that put it there: an outer frame of the same thread always
//! remains to do it.

use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;

use super::record::ClassRecord;
use crate::ffi;

/// At how many nested frames instances are put aside.
const DEEP: u32 = 48;
/// At how many nested frames they are taken up again.
const SHALLOW: u32 = 24;

/// The end of an instance: drops its values and frees its memory.
pub(super) type Finish = unsafe fn(*mut ffi::PyObject, &'static ClassRecord);

/// An instance put aside.
type Aside = (*mut ffi::PyObject, &'static ClassRecord, Finish);

/// What a thread is doing. It is looked up once for each instance.
struct Nesting {
    depth: Cell<u32>,
    /// Whether there is anything in `later`.
    waiting: Cell<bool>,
    /// Freed when it was worked off, so the thread need not drop it (which brings a thousand lines for
    /// LLVM with it).
    later: ManuallyDrop<RefCell<Vec<Aside>>>,
}

thread_local! {
    static NESTING: Nesting = const {
        Nesting {
            depth: Cell::new(0),
            waiting: Cell::new(false),
            later: ManuallyDrop::new(RefCell::new(Vec::new())),
        }
    };
}

/// Calls `finish(object, record)`, now or further up the stack.
///
/// # Safety
/// `finish` may be called with these, once, at any time until the outermost
/// deallocation of this thread ends.
#[inline]
pub(super) unsafe fn finish_nested(
    object: *mut ffi::PyObject,
    record: &'static ClassRecord,
    finish: Finish,
) {
    NESTING.with(|nesting| {
        let depth = nesting.depth.get();
        if depth >= DEEP {
            return nesting.put_aside((object, record, finish));
        }
        nesting.depth.set(depth + 1);
        // SAFETY: the caller's obligation.
        unsafe { finish(object, record) };
        nesting.depth.set(depth);
        if nesting.waiting.get() && depth < SHALLOW {
            nesting.work_off(depth);
        }
    });
}

impl Nesting {
    #[cold]
    fn put_aside(&self, aside: Aside) {
        self.later.borrow_mut().push(aside);
        self.waiting.set(true);
    }

    /// Finishes what was put aside, and what that puts aside in turn.
    #[cold]
    fn work_off(&self, depth: u32) {
        while let Some((object, record, finish)) = self.take() {
            self.depth.set(depth + 1);
            // SAFETY: the obligation of the call that put it aside.
            unsafe { finish(object, record) };
            self.depth.set(depth);
        }
    }

    /// The last one of the list, which is freed with it.
    fn take(&self) -> Option<Aside> {
        let mut later = self.later.borrow_mut();
        let last = later.pop()?;
        if later.is_empty() {
            *later = Vec::new();
            self.waiting.set(false);
        }
        Some(last)
    }
}

#[cfg(all(test, feature = "macros"))]
mod tests {
    use std::cell::Cell;
    use std::ptr;

    use super::super::traits::PyClassImpl as _;
    use super::{ClassRecord, DEEP, finish_nested};

    #[crate::pyclass(crate = "crate")]
    struct Link;

    thread_local! {
        static LEFT: Cell<u32> = const { Cell::new(0) };
        static NOW: Cell<u32> = const { Cell::new(0) };
        static MOST: Cell<u32> = const { Cell::new(0) };
    }

    /// Stands for the end of an instance that owns the next one.
    unsafe fn end(object: *mut crate::ffi::PyObject, record: &'static ClassRecord) {
        NOW.set(NOW.get() + 1);
        MOST.set(MOST.get().max(NOW.get()));
        if LEFT.get() > 0 {
            LEFT.set(LEFT.get() - 1);
            // SAFETY: `end` may be called with anything at any time.
            unsafe { finish_nested(object, record, end) };
        }
        NOW.set(NOW.get() - 1);
    }

    #[test]
    fn a_long_chain_needs_a_short_stack() {
        LEFT.set(100_000);
        // SAFETY: as above.
        unsafe { finish_nested(ptr::null_mut(), Link::record(), end) };
        assert_eq!((LEFT.get(), NOW.get()), (0, 0));
        assert_eq!(MOST.get(), DEEP);
    }
}
