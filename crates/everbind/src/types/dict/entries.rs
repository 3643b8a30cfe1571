//! The entries of a dict as borrowed pointers, with a watch on its size.
//!
//! Under [`Pairs`](super::Pairs) and under the conversions to maps. It is there once and inlined
//! into their loops.

use std::marker::PhantomData;
use std::mem::MaybeUninit;

use crate::abi::layout::dict::{self as layout, Entry, View};
use crate::error::PyErr;
use crate::exceptions::PyRuntimeError;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::sync::critical_section::with_critical_section;
use crate::types::PyDict;
use crate::{abi, ffi};

/// Where a walk through a dict stands.
#[derive(Clone, Copy)]
pub(crate) struct Entries<'a, 'py> {
    dict: *mut ffi::PyObject,
    /// The next entry's; [`BROKEN`] once a change was noticed.
    position: ffi::Py_ssize_t,
    access: Access,
    /// Where the entries were at the last look, if they are read in place.
    view: View,
    /// The dict's size at the start.
    size: usize,
    /// How many of them are still to come.
    remaining: usize,
    _dict: PhantomData<&'a Bound<'py, PyDict>>,
}

/// How the entries are come by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    /// In place.
    Direct,
    /// By Python's functions. No other thread runs meanwhile.
    Alone,
    /// By Python's functions. Other threads may change the dict at any time.
    Shared,
}

/// The position after an error.
const BROKEN: ffi::Py_ssize_t = -1;
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
    /// Of a dict that other threads may change where there is no GIL.
    #[inline(always)]
    pub(crate) fn new(dict: Borrowed<'a, 'py, PyDict>) -> Self {
        let shared = abi::interpreter().free_threaded;
        Self::by(dict, if shared { Access::Shared } else { Access::Alone })
    }

    /// Of a dict that no other thread knows, or that is locked.
    #[inline(always)]
    pub(crate) fn alone(dict: Borrowed<'a, 'py, PyDict>) -> Self {
        Self::by(dict, Access::Alone)
    }

    #[inline(always)]
    fn by(dict: Borrowed<'a, 'py, PyDict>, access: Access) -> Self {
        // SAFETY: attached.
        let access = if unsafe { layout::is_direct() } { Access::Direct } else { access };
        let mut entries = Entries {
            dict: dict.as_ptr(),
            position: 0,
            access,
            view: View::NONE,
            size: 0,
            remaining: 0,
            _dict: PhantomData,
        };
        entries.size = len(entries.dict, access);
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
        self.remaining
    }

    /// Whether the entries are read in place: the layout is in use, and there is the GIL.
    #[inline(always)]
    pub(crate) fn is_direct(&self) -> bool {
        self.access == Access::Direct
    }

    /// The next entry if that can be said at once; else [`step`](Place::step) says what is next.
    /// The dict owns it as long as nothing runs.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> Option<(*mut ffi::PyObject, *mut ffi::PyObject)> {
        if self.is_direct() { self.peek_direct() } else { self.peek_asking() }
    }

    /// As [`peek`](Self::peek), where the entries are read in place.
    #[inline(always)]
    pub(crate) fn peek_direct(&mut self) -> Option<(*mut ffi::PyObject, *mut ffi::PyObject)> {
        if self.remaining == 0 {
            return None;
        }
        // SAFETY: attached, with the GIL; a living dict, of which the view is.
        let entry = unsafe { self.view.entry(self.dict, self.position, self.size) }?;
        self.position += 1;
        self.remaining -= 1;
        Some(entry)
    }

    /// As [`peek`](Self::peek), where the interpreter is asked.
    #[inline(always)]
    pub(crate) fn peek_asking(&mut self) -> Option<(*mut ffi::PyObject, *mut ffi::PyObject)> {
        if self.remaining == 0
            || self.access == Access::Shared
            || len(self.dict, self.access) != self.size
        {
            return None;
        }
        let mut position = self.position;
        // SAFETY: attached, a living dict; no other thread runs before this one detaches.
        let entry = unsafe { ask(self.dict, &mut position) }?;
        self.position = position;
        self.remaining -= 1;
        Some(entry)
    }

    /// What [`step`](Place::step) starts from.
    #[inline(always)]
    pub(crate) fn place(&self) -> Place {
        let Entries { dict, access, size, position, remaining, .. } = *self;
        Place { dict, access, size, position, remaining }
    }

    /// Goes on after a step.
    #[inline(always)]
    pub(crate) fn go_on(&mut self, after: After) {
        After { position: self.position, remaining: self.remaining, view: self.view } = after;
    }

    /// The next entry, wherever it is, of a dict that no other thread changes; the end, or an error.
    #[inline(always)]
    pub(crate) fn next(&mut self) -> Step {
        match self.peek() {
            Some((key, value)) => Step::Entry(key, value),
            None => {
                let (step, after) = step(self.place());
                self.go_on(after);
                step
            }
        }
    }
}

