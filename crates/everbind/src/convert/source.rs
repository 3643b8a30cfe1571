//! [`Source`]: the items of any sequence, without a type parameter.
//!
//! It gives items in three ways, the first that can:
//!
//! | sequence | all at once, borrowed | one by one, borrowed | one by one, owned |
//! |---|---|---|---|
//! | tuple | its own array | | `PyTuple_GetItem` |
//! | list, with the GIL | its own array | `PyList_GetItem` | `PyList_GetItem` |
//! | list, without the GIL | the array of a copy | | `PyList_GetItemRef` |
//! | anything else | | | its iterator |
//!
//! Whatever is borrowed is alive as long as no Python code runs.
//!
//! The array of a list is read only where the layout is known, that of a tuple also by
//! the probe (`items/probe.rs`). The copy (`PyList_AsTuple`, which locks the list) takes half
//! the time of single items (3.9 against 8.4 ns each in a list of 1,000 on 3.13t); long lists
//! go without.
//!
//! *Rejected.* A chunk of borrowed pointers on the stack, filled by `PyList_GetItem` and then
//! converted: a twentieth slower than to convert each item as it is got.

use super::depth::Deeper;
use crate::error::{Failure, PyErr, PyResult};
use crate::items::probe;
use crate::object::{Borrowed, Bound};
use crate::types::{PyAnyMethods, PyIterator};
use crate::{PyAny, abi, ffi};

/// More items than this are not copied: a megabyte of pointers.
const LARGEST_COPY: usize = 1 << 17;

/// The items of exactly a tuple or exactly a list, where they can be read directly.
/// They are alive as long as no Python code runs.
#[inline(always)]
pub(crate) fn direct<'a>(sequence: Borrowed<'_, '_, PyAny>) -> Option<&'a [*mut ffi::PyObject]> {
    let ptr = sequence.as_ptr();
    // SAFETY: attached; read as what it is. That nothing runs is for the caller to see to.
    unsafe {
        if abi::layout::is_surely(ptr, ffi::PyList_Type()) {
            abi::layout::list_items(ptr)
        } else if abi::layout::is_surely(ptr, ffi::PyTuple_Type()) {
            abi::layout::tuple_items(ptr)
        } else {
            None
        }
    }
}

/// Whether it is exactly a list or exactly a tuple.
#[inline(always)]
pub(super) fn is_walked(obj: Borrowed<'_, '_, PyAny>) -> bool {
    // SAFETY: attached, living object.
    unsafe {
        ffi::PyList_CheckExact(obj.as_ptr()) != 0 || ffi::PyTuple_CheckExact(obj.as_ptr()) != 0
    }
}

/// What there is where [`direct`] sees nothing.
pub(super) enum Indirect<'a, 'py> {
    /// The items, seen at the price of a call or a copy.
    Seen(View<'a, 'py>),
    /// Exactly a list that only this thread can change: its items are to be asked for.
    List,
    /// What [`Source`] is for.
    Unknown,
}

/// Items seen all at once, and what owns them if it was made for this.
pub(super) struct View<'a, 'py> {
    pub(super) items: &'a [*mut ffi::PyObject],
    /// Dropped after the items were read; it may hold their last references.
    _copy: Option<Bound<'py, PyAny>>,
}

/// As [`direct`], where it takes more. Python code may run, but not once it has returned.
/// A list that other threads may change is copied only when nothing was read of it yet.
#[inline]
pub(super) fn indirect<'a, 'py>(
    sequence: Borrowed<'a, 'py, PyAny>,
    read: usize,
) -> Indirect<'a, 'py> {
    let (py, ptr) = (sequence.py(), sequence.as_ptr());
    // SAFETY: attached; read as what it is. A copy is owned by the view.
    unsafe {
        if ffi::PyList_CheckExact(ptr) == 0 {
            if ffi::PyTuple_CheckExact(ptr) != 0
                && let Some(items) = probe::tuple_items(py, ptr)
            {
                return Indirect::Seen(View { items, _copy: None });
            }
            return Indirect::Unknown;
        }
        if !abi::layout::free_threaded() {
            return Indirect::List;
        }
        let len = ffi::PyList_Size(ptr).cast_unsigned();
        if read == 0 && len <= LARGEST_COPY && abi::layout::fast() {
            let copy = Bound::<PyAny>::from_owned_ptr_or_opt(py, ffi::PyList_AsTuple(ptr));
            let Some(copy) = copy else {
                // No memory for a copy: it goes without.
                ffi::PyErr_Clear();
                return Indirect::Unknown;
            };
            if let Some(items) = abi::layout::tuple_items(copy.as_ptr()) {
                return Indirect::Seen(View { items, _copy: Some(copy) });
            }
        }
    }
    Indirect::Unknown
}

