//! [`Chunks`]: the items of any iterable, a few at a time.
//!
//! *Problem.* To take all items of a generator needs memory for all of them; to take them one
//! by one costs the overhead of a call for each, on both sides.
//!
//! *Invariants.*
//! - What a chunk gives is owned: by the tuple, which never changes, or by the buffer.
//! - The buffer is emptied before anything else is looked at, because to give up an item
//!   may run Python code. So no address of an item in a list is kept over that.
//! - `given` counts the items that came out, by whichever method; a list, tuple or array
//!   goes on there.
//! - An error waits until the items before it are given, as in a loop in Python.

use std::mem::MaybeUninit;

use crate::convert::FromPyObjectOwned;
use crate::convert::plain;
use crate::convert::source::direct;
use crate::convert::walk::{Sink, walk_exact};
use crate::error::{PyErr, PyResult};
use crate::exceptions::PyIndexError;
use crate::items::{ItemSlice, array, as_tuple, refuse_text};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyIterator, PyTuple};
use crate::{FromPyObject, PyAny, abi, ffi};

/// The items of an iterable, at most `N` at a time, in a buffer of `N` pointers.
///
/// Memory stays bounded whatever the iterable gives. Chunks of a tuple are views of it; a list
/// is not copied as a whole, nor is an array. See [the module](super) for what happens when the
/// source changes meanwhile.
///
/// As an argument it takes what can be iterated over, except a `str`, which is more often
/// a mistake. [`Chunks::of`] takes that too.
///
/// # Examples
#[doc = example!()]
/// use everbind::items::Chunks;
/// use everbind::prelude::*;
///
/// /// The length of all lines of a file, or of any other iterable of texts.
/// #[pyfunction]
/// fn total_length(mut lines: Chunks<'_>) -> PyResult<usize> {
///     let mut total = 0;
///     while let Some(chunk) = lines.next_chunk()? {
///         for line in chunk.values::<&str>() {
///             total += line?.len();
///         }
///     }
///     Ok(total)
/// }
/// ```
pub struct Chunks<'py, const N: usize = 64> {
    source: Source<'py>,
    given: usize,
    ended: bool,
    late: Option<PyErr>,
    held: Held<N>,
    py: Python<'py>,
}

