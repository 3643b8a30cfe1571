//! The items of a sequence or iterable, as Rust slices.
//!
//! CPython has no way to say "give me the items of this object as an array" that holds for
//! all sequences and versions. These types are one:
//!
//! - [`Items`]: all of them at once. Those of a tuple are seen where they are, without a
//!   copy; of anything else a tuple is made first.
//! - [`Chunks`]: a few at a time, in a buffer on the stack, so that memory stays bounded
//!   whatever comes. It reads numbers as well: [`Chunks::read`].
//! - [`ItemSlice`]: what both give: a slice of handles that can be converted in one loop.
//!
//! They are arguments of functions too, and every object has
//! [`to_items`](Bound::to_items) and [`item_chunks`](Bound::item_chunks).
//!
//! A `Vec<T>` is still what to take when all of it is wanted as Rust values: it reads a list
//! without making a tuple of it, and an array of numbers in one copy.
//!
//! # Examples
//! ```no_run
//! use everbind::items::{Chunks, Items};
//! use everbind::prelude::*;
//!
//! /// The words that begin with the same letter as the one before.
//! #[pyfunction]
//! fn alliterations(words: Items<'_>) -> PyResult<usize> {
//!     let words = words.values::<&str>().collect::<PyResult<Vec<_>>>()?;
//!     Ok(words.windows(2).filter(|pair| pair[0].chars().next() == pair[1].chars().next()).count())
//! }
//!
//! /// The mean of any number of numbers, in 2 KB.
//! #[pyfunction]
//! fn mean(mut numbers: Chunks<'_>) -> PyResult<f64> {
//!     let (mut sum, mut count, mut buffer) = (0.0, 0, [0.0; 256]);
//!     loop {
//!         let read = numbers.read(&mut buffer)?;
//!         if read == 0 {
//!             return Ok(sum / count as f64);
//!         }
//!         sum += buffer[..read].iter().sum::<f64>();
//!         count += read;
//!     }
//! }
//! ```
//!
//! # When the source changes meanwhile
//! Converting an item, or dropping one, may run Python code, and so may other threads
//! whenever this one is detached, or at any time on a build without the GIL. None of it can
//! invalidate what these types have given, because they own what they point into:
//!
//! - A tuple never changes. `Items` of anything else are those that iteration gave when it
//!   was made; of a list, those it had at one moment.
//! - `Chunks` walk the living object, as Python's own iteration does: of a list that grows
//!   they reach what was appended, and they end early in one that shrinks. A chunk that was
//!   given has the items that were there when it was taken, even if the list has lost
//!   them since. An iterator is asked for a chunk's items before the first of them
//!   is seen: up to a chunk ahead of a loop in Python.
//! - Numbers copied from an array are those it held while they were copied. On a build without
//!   the GIL, another thread that writes to it at that very moment may be seen half done, as
//!   everywhere in Python; that is for the program to prevent.

mod chunks;
pub(crate) mod probe;
mod slice;

use std::fmt;
use std::ops::Deref;
use std::ptr::NonNull;

pub use self::chunks::Chunks;
pub use self::slice::{ItemSlice, Values};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyTuple;
use crate::{FromPyObject, PyAny, abi, ffi};

/// All items of an iterable, as a slice.
///
/// It derefs to [`ItemSlice`], and that to `[Bound<'py, PyAny>]`.
///
/// Made of a tuple, it is a view: nothing is copied, and no reference is counted but
/// one to the tuple. Made of a list, it is a snapshot; of any other iterable, all that
/// iteration gives. See [the module](self) for what that means when the source changes.
///
/// As an argument it takes what can be iterated over, except a `str`, which is more often
/// a mistake. [`Items::of`] takes that too.
///
/// # Examples
#[doc = example!()]
/// use everbind::items::Items;
/// use everbind::prelude::*;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let items = Items::of(&py.eval(c"(1, 2.5, 'x')", None, None)?)?;
/// assert_eq!(items.len(), 3);
/// assert_eq!(items[1].extract::<f64>()?, 2.5);
/// assert_eq!(items[..2].len(), 2);
/// # Ok(()) }).unwrap();
/// ```
pub struct Items<'py> {
    /// Owns the items, which are all of its own; it never changes.
    tuple: Bound<'py, PyTuple>,
    array: Array,
}

/// Where the addresses of the items are.
enum Array {
    /// In the tuple.
    Own(NonNull<[*mut ffi::PyObject]>),
    /// Here, where the tuple's own array cannot be seen.
    Listed(Box<[*mut ffi::PyObject]>),
}