enum Kind<'py> {
    Tuple,
    List,
    /// A list that other threads may change.
    SharedList,
    Other(Bound<'py, PyIterator>),
}

/// The items of a sequence one by one, each owned.
pub(super) struct Source<'a, 'py> {
    sequence: Borrowed<'a, 'py, PyAny>,
    kind: Kind<'py>,
    _deeper: Deeper,
}

impl<'a, 'py> Source<'a, 'py> {
    /// Of exactly a tuple, exactly a list, or any other sequence.
    ///
    /// # Errors
    /// `TypeError` when it is none; what `__iter__` raises.
    #[inline]
    pub(super) fn new(sequence: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let ptr = sequence.as_ptr();
        // SAFETY: attached, living object.
        let kind = unsafe {
            if ffi::PyList_CheckExact(ptr) != 0 {
                if abi::layout::free_threaded() { Kind::SharedList } else { Kind::List }
            } else if ffi::PyTuple_CheckExact(ptr) != 0 {
                Kind::Tuple
            } else if ffi::PySequence_Check(ptr) != 0 {
                Kind::Other(sequence.try_iter()?)
            } else {
                return Err(Failure::expected("sequence", sequence));
            }
        };
        Ok(Source { sequence, kind, _deeper: Deeper::enter(sequence.py())? })
    }

    /// Whether the next items may be read without owning each.
    #[inline(always)]
    pub(super) fn is_readable(&self) -> bool {
        matches!(self.kind, Kind::Tuple | Kind::List)
    }

    /// How many items there are now, where that is known.
    #[inline]
    pub(super) fn len(&self) -> usize {
        // SAFETY: attached; exactly of that type, so it cannot fail.
        let len = unsafe {
            match self.kind {
                Kind::Tuple => ffi::PyTuple_Size(self.sequence.as_ptr()),
                Kind::List | Kind::SharedList => ffi::PyList_Size(self.sequence.as_ptr()),
                Kind::Other(_) => 0,
            }
        };
        len.cast_unsigned()
    }

    /// The item at `index`, which follows the last one given. `None` at the end.
    ///
    /// # Errors
    /// What an iterator raises.
    #[inline]
    pub(super) fn next(&mut self, index: usize) -> PyResult<Option<Bound<'py, PyAny>>> {
        let (py, ptr) = (self.sequence.py(), self.sequence.as_ptr());
        if let Kind::Other(iterator) = &mut self.kind {
            return iterator.next().transpose();
        }
        if let Some(items) = direct(self.sequence) {
            // SAFETY: attached; an item of the sequence, owned before anything runs.
            return Ok(items.get(index).map(|&item| unsafe { Bound::from_borrowed_ptr(py, item) }));
        }
        if index >= self.len() {
            return Ok(None);
        }
        let at = index.cast_signed();
        // SAFETY: attached; exactly of that type, and only another thread can have made it
        // shorter since. A borrowed item is owned before anything runs.
        Ok(unsafe {
            match self.kind {
                Kind::Tuple => Bound::from_borrowed_ptr_or_opt(py, ffi::PyTuple_GetItem(ptr, at)),
                Kind::List => Bound::from_borrowed_ptr_or_opt(py, ffi::PyList_GetItem(ptr, at)),
                Kind::SharedList | Kind::Other(_) => {
                    let item = ffi::PyList_GetItemRef(ptr, at);
                    if item.is_null() {
                        ffi::PyErr_Clear();
                    }
                    Bound::from_owned_ptr_or_opt(py, item)
                }
            }
        })
    }
}

/// Says where an item did not convert.
#[cold]
pub(super) fn misfit(err: PyErr, py: crate::Python<'_>, index: usize) -> PyErr {
    err.at_item(py, index)
}
