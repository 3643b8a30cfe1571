//! Sequences, item by item: what `Vec<T>` and `[T; N]` are read from.
//!
//! *Problem.* Converting an item may run Python code, which may change the list
//! that is being read. Owning every item first (a copy, or a reference to each)
//! costs several times what reading a `float` does.
//!
//! *How.*
//! - A list whose layout is known, with the GIL: as long as items are of exactly a
//!   built-in type, the array is read directly, since nothing can run
//!   ([`Exact`](super::Exact)). Any other item is owned while it is converted, and
//!   then the length and the array are read anew.
//! - A list of unknown layout, with the GIL: the same through `PyList_GetItem`.
//! - A list without the GIL: another thread may change it at any time, so each item
//!   is owned from the start (`PyList_GetItemRef`).
//! - A tuple never changes: its items are borrowed.
//! - Subclasses, which may define `__iter__`, and all other sequences: iterated over.
//!
//! The result is always one that Python's own iteration could have given: items
//! appended during the walk are reached, and a list that shrinks ends it.
//!
//! *Rejected.* `PyList_AsTuple`: seven times the cost of the loop at 100,000 items.

use std::mem::MaybeUninit;

use crate::convert::{Exact, FromPyObject, FromPyObjectOwned};
use crate::error::{Failure, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyAnyMethods;
use crate::{PyAny, abi, ffi};

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
    // SAFETY: attached, living object.
    unsafe {
        if ffi::PyList_CheckExact(obj.as_ptr()) != 0 {
            return if abi::interpreter().free_threaded {
                walk_shared_list(obj, sink)
            } else {
                walk_list(obj, sink)
            };
        }
        if ffi::PyTuple_CheckExact(obj.as_ptr()) != 0 {
            return walk_tuple(obj, sink);
        }
        if ffi::PySequence_Check(obj.as_ptr()) == 0 {
            return Err(Failure::expected("sequence", obj));
        }
    }
    for item in obj.try_iter()? {
        if !push(item?.as_borrowed(), sink)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Converts one item. False when there is no room for it.
#[inline]
fn push<'a, 'py, T, S>(item: Borrowed<'a, 'py, PyAny>, sink: &mut S) -> PyResult<bool>
where
    T: FromPyObject<'a, 'py>,
    S: Sink<T>,
{
    let value = match T::extract(item) {
        Ok(value) => value,
        Err(err) => return Err(misfit(err, item.py(), sink.len())),
    };
    match sink.room(1).first_mut() {
        Some(place) => {
            place.write(value);
            // SAFETY: just written.
            unsafe { sink.take(1) };
            Ok(true)
        }
        None => Ok(false),
    }
}

#[cold]
fn misfit(err: impl Into<PyErr>, py: Python<'_>, index: usize) -> PyErr {
    err.into().at_item(py, index)
}

/// Converts items as long as they are of exactly a built-in type.
///
/// # Safety
/// The items are alive as long as no Python code runs.
#[inline(always)]
unsafe fn push_exact<'py, T, S>(py: Python<'py>, items: &[*mut ffi::PyObject], sink: &mut S)
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    let mut count = 0;
    for (&item, place) in items.iter().zip(sink.room(items.len())) {
        // SAFETY: alive, says the caller, because `extract_exact` runs no Python code.
        let item = unsafe { Borrowed::from_ptr_unchecked(py, item) };
        match T::extract_exact(item, Exact::new(py)) {
            Some(value) => place.write(value),
            None => break,
        };
        count += 1;
    }
    // SAFETY: as many have been written.
    unsafe { sink.take(count) }
}

/// A list, with the GIL.
fn walk_list<'py, T, S>(list: Borrowed<'_, 'py, PyAny>, sink: &mut S) -> PyResult<bool>
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    // SAFETY: exactly a list, and there is a GIL, says `walk`.
    while let Some(item) = unsafe { take_exact(list, sink) } {
        if !push(item.as_borrowed(), sink)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes what is of exactly a built-in type from the list's items. Gives the first
/// other item, as a reference of its own; `None` at the end of the list.
///
/// # Safety
/// `list` is exactly a list, and there is a GIL.
#[inline]
unsafe fn take_exact<'py, T, S>(
    list: Borrowed<'_, 'py, PyAny>,
    sink: &mut S,
) -> Option<Bound<'py, PyAny>>
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    let py = list.py();
    // SAFETY: attached, a list; it does not change until this function returns, since
    // nothing runs, so what it owns stays alive and the length stays right.
    unsafe {
        if let Some(items) = abi::layout::list_items(list.as_ptr()) {
            push_exact(py, items.get(sink.len()..).unwrap_or_default(), sink);
            let item = *items.get(sink.len())?;
            return Some(Borrowed::from_ptr_unchecked(py, item).to_owned());
        }
        let size = ffi::PyList_Size(list.as_ptr()).cast_unsigned();
        while sink.len() < size {
            let at = sink.len();
            let item = ffi::PyList_GetItem(list.as_ptr(), at.cast_signed());
            push_exact(py, &[item], sink);
            if sink.len() == at {
                return Some(Borrowed::from_ptr_unchecked(py, item).to_owned());
            }
        }
        None
    }
}

/// A list, without the GIL.
fn walk_shared_list<'py, T, S>(list: Borrowed<'_, 'py, PyAny>, sink: &mut S) -> PyResult<bool>
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    let mut size = 0;
    loop {
        let at = sink.len();
        if at >= size {
            // SAFETY: attached, a list.
            size = unsafe { ffi::PyList_Size(list.as_ptr()).cast_unsigned() };
            if at >= size {
                return Ok(true);
            }
        }
        // SAFETY: attached, a list; a new reference, or null where another thread has
        // taken the item away: the end.
        let item = unsafe {
            let item = ffi::PyList_GetItemRef(list.as_ptr(), at.cast_signed());
            if item.is_null() {
                ffi::PyErr_Clear();
                return Ok(true);
            }
            Bound::<PyAny>::from_owned_unchecked(list.py(), item)
        };
        if !push(item.as_borrowed(), sink)? {
            return Ok(false);
        }
    }
}

/// A tuple: it owns its items and never changes.
fn walk_tuple<'py, T, S>(tuple: Borrowed<'_, 'py, PyAny>, sink: &mut S) -> PyResult<bool>
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    let py = tuple.py();
    // SAFETY: attached; exactly a tuple, says `walk`. Its items live as long as it.
    unsafe {
        if let Some(items) = abi::layout::tuple_items(tuple.as_ptr()) {
            loop {
                push_exact(py, items.get(sink.len()..).unwrap_or_default(), sink);
                let Some(&item) = items.get(sink.len()) else { return Ok(true) };
                if !push(Borrowed::from_ptr_unchecked(py, item), sink)? {
                    return Ok(false);
                }
            }
        }
        let size = ffi::PyTuple_Size(tuple.as_ptr()).cast_unsigned();
        while sink.len() < size {
            let item = ffi::PyTuple_GetItem(tuple.as_ptr(), sink.len().cast_signed());
            if !push(Borrowed::from_ptr_unchecked(py, item), sink)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