impl<'py> Items<'py> {
    /// The items of anything that can be iterated over.
    ///
    /// # Errors
    /// `TypeError` when it cannot; what the iteration raises; `MemoryError`.
    #[inline]
    pub fn of(iterable: &Bound<'py, PyAny>) -> PyResult<Self> {
        let py = iterable.py();
        if let Some(tuple) = as_tuple(iterable) {
            return Ok(Self::new(tuple.clone()));
        }
        // SAFETY: attached, living object; a new tuple or null.
        let tuple = unsafe {
            Bound::<PyAny>::from_call(py, ffi::PySequence_Tuple(iterable.as_ptr()))?
                .cast_into_unchecked()
        };
        Ok(Self::new(tuple))
    }

    #[inline]
    fn new(tuple: Bound<'py, PyTuple>) -> Self {
        let array = match array(&tuple) {
            Some(array) => Array::Own(NonNull::from(array)),
            None => Array::Listed(list(&tuple)),
        };
        Items { tuple, array }
    }

    /// The tuple that owns the items: the one it was made of, if it was.
    #[inline]
    pub fn as_tuple(&self) -> &Bound<'py, PyTuple> {
        &self.tuple
    }

    /// The token of the attached thread.
    #[inline]
    pub fn py(&self) -> Python<'py> {
        self.tuple.py()
    }
}

impl<'py> Deref for Items<'py> {
    type Target = ItemSlice<'py>;

    #[inline]
    fn deref(&self) -> &ItemSlice<'py> {
        // SAFETY: the tuple owns each of these and never changes. It lives as long as `self`,
        // which cannot be dropped while it is borrowed.
        unsafe {
            ItemSlice::from_raw(match &self.array {
                Array::Own(array) => array.as_ref(),
                Array::Listed(listed) => listed,
            })
        }
    }
}

impl<'a, 'py> IntoIterator for &'a Items<'py> {
    type Item = &'a Bound<'py, PyAny>;
    type IntoIter = std::slice::Iter<'a, Bound<'py, PyAny>>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Items<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// # Errors
/// `TypeError` when it is a `str` or cannot be iterated over; what the iteration raises.
impl<'py> FromPyObject<'_, 'py> for Items<'py> {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::iterable(&crate::inspect::TypeHint::ANY);

    #[inline]
    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        refuse_text(obj, "Items")?;
        Items::of(&obj)
    }
}

impl<'py> Bound<'py, PyAny> {
    /// All items of this object, as a slice; see [`Items`].
    ///
    /// # Errors
    /// As [`Items::of`].
    #[inline]
    pub fn to_items(&self) -> PyResult<Items<'py>> {
        Items::of(self)
    }

    /// The items of this object, a few at a time; see [`Chunks`].
    ///
    /// # Errors
    /// As [`Chunks::of`].
    #[inline]
    pub fn item_chunks(&self) -> PyResult<Chunks<'py>> {
        Chunks::of(self)
    }
}

/// A tuple, or an instance of a subclass that iterates like one.
#[inline]
fn as_tuple<'a, 'py>(object: &'a Bound<'py, PyAny>) -> Option<&'a Bound<'py, PyTuple>> {
    // SAFETY: attached, living object; every type has slots to be asked for.
    unsafe {
        let exact = ffi::PyTuple_CheckExact(object.as_ptr()) != 0;
        let plain = |class| ffi::PyType_GetSlot(class, ffi::Py_tp_iter);
        let is = exact
            || (ffi::PyTuple_Check(object.as_ptr()) != 0
                && plain(ffi::Py_TYPE(object.as_ptr())) == plain(ffi::PyTuple_Type()));
        is.then(|| object.cast_unchecked())
    }
}

/// The tuple's own array, where it can be seen.
#[inline]
fn array<'a>(tuple: &'a Bound<'_, PyTuple>) -> Option<&'a [*mut ffi::PyObject]> {
    // SAFETY: attached; a complete tuple, which the borrow keeps alive for `'a`.
    unsafe {
        abi::layout::tuple_items(tuple.as_ptr())
            .or_else(|| probe::tuple_items(tuple.py(), tuple.as_ptr()))
    }
}

/// The addresses of a tuple's items, one by one.
#[cold]
#[inline]
fn list(tuple: &Bound<'_, PyTuple>) -> Box<[*mut ffi::PyObject]> {
    // SAFETY: attached; the indices are in range. The tuple owns what it gives.
    unsafe {
        let len = ffi::PyTuple_Size(tuple.as_ptr());
        (0..len).map(|index| ffi::PyTuple_GetItem(tuple.as_ptr(), index)).collect()
    }
}

#[cold]
#[inline]
fn refuse_text(obj: Borrowed<'_, '_, PyAny>, wanted: &str) -> PyResult<()> {
    // SAFETY: attached, living object.
    if unsafe { ffi::PyUnicode_Check(obj.as_ptr()) } != 0 {
        return Err(Failure::message(Kind::Type, format!("Can't extract `str` to `{wanted}`")));
    }
    Ok(())
}