enum Source<'py> {
    Tuple(Bound<'py, PyTuple>),
    /// Exactly a list.
    List(Bound<'py, PyAny>),
    /// A buffer of one dimension that iterates by index.
    Array(Bound<'py, PyAny>),
    Iterator(Bound<'py, PyIterator>),
}

/// Where the items of the next chunk are.
enum Next {
    Tuple { start: usize },
    Held,
}

impl<'py> Chunks<'py> {
    /// The items of anything that can be iterated over, 64 at a time.
    ///
    /// # Errors
    /// `TypeError` when it cannot; what `__iter__` raises.
    #[inline]
    pub fn of(iterable: &Bound<'py, PyAny>) -> PyResult<Self> {
        Self::sized(iterable)
    }
}

impl<'py, const N: usize> Chunks<'py, N> {
    /// As [`of`](Chunks::of), with chunks of another size.
    ///
    /// # Errors
    /// `TypeError` when it cannot be iterated over; what `__iter__` raises.
    pub fn sized(iterable: &Bound<'py, PyAny>) -> PyResult<Self> {
        const { assert!(N > 0, "a chunk has room for an item") };
        let source = Source::of(iterable)?;
        let (held, py) = (Held::new(), iterable.py());
        Ok(Chunks { source, given: 0, ended: false, late: None, held, py })
    }

    /// The next items: as many as `N`, or fewer; `None` at the end. Fewer are not the end yet.
    ///
    /// # Errors
    /// What the iteration raises, after the items that came before.
    pub fn next_chunk(&mut self) -> PyResult<Option<&ItemSlice<'py>>> {
        let chunk = match self.advance()? {
            None => return Ok(None),
            // SAFETY: in range and owned by the tuple, which never changes and which the
            // borrow of `self` keeps.
            Some(Next::Tuple { start }) => unsafe {
                let Source::Tuple(tuple) = &self.source else { unreachable!() };
                ItemSlice::from_raw(&array(tuple).unwrap_or_default()[start..self.given])
            },
            // SAFETY: owned by the buffer, which the borrow of `self` keeps as it is.
            Some(Next::Held) => unsafe { ItemSlice::from_raw(self.held.items()) },
        };
        Ok(Some(chunk))
    }

    /// The token of the attached thread.
    #[inline]
    pub fn py(&self) -> Python<'py> {
        self.py
    }

    fn advance(&mut self) -> PyResult<Option<Next>> {
        self.held.clear(self.py);
        if let Some(err) = self.late.take() {
            return Err(err);
        }
        if self.ended {
            return Ok(None);
        }
        let start = self.given;
        if let Source::Tuple(tuple) = &self.source
            && let Some(items) = array(tuple)
        {
            self.given = items.len().min(start.saturating_add(N));
            return Ok((self.given > start).then_some(Next::Tuple { start }));
        }
        self.fill()?;
        self.ended |= self.held.len == 0;
        Ok((self.held.len > 0).then_some(Next::Held))
    }

    /// Fills the buffer, which is empty.
    fn fill(&mut self) -> PyResult<()> {
        if let Source::List(list) = &self.source
            && let Some(items) = direct(list.as_borrowed())
        {
            // Nothing runs while references are counted up.
            for &item in items.iter().skip(self.given).take(N) {
                // SAFETY: attached; the list owns it.
                self.held.push(unsafe { Bound::from_borrowed_ptr(self.py, item) });
            }
            self.given += self.held.len;
            return Ok(());
        }
        while self.held.len < N {
            match self.source.get(self.given) {
                Ok(Some(item)) => self.held.push(item),
                Ok(None) => {
                    self.ended = self.source.is_iterator();
                    break;
                }
                Err(err) if self.held.len == 0 => return Err(err),
                Err(err) => {
                    self.late = Some(err);
                    break;
                }
            }
            self.given += 1;
        }
        Ok(())
    }

    /// Reads values into `into`, as many as it takes, and says how many: 0 at the end.
    ///
    /// Nothing is made for each item, where it is not made by the iterable itself: a list or
    /// tuple of numbers is read in place, and an array of numbers of the same
    /// kind (`array.array`, NumPy, `memoryview`; `bytes` and `bytearray` for `u8`) is copied in
    /// one piece.
    ///
    /// `T` is `Copy`, as numbers are, so that to overwrite one runs nothing. For others there is
    /// [`next_chunk`](Self::next_chunk); the two may be mixed.
    ///
    /// # Errors
    /// What the iteration or a conversion raises, after the values that came before: these are
    /// given first. An item that did not convert is passed over.
    pub fn read<T>(&mut self, into: &mut [T]) -> PyResult<usize>
    where
        T: FromPyObjectOwned<'py> + Copy,
    {
        self.held.clear(self.py);
        if let Some(err) = self.late.take() {
            return Err(err);
        }
        if self.ended || into.is_empty() {
            return Ok(0);
        }
        let mut target = Target { into, start: self.given, count: 0 };
        let result = self.read_into(&mut target);
        let count = target.count;
        self.given += count;
        match result {
            Ok(()) => {
                self.ended |= count == 0;
                Ok(count)
            }
            Err(err) => {
                let err = err.into_pyerr(&mut self.given);
                if count == 0 {
                    return Err(err);
                }
                self.late = Some(err);
                Ok(count)
            }
        }
    }

    fn read_into<T>(&mut self, target: &mut Target<'_, T>) -> Result<(), Stopped>
    where
        T: FromPyObjectOwned<'py> + Copy,
    {
        if let Source::Array(array) = &self.source
            && let Some(count) = copied(array.as_borrowed(), target)
        {
            target.count = count;
            return Ok(());
        }
        while target.count < target.into.len() {
            if let Some(sequence) = self.source.readable()
                && (walk_exact(sequence, target) || target.count == target.into.len())
            {
                break;
            }
            let index = target.len();
            let item = match self.source.get(index) {
                Ok(Some(item)) => item,
                Ok(None) => {
                    self.ended = self.source.is_iterator();
                    break;
                }
                Err(err) => return Err(Stopped::Iterating(err)),
            };
            let value = match T::extract(item.as_borrowed()) {
                Ok(value) => value,
                Err(err) => {
                    return Err(Stopped::Converting(err.into().at_item(self.py, index)));
                }
            };
            target.into[target.count] = value;
            target.count += 1;
        }
        Ok(())
    }
}

/// Copies what a buffer holds as `T`s, if it does.
fn copied<'a, 'py, T: FromPyObject<'a, 'py>>(
    array: Borrowed<'a, 'py, PyAny>,
    target: &mut Target<'_, T>,
) -> Option<usize> {
    let plain = &T::PLAIN;
    if plain.is_none() { None } else { plain::copy_to(array, plain, target.start, target.into) }
}

/// Why not all was read.
enum Stopped {
    Iterating(PyErr),
    /// The item is used up.
    Converting(PyErr),
}

impl Stopped {
    fn into_pyerr(self, given: &mut usize) -> PyErr {
        match self {
            Stopped::Iterating(err) => err,
            Stopped::Converting(err) => {
                *given += 1;
                err
            }
        }
    }
}

impl<'py> Source<'py> {
    #[inline]
    fn of(iterable: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Some(tuple) = as_tuple(iterable) {
            return Ok(Source::Tuple(tuple.clone()));
        }
        let ptr = iterable.as_ptr();
        // SAFETY: attached, living object.
        let (list, bytes) = unsafe {
            let bytes = ffi::PyBytes_CheckExact(ptr) != 0 || ffi::PyByteArray_CheckExact(ptr) != 0;
            (ffi::PyList_CheckExact(ptr) != 0, bytes)
        };
        if list {
            Ok(Source::List(iterable.clone()))
        } else if bytes || plain::is_array(iterable.as_borrowed()) {
            Ok(Source::Array(iterable.clone()))
        } else {
            Ok(Source::Iterator(iterable.try_iter()?))
        }
    }

    /// Whether its end is the end: an iterator that has ended is not asked again.
    fn is_iterator(&self) -> bool {
        matches!(self, Source::Iterator(_))
    }

    /// What [`walk_exact`] reads. A list that other threads may change it would copy as a whole.
    fn readable(&self) -> Option<Borrowed<'_, 'py, PyAny>> {
        match self {
            Source::Tuple(tuple) => Some(tuple.as_any().as_borrowed()),
            // SAFETY: attached, so loaded.
            Source::List(list) if unsafe { !abi::layout::free_threaded() } => {
                Some(list.as_borrowed())
            }
            _ => None,
        }
    }

    /// The item at `index`, which follows the last one given, owned. `None` at the end.
    #[inline]
    fn get(&mut self, index: usize) -> PyResult<Option<Bound<'py, PyAny>>> {
        let at = index.cast_signed();
        // SAFETY: attached; each is of the type that the function is for.
        unsafe {
            match self {
                Source::Tuple(tuple) => {
                    let (py, tuple) = (tuple.py(), tuple.as_ptr());
                    if index >= ffi::PyTuple_Size(tuple).cast_unsigned() {
                        return Ok(None);
                    }
                    Ok(Bound::from_borrowed_ptr_or_opt(py, ffi::PyTuple_GetItem(tuple, at)))
                }
                Source::List(list) => {
                    let (py, list) = (list.py(), list.as_ptr());
                    if index >= ffi::PyList_Size(list).cast_unsigned() {
                        return Ok(None);
                    }
                    // Only another thread can have made it shorter since.
                    let item = ffi::PyList_GetItemRef(list, at);
                    if item.is_null() {
                        ffi::PyErr_Clear();
                    }
                    Ok(Bound::from_owned_ptr_or_opt(py, item))
                }
                Source::Array(array) => {
                    let py = array.py();
                    if index >= array.len()? {
                        return Ok(None);
                    }
                    match Bound::from_call(py, ffi::PySequence_GetItem(array.as_ptr(), at)) {
                        Ok(item) => Ok(Some(item)),
                        Err(err) if err.is_instance_of::<PyIndexError>(py) => Ok(None),
                        Err(err) => Err(err),
                    }
                }
                Source::Iterator(iterator) => iterator.next().transpose(),
            }
        }
    }
}

/// # Errors
/// `TypeError` when it is a `str` or cannot be iterated over; what `__iter__` raises.
impl<'py, const N: usize> FromPyObject<'_, 'py> for Chunks<'py, N> {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::iterable(&crate::inspect::TypeHint::ANY);

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        refuse_text(obj, "Chunks")?;
        Chunks::sized(&obj)
    }
}

