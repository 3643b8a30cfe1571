//! Sequences, item by item: what `Vec<T>` and `[T; N]` are read from.
//!
//! *Problem.* Converting an item may run Python code, which may change the list
//! that is being read. Owning every item first (a copy, or a reference to each)
//! costs several times what reading a `float` does.
//!
//! *How.* As long as items are of exactly a built-in type, they are read by borrowed
//! pointers (at best from the list's own array), since nothing can run
//! ([`Exact`](super::Exact)). Any other item is owned while it is converted, and
//! then length and items are read anew.
//!
//! The result is always one that Python's own iteration could have given: items
//! appended during the walk are reached, and a list that shrinks ends it.
//!
//! There are three loops. [`collect`] reads what a `Vec` gets nearly always: numbers and texts, where
//! the layout is known; it calls nothing. [`push_exact`] goes on where that stops. [`push_listed`] asks
//! the interpreter for each item; [`collect_asking`] is the same for a new vector.
//!
//! What does not depend on the type of the items is in `source.rs`: it is there once,
//! this is there for each type.
//!
//! *Rejected.* `PyList_AsTuple` with the GIL: seven times the cost of the loop at 100,000
//! items. To stop going back to the array at the first item that was converted in the slow way (such items seldom
//! come alone), or to go back for ever, in vain for a list of other objects.

use std::mem::{ManuallyDrop, MaybeUninit};
use std::ptr::NonNull;

use crate::convert::source::{Indirect, Source, direct, indirect, misfit};
use crate::convert::{Exact, FromPyObjectOwned};
use crate::error::PyResult;
use crate::object::Borrowed;
use crate::{PyAny, abi, ffi};

/// Where the items go.
pub(crate) trait Sink<T> {
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
        if self.capacity() == 0 {
            // Shorter than to grow, which shows at ten items.
            *self = Vec::with_capacity(want);
        } else {
            self.reserve(want);
        }
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
#[inline]
pub(super) fn walk<'py, T, S>(obj: Borrowed<'_, 'py, PyAny>, sink: &mut S) -> PyResult<bool>
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    if walk_exact(obj, sink) { Ok(true) } else { walk_on(obj, sink) }
}

/// Reads items, from where the sink stands on, as long as they are of exactly a built-in
/// type. Whether these were all.
///
/// When it begins Python code may run, see [`indirect`], but not any more once an item is seen.
#[inline]
pub(crate) fn walk_exact<'py, T, S>(obj: Borrowed<'_, 'py, PyAny>, sink: &mut S) -> bool
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    if let Some(items) = direct(obj) {
        // SAFETY: nothing has run since the items were seen.
        return unsafe { push_exact(obj, items, sink) };
    }
    match indirect(obj, sink.len()) {
        // SAFETY: nothing has run since the items were seen.
        Indirect::Seen(view) => unsafe { push_exact(obj, view.items, sink) },
        Indirect::List => push_listed(obj, sink),
        Indirect::Unknown => false,
    }
}

/// As [`walk_exact`], of a sequence that is itself an item: no Python code runs.
#[inline]
pub(super) fn walk_nested<'py, T, S>(obj: Borrowed<'_, 'py, PyAny>, sink: &mut S) -> bool
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    // SAFETY: nothing has run since the items were seen.
    direct(obj).is_some_and(|items| unsafe { push_exact(obj, items, sink) })
}

/// The items of exactly a list or a tuple in a new vector, as long as they are what is passed most: see
/// [`Exact::leaf`]. It returns in registers, which shows at ten items.
#[inline(never)]
pub(super) fn collect<'py, T: FromPyObjectOwned<'py>>(
    obj: Borrowed<'_, 'py, PyAny>,
) -> Collected<T> {
    let Some(items) = direct(obj) else { return collect_asking(obj) };
    // SAFETY: `direct` sees nothing where the layout is not in use.
    let exact = unsafe { Exact::leaf(obj.py()) };
    let places: *mut T = ManuallyDrop::new(Vec::with_capacity(items.len())).as_mut_ptr();
    let mut taken = 0;
    // SAFETY: there is a place for each item. An item is alive, because `extract_exact` runs no
    // Python code. A vector's pointer is not null.
    unsafe {
        let start = NonNull::new_unchecked(places);
        while taken < items.len() {
            let item = Borrowed::from_ptr_unchecked(obj.py(), *items.as_ptr().add(taken));
            match T::extract_exact(item, exact) {
                Some(value) => places.add(taken).write(value),
                None => break,
            }
            taken += 1;
        }
        let count = if taken == items.len() { taken } else { taken | SOME };
        Collected { start, count }
    }
}

/// As [`collect`], of exactly a list that only this thread can change, by Python's functions.
#[inline(never)]
fn collect_asking<'py, T: FromPyObjectOwned<'py>>(obj: Borrowed<'_, 'py, PyAny>) -> Collected<T> {
    // SAFETY: attached, living object; with the GIL, its length says whether the layout is to be asked.
    let len = unsafe {
        if ffi::PyList_CheckExact(obj.as_ptr()) == 0 || abi::layout::free_threaded() {
            return Collected { start: NonNull::dangling(), count: UNSEEN };
        }
        ffi::PyList_Size(obj.as_ptr()).cast_unsigned()
    };
    let exact = Exact::asking(obj.py());
    let places: *mut T = ManuallyDrop::new(Vec::with_capacity(len)).as_mut_ptr();
    let mut taken = 0;
    // SAFETY: there is a place for each item, and an item at each index. It is alive, because
    // `extract_exact` runs no Python code. A vector's pointer is not null.
    unsafe {
        let start = NonNull::new_unchecked(places);
        while taken < len {
            let item = ffi::PyList_GetItem(obj.as_ptr(), taken.cast_signed());
            match T::extract_exact(Borrowed::from_ptr_unchecked(obj.py(), item), exact) {
                Some(value) => places.add(taken).write(value),
                None => break,
            }
            taken += 1;
        }
        let count = if taken == len { taken } else { taken | SOME };
        Collected { start, count }
    }
}

