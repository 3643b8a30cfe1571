//! Sequences, item by item: what `Vec<T>` and `[T; N]` are read from.
//!
//! *Problem.* Converting an item may run Python code, which may change the list
//! that is being read. Owning every item first (a copy, or a reference to each)
//! costs several times what reading a `float` does.
//!
//! *How.* As long as items are of exactly a built-in type, they are read from a view
//! of borrowed pointers (at best the list's own array), since nothing can run
//! ([`Exact`](super::Exact)). Any other item is owned while it is converted, and
//! then length and items are read anew.
//!
//! The result is always one that Python's own iteration could have given: items
//! appended during the walk are reached, and a list that shrinks ends it.
//!
//! What does not depend on the type of the items is in `source.rs`: it is there once,
//! this is there for each type.
//!
//! *Rejected.* `PyList_AsTuple`: seven times the cost of the loop at 100,000 items.

use std::mem::MaybeUninit;

use crate::convert::source::{Source, direct, misfit};
use crate::convert::{Exact, FromPyObjectOwned};
use crate::error::PyResult;
use crate::object::Borrowed;
use crate::{PyAny, ffi};

/// Where the items go.
pub(super) trait Sink<T> {
    /// How many there are.
    fn len(&self) -> usize;

    /// Room for more: `want` of them, or as many as can be taken.
    fn room(&mut self, want: usize) -> &mut [MaybeUninit<T>];

    /// Takes the first `count` of the room.
    ///
    /// # Safety
    /// They have been written since `room` was called.
    unsafe fn take(&mut self, count: usize);
}

impl<T> Sink<T> for Vec<T> {
    #[inline(always)]
    fn len(&self) -> usize {
        self.len()
    }

    #[inline(always)]
    fn room(&mut self, want: usize) -> &mut [MaybeUninit<T>] {
        self.reserve(want);
        &mut self.spare_capacity_mut()[..want]
    }

    #[inline(always)]
    unsafe fn take(&mut self, count: usize) {
        // SAFETY: written, says the caller.
        unsafe { self.set_len(self.len() + count) }
    }
}

/// Reads the items of a sequence into `sink`. False when it could not take all.
///
/// # Errors
/// `TypeError` when `obj` is no sequence; those of iterating and of converting.
pub(super) fn walk<'py, T, S>(obj: Borrowed<'_, 'py, PyAny>, sink: &mut S) -> PyResult<bool>
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    if walk_exact(obj, sink) {
        return Ok(true);
    }
    walk_on(obj, sink)
}

/// Reads items as long as they are of exactly a built-in type and can be read
/// directly. Whether these were all.
#[inline]
pub(super) fn walk_exact<'py, T, S>(obj: Borrowed<'_, 'py, PyAny>, sink: &mut S) -> bool
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    match direct(obj) {
        // SAFETY: nothing has run since the items were seen.
        Some(items) => unsafe { push_exact(obj, items, sink) == items.len() },
        None => false,
    }
}

/// The items that are still to be read.
#[inline(never)]
fn walk_on<'py, T, S>(obj: Borrowed<'_, 'py, PyAny>, sink: &mut S) -> PyResult<bool>
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    let py = obj.py();
    let mut source = Source::new(obj)?;
    sink.room(source.len().saturating_sub(sink.len()));
    loop {
        let items = source.view(sink.len());
        // SAFETY: nothing has run since.
        let taken = unsafe { push_exact(obj, items, sink) };
        if taken > 0 && taken == items.len() {
            source.used_up();
            continue;
        }
        let Some(item) = source.get(sink.len())? else { return Ok(true) };
        let value = match T::extract(item.as_borrowed()) {
            Ok(value) => value,
            Err(err) => return Err(misfit(err.into(), py, sink.len())),
        };
        match sink.room(1).first_mut() {
            Some(place) => place.write(value),
            None => return Ok(false),
        };
        // SAFETY: just written.
        unsafe { sink.take(1) };
    }
}

/// Converts items as long as they are of exactly a built-in type; says how many were.
///
/// # Safety
/// The items are alive as long as no Python code runs.
#[inline(always)]
unsafe fn push_exact<'py, T, S>(
    of: Borrowed<'_, 'py, PyAny>,
    items: &[*mut ffi::PyObject],
    sink: &mut S,
) -> usize
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    let exact = Exact::new(of.py());
    let mut taken = 0;
    for (&item, place) in items.iter().zip(sink.room(items.len())) {
        // SAFETY: alive, says the caller, because `extract_exact` runs no Python code.
        let item = unsafe { Borrowed::from_ptr_unchecked(of.py(), item) };
        match T::extract_exact(item, exact) {
            Some(value) => place.write(value),
            None => break,
        };
        taken += 1;
    }
    // SAFETY: as many have been written.
    unsafe { sink.take(taken) }
    taken
}
