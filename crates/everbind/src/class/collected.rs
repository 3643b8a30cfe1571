//! `tp_traverse` and `tp_clear` derived from a class's fields.
//!
//! *Invariant.* A value is only changed under its borrow flag. A `frozen` class has none, and a reference
//! into it may be in use on any thread, so of such a class only cells and locks are cleared.
//!
//! *Order.* What is taken out of a value is dropped after the borrow has ended: that may run Python code,
//! which finds the value emptied but usable.

use std::ffi::{c_int, c_void};

use super::borrow::BorrowFlag;
use super::gc::traverse_value;
use super::layout::Options;
use super::traits::PyClassImpl;
use crate::call::entry::guard;
use crate::ffi;
use crate::traverse::{Fields, Removed};

/// Visits the fields.
///
/// # Safety
/// Called by the collector with an instance of `T`.
pub(super) unsafe extern "C" fn traverse_fields<T: PyClassImpl + Fields>(
    object: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the caller's obligation.
    unsafe { traverse_value::<T>(object, visit, arg, |value, visit| value.traverse_fields(&visit)) }
}

/// Ends an exclusive borrow when dropped.
struct Unlock<'a>(&'a BorrowFlag);

impl Drop for Unlock<'_> {
    fn drop(&mut self) {
        self.0.unlock();
    }
}

/// Clears the fields; nothing, where the value is in use.
///
/// # Safety
/// Called by the collector with an instance of `T`.
pub(super) unsafe extern "C" fn clear_fields<T: PyClassImpl + Fields>(
    object: *mut ffi::PyObject,
) -> c_int {
    // SAFETY: an instance, on an attached thread; a reference to its value is exclusive only
    // under the exclusive borrow, and made on its own thread.
    unsafe {
        guard(|_py| {
            let mut removed = Removed::default();
            if T::bound_elsewhere(object).is_some() {
                return Ok(0);
            }
            if T::OPTIONS.has(Options::FROZEN) {
                (*T::value(object)).clear_shared_fields(&mut removed);
            } else if T::flag(object).lock().is_ok() {
                let _unlock = Unlock(T::flag(object));
                (*T::value(object)).clear_fields(&mut removed);
            }
            Ok(0)
        })
    }
}
