//! Locking objects on free-threaded builds.
//!
//! With the GIL, an attached thread already excludes the others, and the
//! functions here only call their closure.

use crate::object::Bound;
use crate::{abi, ffi};

struct Section(ffi::PyCriticalSection);

impl Drop for Section {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: begun by the function that made this guard, on this thread.
        unsafe { ffi::PyCriticalSection_End(&mut self.0) }
    }
}

struct Section2(ffi::PyCriticalSection2);

impl Drop for Section2 {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: begun by the function that made this guard, on this thread.
        unsafe { ffi::PyCriticalSection2_End(&mut self.0) }
    }
}

/// Runs `f` while the object's lock is held.
///
/// The lock may be released while `f` waits for another (as CPython's critical
/// sections do), so it protects no invariant across calls into Python.
#[inline]
pub fn with_critical_section<F, R>(object: &Bound<'_, crate::PyAny>, f: F) -> R
where
    F: FnOnce() -> R,
{
    if gil_is_certain() {
        return f();
    }
    // SAFETY: zeroed is the state before `Begin`; the guard stays in place on
    // this stack frame until it ends the section.
    let mut section = Section(unsafe { std::mem::zeroed() });
    // SAFETY: attached, a living object.
    unsafe { ffi::PyCriticalSection_Begin(&mut section.0, object.as_ptr()) };
    f()
}

/// Runs `f` while the locks of both objects are held.
#[inline]
pub fn with_critical_section2<F, R>(
    a: &Bound<'_, crate::PyAny>,
    b: &Bound<'_, crate::PyAny>,
    f: F,
) -> R
where
    F: FnOnce() -> R,
{
    if gil_is_certain() {
        return f();
    }
    // SAFETY: as in `with_critical_section`.
    let mut section = Section2(unsafe { std::mem::zeroed() });
    // SAFETY: attached, living objects.
    unsafe { ffi::PyCriticalSection2_Begin(&mut section.0, a.as_ptr(), b.as_ptr()) };
    f()
}

/// Saves the calls where it is known without asking that there is nothing to lock.
#[inline(always)]
fn gil_is_certain() -> bool {
    // SAFETY: attached, so the table is loaded. Counts are changed in place only under
    // a GIL.
    unsafe { abi::layout::inline_refcount() }
}
