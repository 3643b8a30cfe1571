//! [`Deeper`]: a level of nested containers, as Python counts them for its recursion limit.
//!
//! A type of a user's that is read from containers of itself reads a list that contains itself for ever. So whoever
//! converts items that may be anything goes a level deeper meanwhile; numbers and texts are read without.

use crate::error::{PyErr, PyResult};
use crate::ffi;
use crate::python::Python;

/// A level is so many of Python's: up to 3.13 it counts calls instead of measuring the stack, and takes them to use 800
/// bytes at most. What is derived for an enum of three variants uses twice that.
const CALLS: u32 = 4;

fn leave(calls: u32) {
    for _ in 0..calls {
        // SAFETY: entered as often, on an attached thread that the conversion does not leave.
        unsafe { ffi::Py_LeaveRecursiveCall() }
    }
}

/// One level, left when dropped.
pub(super) struct Deeper(());

impl Deeper {
    /// # Errors
    /// `RecursionError` when that is too deep.
    #[inline(never)]
    pub(super) fn enter(py: Python<'_>) -> PyResult<Self> {
        // SAFETY: attached (token); a C string.
        let enter =
            || unsafe { ffi::Py_EnterRecursiveCall(c" while converting nested items".as_ptr()) };
        for entered in 0..CALLS {
            if enter() != 0 {
                leave(entered);
                return Err(PyErr::fetch(py));
            }
        }
        Ok(Deeper(()))
    }
}

impl Drop for Deeper {
    #[inline]
    fn drop(&mut self) {
        leave(CALLS);
    }
}