impl<const N: usize> Drop for Chunks<'_, N> {
    fn drop(&mut self) {
        self.held.clear(self.py);
    }
}

/// Owned references, the first `len` of the buffer.
struct Held<const N: usize> {
    items: [MaybeUninit<*mut ffi::PyObject>; N],
    len: usize,
}

impl<const N: usize> Held<N> {
    fn new() -> Self {
        Held { items: [const { MaybeUninit::uninit() }; N], len: 0 }
    }

    fn items(&self) -> &[*mut ffi::PyObject] {
        // SAFETY: the first `len` are there.
        unsafe { &*(std::ptr::from_ref(&self.items[..self.len]) as *const [*mut ffi::PyObject]) }
    }

    fn push(&mut self, item: Bound<'_, PyAny>) {
        self.items[self.len].write(item.into_ptr());
        self.len += 1;
    }

    /// Gives all up. Python code may run.
    fn clear(&mut self, _py: Python<'_>) {
        while self.len > 0 {
            self.len -= 1;
            // SAFETY: attached (token); it was there, and is not any more.
            unsafe { ffi::Py_DECREF(self.items[self.len].assume_init_read()) };
        }
    }
}

/// A slice that is filled from its start, with items from `start` on.
struct Target<'a, T> {
    into: &'a mut [T],
    start: usize,
    count: usize,
}

impl<T: Copy> Sink<T> for Target<'_, T> {
    fn len(&self) -> usize {
        self.start + self.count
    }

    fn room(&mut self, want: usize) -> &mut [MaybeUninit<T>] {
        let room = &mut self.into[self.count..];
        let want = want.min(room.len());
        // SAFETY: a `T` may be seen as one that may not be there; only `T`s are written here,
        // over values that need no drop.
        unsafe { &mut *(std::ptr::from_mut(&mut room[..want]) as *mut [MaybeUninit<T>]) }
    }

    unsafe fn take(&mut self, count: usize) {
        self.count += count;
    }
}