/// Where a walk stands, by value.
///
/// All that is not inlined gets this and gives an [`After`]: with a pointer to the walk itself in other
/// hands, the compiler would load all of it anew for each [`peek`](Entries::peek).
#[derive(Clone, Copy)]
pub(crate) struct Place {
    dict: *mut ffi::PyObject,
    access: Access,
    size: usize,
    position: ffi::Py_ssize_t,
    remaining: usize,
}

/// What a step has changed.
pub(crate) struct After {
    position: ffi::Py_ssize_t,
    remaining: usize,
    view: View,
}

#[inline]
fn step(place: Place) -> (Step, After) {
    place.step()
}

impl Place {
    /// Whether other threads may change the dict.
    pub(crate) fn is_shared(self) -> bool {
        self.access == Access::Shared
    }

    /// The next entry, the end, or an error. No other thread changes the dict meanwhile.
    #[inline(always)]
    pub(crate) fn step(self) -> (Step, After) {
        let Place { dict, access, size, mut position, remaining } = self;
        let mut view = View::NONE;
        let (step, remaining) = 'step: {
            if position == BROKEN {
                break 'step (Step::End, 0);
            }
            if len(dict, access) != size {
                position = BROKEN;
                break 'step (Step::Changed(RESIZED), 0);
            }
            let entry = if access == Access::Direct {
                // SAFETY: attached, with the GIL; a living dict.
                unsafe {
                    view = View::of(dict);
                    layout::dict_next(dict, &mut position)
                }
            } else {
                Entry::Unknown
            };
            let entry = match entry {
                Entry::There(key, value) => Some((key, value)),
                Entry::End => None,
                // SAFETY: attached, a living dict that nobody changes meanwhile.
                Entry::Unknown => unsafe { ask(dict, &mut position) },
            };
            match (entry, remaining.checked_sub(1)) {
                (Some((key, value)), Some(remaining)) => (Step::Entry(key, value), remaining),
                (Some(_), None) => {
                    position = BROKEN;
                    (Step::Changed(REKEYED), 0)
                }
                (None, _) => (Step::End, remaining),
            }
        };
        (step, After { position, remaining, view })
    }

    /// As [`step`](Self::step), under the dict's lock; key and value become references of the
    /// caller's.
    #[inline]
    pub(crate) fn step_shared(self) -> (Step, After) {
        // SAFETY: attached, says who has the entries; a living dict.
        let dict = unsafe { Bound::ref_from_ptr(Python::assume_attached(), &self.dict) };
        with_critical_section(dict, || {
            let (step, after) = self.step();
            if let Step::Entry(key, value) = step {
                // SAFETY: attached; the dict owns both still.
                unsafe {
                    ffi::Py_INCREF(key);
                    ffi::Py_INCREF(value);
                }
            }
            (step, after)
        })
    }
}

/// The next entry, by Python's own function.
///
/// # Safety
/// Attached, a living dict that nobody changes meanwhile.
#[inline(always)]
unsafe fn ask(
    dict: *mut ffi::PyObject,
    position: &mut ffi::Py_ssize_t,
) -> Option<(*mut ffi::PyObject, *mut ffi::PyObject)> {
    let (mut key, mut value) = (MaybeUninit::uninit(), MaybeUninit::uninit());
    // SAFETY: the caller's obligation; both are written when there is an entry.
    unsafe {
        let more = ffi::PyDict_Next(dict, position, key.as_mut_ptr(), value.as_mut_ptr());
        (more != 0).then(|| (key.assume_init(), value.assume_init()))
    }
}

/// The size of a dict.
#[inline(always)]
fn len(dict: *mut ffi::PyObject, access: Access) -> usize {
    // SAFETY: attached, a living dict.
    unsafe {
        match access {
            Access::Direct => layout::dict_len_direct(dict),
            Access::Alone | Access::Shared => ffi::PyDict_Size(dict).cast_unsigned(),
        }
    }
}

/// The error for [`Step::Changed`]: Python's own.
#[cold]
#[inline(never)]
pub(crate) fn changed(message: &'static str) -> PyErr {
    crate::PyErr::worded::<PyRuntimeError>(message)
}
