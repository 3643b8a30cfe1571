//! Addresses that are set once.
//!
//! `compare_exchange` is some two hundred lines for LLVM, for each type that is pointed to; so the types
//! share this one.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// Sets `place` to `new` if it is `old`. Otherwise gives what it is.
#[inline]
pub(crate) fn replace<T>(place: &AtomicPtr<T>, old: *mut T, new: *mut T) -> Result<(), *mut T> {
    // SAFETY: the same type but for what is pointed to.
    let place = unsafe { &*ptr::from_ref(place).cast::<AtomicPtr<()>>() };
    match replace_any(place, old.cast(), new.cast()) {
        found if found == old.cast() => Ok(()),
        found => Err(found.cast()),
    }
}

#[cold]
#[inline(never)]
fn replace_any(place: &AtomicPtr<()>, old: *mut (), new: *mut ()) -> *mut () {
    match place.compare_exchange(old, new, Ordering::AcqRel, Ordering::Acquire) {
        Ok(found) | Err(found) => found,
    }
}

/// What `place` points to, set now to what `make` gives if it is null. Several threads may make one; the
/// first to finish wins, and the others' are lost.
pub(crate) fn get_or_make<T>(place: &AtomicPtr<T>, make: impl FnOnce() -> *mut T) -> *mut T {
    let known = place.load(Ordering::Acquire);
    if !known.is_null() {
        return known;
    }
    let made = make();
    match replace(place, ptr::null_mut(), made) {
        Ok(()) => made,
        Err(first) => first,
    }
}
