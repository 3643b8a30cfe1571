//! The entries of a dict as borrowed pointers, with a watch on its size.
//!
//! Under [`Pairs`](super::Pairs) and under the conversions to maps. It is there once and inlined
//! into their loops.

use std::marker::PhantomData;

use crate::error::PyErr;
use crate::exceptions::PyRuntimeError;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyDict;
use crate::{abi, ffi};

/// Where a walk through a dict stands.
pub(crate) struct Entries<'a, 'py> {
    dict: *mut ffi::PyObject,
    position: ffi::Py_ssize_t,
    /// The dict's size at the start.
    size: usize,
    /// How many of them are still to come; [`BROKEN`] once a change was noticed.
    remaining: usize,
    _dict: PhantomData<&'a Bound<'py, PyDict>>,
}

const BROKEN: usize = usize::MAX;
const RESIZED: &str = "dictionary changed size during iteration";
const REKEYED: &str = "dictionary keys changed during iteration";

/// What a step has come to.
pub(crate) enum Step {
    Entry(*mut ffi::PyObject, *mut ffi::PyObject),
    End,
    /// The dict has changed in this way: [`changed`] makes the error.
    Changed(&'static str),
}

impl<'a, 'py> Entries<'a, 'py> {
    #[inline(always)]
    pub(crate) fn new(dict: Borrowed<'a, 'py, PyDict>) -> Self {
        let mut entries =
            Entries { dict: dict.as_ptr(), position: 0, size: 0, remaining: 0, _dict: PhantomData };
        entries.size = entries.len();
        entries.remaining = entries.size;
        entries
    }

    #[inline(always)]
    pub(crate) fn py(&self) -> Python<'py> {
        // SAFETY: the token was in the handle that this was made of.
        unsafe { Python::assume_attached() }
    }

    /// How many entries there are still to come, if nothing changes.
    #[inline(always)]
    pub(crate) fn remaining(&self) -> usize {
        if self.remaining == BROKEN { 0 } else { self.remaining }
    }

    /// The dict.
    #[inline(always)]
    pub(crate) fn dict(&self) -> Borrowed<'a, 'py, PyDict> {
        // SAFETY: attached, a dict that is alive for `'a`.
        unsafe { Borrowed::from_ptr_unchecked(self.py(), self.dict).cast_unchecked() }
    }

    /// The dict's size now.
    #[inline(always)]
    fn len(&self) -> usize {
        // SAFETY: attached, a dict that is alive for `'a`.
        unsafe {
            match abi::layout::dict_len(self.dict) {
                Some(len) => len,
                None => ffi::PyDict_Size(self.dict).cast_unsigned(),
            }
        }
    }

    /// The next entry, which the dict owns as long as nothing runs.
    ///
    /// # Safety
    /// No other thread changes the dict during the step and while the pointers are used.
    #[inline(always)]
    pub(crate) unsafe fn step(&mut self) -> Step {
        if self.len() != self.size {
            return self.end(RESIZED);
        }
        let (mut key, mut value) = (std::ptr::null_mut(), std::ptr::null_mut());
        // SAFETY: attached, a living dict that nobody changes meanwhile.
        if unsafe { ffi::PyDict_Next(self.dict, &mut self.position, &mut key, &mut value) } == 0 {
            return Step::End;
        }
        let Some(fewer) = self.remaining.checked_sub(1) else {
            return self.end(REKEYED);
        };
        self.remaining = fewer;
        Step::Entry(key, value)
    }

    /// Ends the walk by an error, and then for good.
    #[cold]
    #[inline(never)]
    fn end(&mut self, how: &'static str) -> Step {
        if self.remaining == BROKEN {
            return Step::End;
        }
        // No dict is as large, so every step after this ends here.
        self.size = BROKEN;
        self.remaining = BROKEN;
        Step::Changed(how)
    }
}

/// The error for [`Step::Changed`]: Python's own.
#[cold]
#[inline(never)]
pub(crate) fn changed(message: &'static str) -> PyErr {
    PyRuntimeError::new_err(message)
}
