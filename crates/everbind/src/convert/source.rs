//! [`Source`]: the items of any sequence, without a type parameter.
//!
//! It gives items in two ways: as a view of borrowed pointers, good as long as
//! nothing runs, and one by one, owned. What a view points to:
//!
//! | sequence | layout known | not known |
//! |---|---|---|
//! | tuple | the tuple's items | borrowed by `PyTuple_GetItem` into the chunk |
//! | list, with the GIL | the list's items | borrowed by `PyList_GetItem` into the chunk |
//! | list, without the GIL | the items of a copy | owned by `PyList_GetItemRef` in the chunk |
//! | anything else | | nothing: it is iterated over |
//!
//! The copy (`PyList_AsTuple`, which locks the list) takes half the time of single
//! items (3.9 against 8.4 ns each in a list of 1,000 on 3.13t); long lists go without.
//!
//! *Invariant.* The first `owned` pointers of the chunk own a reference each.
//!
//! *The chunk's size.* What is in the chunk is of no use once something has run. So it
//! is filled by one item after each that had to be converted in the slow way, and
//! doubles with each chunk that was used up.

use crate::error::{Failure, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::types::{PyAnyMethods, PyIterator};
use crate::{PyAny, abi, ffi};

const CHUNK: usize = 64;
/// More items than this are not copied: a megabyte of pointers.
const LARGEST_COPY: usize = 1 << 17;

/// The items of exactly a tuple or exactly a list, where they can be read directly.
/// They are alive as long as no Python code runs.
#[inline(always)]
pub(super) fn direct<'a>(sequence: Borrowed<'_, '_, PyAny>) -> Option<&'a [*mut ffi::PyObject]> {
    let ptr = sequence.as_ptr();
    // SAFETY: attached; read as what it is. That nothing runs is for the caller to see to.
    unsafe {
        if ffi::PyList_CheckExact(ptr) != 0 {
            abi::layout::list_items(ptr)
        } else if ffi::PyTuple_CheckExact(ptr) != 0 {
            abi::layout::tuple_items(ptr)
        } else {
            None
        }
    }
}

enum Kind<'py> {
    Tuple,
    List,
    /// A list that other threads may change.
    SharedList,
    Other(Bound<'py, PyIterator>),
}

pub(super) struct Source<'a, 'py> {
    sequence: Borrowed<'a, 'py, PyAny>,
    kind: Kind<'py>,
    chunk: [*mut ffi::PyObject; CHUNK],
    owned: usize,
    ahead: usize,
    /// A copy of a shared list, as long as nothing has run.
    copy: Option<Bound<'py, PyAny>>,
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
                let shared = abi::interpreter().free_threaded;
                if shared { Kind::SharedList } else { Kind::List }
            } else if ffi::PyTuple_CheckExact(ptr) != 0 {
                Kind::Tuple
            } else if ffi::PySequence_Check(ptr) != 0 {
                Kind::Other(sequence.try_iter()?)
            } else {
                return Err(Failure::expected("sequence", sequence));
            }
        };
        let chunk = [std::ptr::null_mut(); CHUNK];
        Ok(Source { sequence, kind, chunk, owned: 0, ahead: CHUNK, copy: None })
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

    /// Items from `index` on: as many as there are, fewer, or none. They are alive as
    /// long as no Python code runs.
    #[inline]
    pub(super) fn view(&mut self, index: usize) -> &[*mut ffi::PyObject] {
        if let Some(items) = direct(self.sequence) {
            return items.get(index..).unwrap_or_default();
        }
        if let Kind::SharedList = self.kind {
            return self.view_shared(index);
        }
        let count = self.len().saturating_sub(index).min(self.ahead);
        // SAFETY: attached; exactly of that type. Without other threads the indices are
        // in range.
        unsafe {
            match self.kind {
                Kind::Tuple => self.fill(index, count, ffi::PyTuple_GetItem),
                Kind::List => self.fill(index, count, ffi::PyList_GetItem),
                Kind::SharedList | Kind::Other(_) => &[],
            }
        }
    }

    /// Borrows `count` items.
    ///
    /// # Safety
    /// `get` is for this kind of sequence, and the indices are in range.
    #[inline(always)]
    unsafe fn fill(
        &mut self,
        index: usize,
        count: usize,
        get: unsafe fn(*mut ffi::PyObject, ffi::Py_ssize_t) -> *mut ffi::PyObject,
    ) -> &[*mut ffi::PyObject] {
        let places = &mut self.chunk[..count];
        for (place, at) in places.iter_mut().zip(index..) {
            // SAFETY: attached; the rest is the caller's obligation.
            *place = unsafe { get(self.sequence.as_ptr(), at.cast_signed()) };
        }
        places
    }

    /// Items of a list that other threads may change: of a copy, if nothing was given
    /// yet and the copy can be read directly, or as many as the chunk takes.
    #[inline]
    fn view_shared(&mut self, index: usize) -> &[*mut ffi::PyObject] {
        let py = self.sequence.py();
        let rest = self.len().saturating_sub(index);
        // SAFETY: attached, a list; a new tuple or null.
        unsafe {
            if index == 0 && rest <= LARGEST_COPY && abi::layout::fast() {
                let copy = ffi::PyList_AsTuple(self.sequence.as_ptr());
                self.copy = Bound::from_owned_ptr_or_opt(py, copy);
            }
        }
        if let Some(copy) = &self.copy {
            let items = direct(copy.as_borrowed()).unwrap_or_default();
            return items.get(index..).unwrap_or_default();
        }
        self.release();
        for at in (index..).take(rest.min(self.ahead)) {
            // SAFETY: attached, a list; a new reference, or null at its end.
            unsafe {
                let item = ffi::PyList_GetItemRef(self.sequence.as_ptr(), at.cast_signed());
                if item.is_null() {
                    break;
                }
                self.chunk[self.owned] = item;
                self.owned += 1;
            }
        }
        // SAFETY: attached. The end of the list, or no memory for a copy: both will show.
        unsafe { ffi::PyErr_Clear() };
        &self.chunk[..self.owned]
    }

    /// The view was used up: the next may be longer.
    #[inline]
    pub(super) fn used_up(&mut self) {
        self.ahead = (2 * self.ahead).min(CHUNK);
    }

    /// The item at `index`, which follows the last one given. `None` at the end.
    ///
    /// # Errors
    /// What an iterator raises.
    #[inline]
    pub(super) fn get(&mut self, index: usize) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.ahead = 1;
        self.copy = None;
        let py = self.sequence.py();
        let at = index.cast_signed();
        let in_range = index < self.len();
        // SAFETY: attached; exactly of that type; as in `fill`. A borrowed item is owned
        // before anything runs.
        unsafe {
            let item = match &mut self.kind {
                Kind::Other(iterator) => return iterator.next().transpose(),
                _ if !in_range => return Ok(None),
                Kind::Tuple => ffi::PyTuple_GetItem(self.sequence.as_ptr(), at),
                Kind::List => ffi::PyList_GetItem(self.sequence.as_ptr(), at),
                Kind::SharedList => {
                    let item = ffi::PyList_GetItemRef(self.sequence.as_ptr(), at);
                    if item.is_null() {
                        ffi::PyErr_Clear();
                    }
                    return Ok(Bound::from_owned_ptr_or_opt(py, item));
                }
            };
            Ok(Bound::from_borrowed_ptr_or_opt(py, item))
        }
    }

    #[inline]
    fn release(&mut self) {
        while self.owned > 0 {
            self.owned -= 1;
            // SAFETY: attached; owned until here.
            unsafe { ffi::Py_DECREF(self.chunk[self.owned]) };
        }
    }
}

impl Drop for Source<'_, '_> {
    #[inline]
    fn drop(&mut self) {
        self.release();
    }
}

/// Says where an item did not convert.
#[cold]
pub(super) fn misfit(err: PyErr, py: crate::Python<'_>, index: usize) -> PyErr {
    err.at_item(py, index)
}