/// What [`collect`] has made: a vector with room for all items and so many of them in it.
pub(super) struct Collected<T> {
    start: NonNull<T>,
    /// With [`SOME`] if these are not all.
    count: usize,
}

/// No count of items has this bit.
const SOME: usize = 1 << (usize::BITS - 1);
/// Nothing was made.
const UNSEEN: usize = usize::MAX;

impl<T> Collected<T> {
    /// The vector.
    ///
    /// # Errors
    /// What there is of it.
    ///
    /// # Safety
    /// It was made of `obj`, and nothing has run since.
    #[inline(always)]
    pub(super) unsafe fn all(self, obj: Borrowed<'_, '_, PyAny>) -> Result<Vec<T>, Vec<T>> {
        if self.count & SOME != 0 {
            // SAFETY: the caller's obligation.
            return Err(unsafe { self.some(obj) });
        }
        // SAFETY: it has room for all, and all are there.
        Ok(unsafe { Vec::from_raw_parts(self.start.as_ptr(), self.count, self.count) })
    }

    /// # Safety
    /// As for [`all`](Self::all).
    #[cold]
    #[inline(never)]
    unsafe fn some(self, obj: Borrowed<'_, '_, PyAny>) -> Vec<T> {
        if self.count == UNSEEN {
            return Vec::new();
        }
        // SAFETY: attached, the list or tuple that it was made of. It has room for as many as there
        // were, which is as many as there are.
        unsafe {
            let room = match direct(obj) {
                Some(items) => items.len(),
                None => ffi::PyList_Size(obj.as_ptr()).cast_unsigned(),
            };
            Vec::from_raw_parts(self.start.as_ptr(), self.count & !SOME, room)
        }
    }
}

/// Of all items of a sequence, converts those that the sink has not got, as long as they
/// are of exactly a built-in type. Whether it has got all now.
///
/// # Safety
/// The items are alive as long as no Python code runs.
unsafe fn push_exact<'py, T, S>(
    of: Borrowed<'_, 'py, PyAny>,
    items: &[*mut ffi::PyObject],
    sink: &mut S,
) -> bool
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    let exact = Exact::new(of.py());
    let Some(items) = items.get(sink.len()..) else { return true };
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
    taken == items.len()
}

/// As [`push_exact`], of a list whose items are to be asked for.
fn push_listed<'py, T, S>(list: Borrowed<'_, 'py, PyAny>, sink: &mut S) -> bool
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    let (py, list, exact) = (list.py(), list.as_ptr(), Exact::asking(list.py()));
    let start = sink.len();
    // SAFETY: attached, exactly a list.
    let len = unsafe { ffi::PyList_Size(list) }.cast_unsigned().saturating_sub(start);
    let mut taken = 0;
    for place in sink.room(len) {
        // SAFETY: attached, exactly a list, with the GIL. The index is in range and the item
        // alive, for `extract_exact` runs no Python code.
        let item = unsafe {
            let item = ffi::PyList_GetItem(list, (start + taken).cast_signed());
            Borrowed::from_ptr_unchecked(py, item)
        };
        match T::extract_exact(item, exact) {
            Some(value) => place.write(value),
            None => break,
        };
        taken += 1;
    }
    // SAFETY: as many have been written.
    unsafe { sink.take(taken) }
    taken == len
}

/// So many items in a row of which none could be read exactly show that none can.
const PATIENCE: u32 = 4;

/// The items that are still to be read.
#[inline(never)]
pub(super) fn walk_on<'py, T, S>(obj: Borrowed<'_, 'py, PyAny>, sink: &mut S) -> PyResult<bool>
where
    T: FromPyObjectOwned<'py>,
    S: Sink<T>,
{
    let mut source = Source::new(obj)?;
    let mut fruitless = 0;
    sink.room(source.len().saturating_sub(sink.len()));
    loop {
        let index = sink.len();
        let item = match source.next(index) {
            Ok(Some(item)) => item,
            Ok(None) => return Ok(true),
            Err(err) => return Err(err),
        };
        let value = match T::extract(item.as_borrowed()) {
            Ok(value) => value,
            Err(err) => return Err(misfit(err.into(), obj.py(), index)),
        };
        drop(item);
        match sink.room(1).first_mut() {
            Some(place) => place.write(value),
            None => return Ok(false),
        };
        // SAFETY: just written.
        unsafe { sink.take(1) };
        if source.is_readable() && fruitless < PATIENCE {
            let before = sink.len();
            if walk_exact(obj, sink) {
                return Ok(true);
            }
            fruitless = if sink.len() == before { fruitless + 1 } else { 0 };
        }
    }
}
