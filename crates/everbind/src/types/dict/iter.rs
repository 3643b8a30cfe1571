//! Iterating over a `dict`.
//!
//! `PyDict_Next` gives borrowed references and must not run while another thread
//! changes the dict. So each step runs under the dict's critical section (which is
//! nothing on a build with the GIL) and takes references of its own. What the loop's
//! body does to the dict between the steps is noticed by its size, as in Python.

use std::ops::ControlFlow;
use std::ptr;

use crate::object::{Borrowed, Bound};
use crate::sync::critical_section::with_critical_section;
use crate::types::{PyDict, PyDictMethods};
use crate::{PyAny, ffi};

/// The iterator over a dict's items.
pub struct BoundDictIterator<'py> {
    dict: Bound<'py, PyDict>,
    position: ffi::Py_ssize_t,
    /// The dict's size at the start; [`BROKEN`] once a change was noticed.
    size: usize,
    remaining: usize,
}

const BROKEN: usize = usize::MAX;

type Item<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

/// Goes through a dict without letting go of its lock in between: `f` is called for
/// each item until it breaks off.
///
/// The steps must not lock for themselves here: before 3.14, locking what is locked
/// already gives the first lock up for a moment.
pub(super) fn locked<'py, R>(
    dict: &Bound<'py, PyDict>,
    mut f: impl FnMut(Item<'py>) -> ControlFlow<R>,
) -> ControlFlow<R> {
    with_critical_section(dict, || {
        let BoundDictIterator { dict, mut position, mut size, mut remaining } = dict.into_iter();
        // SAFETY: under the dict's critical section. `f` may run Python code that gives
        // the lock up, but not during the step.
        while let Some(item) = unsafe { step(&dict, &mut position, &mut size, &mut remaining) } {
            f(item)?;
        }
        ControlFlow::Continue(())
    })
}

impl<'py> Iterator for BoundDictIterator<'py> {
    type Item = Item<'py>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let Self { dict, position, size, remaining } = self;
        // SAFETY: under the dict's critical section.
        with_critical_section(dict, || unsafe { step(dict, position, size, remaining) })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.remaining, Some(self.remaining))
    }

    #[inline]
    fn count(self) -> usize {
        self.remaining
    }
}

impl ExactSizeIterator for BoundDictIterator<'_> {
    #[inline]
    fn len(&self) -> usize {
        self.remaining
    }
}

impl<'py> IntoIterator for Bound<'py, PyDict> {
    type Item = Item<'py>;
    type IntoIter = BoundDictIterator<'py>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        let size = self.len();
        BoundDictIterator { dict: self, position: 0, size, remaining: size }
    }
}

impl<'py> IntoIterator for &Bound<'py, PyDict> {
    type Item = Item<'py>;
    type IntoIter = BoundDictIterator<'py>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.clone().into_iter()
    }
}

/// # Safety
/// No other thread changes the dict during the call.
#[inline]
unsafe fn step<'py>(
    dict: &Bound<'py, PyDict>,
    position: &mut ffi::Py_ssize_t,
    size: &mut usize,
    remaining: &mut usize,
) -> Option<Item<'py>> {
    if dict.len() != *size {
        *size = BROKEN;
        panic!("dictionary changed size during iteration");
    }
    let (mut key, mut value) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: attached, a living dict that nobody changes meanwhile.
    if unsafe { ffi::PyDict_Next(dict.as_ptr(), position, &mut key, &mut value) } == 0 {
        return None;
    }
    let Some(fewer) = remaining.checked_sub(1) else {
        *size = BROKEN;
        panic!("dictionary keys changed during iteration");
    };
    *remaining = fewer;
    let py = dict.py();
    // SAFETY: the dict has just said that both are there, and owns them still.
    unsafe {
        let key = Borrowed::from_ptr_unchecked(py, key).to_owned();
        let value = Borrowed::from_ptr_unchecked(py, value).to_owned();
        Some((key, value))
    }
}
