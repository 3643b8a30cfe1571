//! `tuple`.

use std::iter::FusedIterator;

use crate::error::PyResult;
use crate::object::{Borrowed, Bound, BoundObject};
use crate::python::Python;
use crate::types::filling::Filling;
use crate::types::native::native_type;
use crate::types::support::{Sealed, index};
use crate::types::{PyList, PySequence, PySequenceMethods};
use crate::{IntoPyObject, IntoPyObjectExt, PyAny, abi, ffi};

/// Python's `tuple`.
///
/// Rust's tuples convert to and from it by themselves.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PyTuple;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let tuple = PyTuple::new(py, [1, 2, 3])?;
/// assert_eq!(tuple.get_item(2)?.extract::<i32>()?, 3);
/// # Ok(()) }).unwrap();
/// ```
#[repr(transparent)]
pub struct PyTuple(PyAny);

native_type!(PyTuple, PyTuple_Type, flag = Py_TPFLAGS_TUPLE_SUBCLASS);

impl PyTuple {
    /// A new tuple.
    ///
    /// # Errors
    /// Those of converting the elements.
    ///
    /// # Panics
    /// If `elements` says that it has another number of elements than it has.
    #[track_caller]
    pub fn new<'py, T, U>(
        py: Python<'py>,
        elements: impl IntoIterator<Item = T, IntoIter = U>,
    ) -> PyResult<Bound<'py, PyTuple>>
    where
        T: IntoPyObject<'py>,
        U: ExactSizeIterator<Item = T>,
    {
        let mut elements = elements.into_iter();
        let len = elements.len();
        let mut tuple = Filling::tuple(py, len)?;
        for element in elements.by_ref().take(len) {
            let element = element.into_pyobject_or_pyerr(py)?.into_any().into_bound();
            // SAFETY: an owned reference; `take` stops at the length.
            unsafe { tuple.push(element.into_ptr()) };
        }
        assert!(
            tuple.is_full() && elements.next().is_none(),
            "a tuple of {len} elements was asked for, but the iterator has fewer or more"
        );
        tuple.into_tuple()
    }

    /// A new tuple of `len` items, for code of this crate: one function for all types.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub(crate) fn of<'py>(
        py: Python<'py>,
        len: usize,
        item: &mut dyn FnMut(usize) -> Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let tuple = with_len(py, len)?;
        for place in 0..len {
            // SAFETY: as in `new`.
            unsafe { set_new(&tuple, place, item(place)) };
        }
        Ok(tuple)
    }

    /// The empty tuple.
    #[inline]
    pub fn empty(py: Python<'_>) -> Bound<'_, PyTuple> {
        // SAFETY: attached; the empty tuple, which exists already.
        unsafe { Bound::from_owned_unchecked(py, ffi::PyTuple_New(0)) }
    }
}

/// Sets an item of a new tuple.
///
/// # Safety
/// Nobody else knows the tuple, and `place` is below its length.
#[inline(always)]
unsafe fn set_new(tuple: &Bound<'_, PyTuple>, place: usize, item: Bound<'_, PyAny>) {
    let item = item.into_ptr();
    // SAFETY: attached; as this function's contract; the reference is stolen by one of the two.
    unsafe {
        if !abi::layout::tuple_init_item(tuple.as_ptr(), place, item) {
            ffi::PyTuple_SetItem(tuple.as_ptr(), index(place), item);
        }
    }
}

/// A new tuple whose items are still to be set.
#[inline]
fn with_len(py: Python<'_>, len: usize) -> PyResult<Bound<'_, PyTuple>> {
    // SAFETY: attached; a new tuple or null.
    unsafe { Bound::from_call(py, ffi::PyTuple_New(index(len))) }
}

/// The methods of [`PyTuple`].
#[doc(alias = "PyTuple")]
pub trait PyTupleMethods<'py>: Sealed {
    /// The number of items.
    fn len(&self) -> usize;

    /// Whether there are no items.
    fn is_empty(&self) -> bool;

    /// The tuple as a sequence.
    fn as_sequence(&self) -> &Bound<'py, PySequence>;

    /// As [`as_sequence`](Self::as_sequence), by value.
    fn into_sequence(self) -> Bound<'py, PySequence>;

    /// `self[low:high]`, for indices that are not negative. Those beyond the end
    /// stand for the end.
    fn get_slice(&self, low: usize, high: usize) -> Bound<'py, PyTuple>;

    /// `self[index]`.
    ///
    /// # Errors
    /// `IndexError`.
    fn get_item(&self, index: usize) -> PyResult<Bound<'py, PyAny>>;

    /// As [`get_item`](Self::get_item), without a reference of its own.
    ///
    /// # Errors
    /// `IndexError`.
    fn get_borrowed_item<'a>(&'a self, index: usize) -> PyResult<Borrowed<'a, 'py, PyAny>>;

    /// `self[index]`, unchecked.
    ///
    /// # Safety
    /// `index` is below the length, and all items have been set.
    unsafe fn get_item_unchecked(&self, index: usize) -> Bound<'py, PyAny>;

    /// As [`get_item_unchecked`](Self::get_item_unchecked), without a reference of its own.
    ///
    /// # Safety
    /// `index` is below the length, and all items have been set.
    unsafe fn get_borrowed_item_unchecked<'a>(&'a self, index: usize) -> Borrowed<'a, 'py, PyAny>;

    /// `value in self`.
    ///
    /// # Errors
    /// Those of converting `value` and of comparing.
    fn contains<V>(&self, value: V) -> PyResult<bool>
    where
        V: IntoPyObject<'py>;

    /// The index of the first item that equals `value`.
    ///
    /// # Errors
    /// `ValueError` when there is none; those of converting and comparing.
    fn index<V>(&self, value: V) -> PyResult<usize>
    where
        V: IntoPyObject<'py>;

    /// Iterates over the items.
    fn iter(&self) -> BoundTupleIterator<'py>;

    /// As [`iter`](Self::iter), without references of their own.
    fn iter_borrowed<'a>(&'a self) -> BorrowedTupleIterator<'a, 'py>;

    /// `list(self)`.
    fn to_list(&self) -> Bound<'py, PyList>;
}

impl<'py> PyTupleMethods<'py> for Bound<'py, PyTuple> {
    #[inline]
    fn len(&self) -> usize {
        // SAFETY: attached, a living tuple: neither can fail.
        unsafe {
            match abi::layout::tuple_items(self.as_ptr()) {
                Some(items) => items.len(),
                None => ffi::PyTuple_Size(self.as_ptr()).cast_unsigned(),
            }
        }
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn as_sequence(&self) -> &Bound<'py, PySequence> {
        // SAFETY: a tuple is a sequence.
        unsafe { self.cast_unchecked() }
    }

    #[inline]
    fn into_sequence(self) -> Bound<'py, PySequence> {
        // SAFETY: a tuple is a sequence.
        unsafe { self.cast_into_unchecked() }
    }

    #[track_caller]
    #[inline]
    fn get_slice(&self, low: usize, high: usize) -> Bound<'py, PyTuple> {
        // SAFETY: attached, a living tuple; a new tuple, or null for want of memory.
        unsafe {
            let ptr = ffi::PyTuple_GetSlice(self.as_ptr(), index(low), index(high));
            Bound::from_owned_ptr(self.py(), ptr).cast_into_unchecked()
        }
    }

    #[inline]
    fn get_item(&self, index: usize) -> PyResult<Bound<'py, PyAny>> {
        self.get_borrowed_item(index).map(Borrowed::to_owned)
    }

    #[inline]
    fn get_borrowed_item<'a>(&'a self, index: usize) -> PyResult<Borrowed<'a, 'py, PyAny>> {
        self.as_borrowed().get_borrowed_item(index)
    }

    #[inline]
    unsafe fn get_item_unchecked(&self, index: usize) -> Bound<'py, PyAny> {
        // SAFETY: the caller's obligation.
        unsafe { self.get_borrowed_item_unchecked(index) }.to_owned()
    }

    #[inline]
    unsafe fn get_borrowed_item_unchecked<'a>(&'a self, index: usize) -> Borrowed<'a, 'py, PyAny> {
        // SAFETY: the caller's obligation.
        unsafe { self.as_borrowed().get_borrowed_item_unchecked(index) }
    }

    fn contains<V>(&self, value: V) -> PyResult<bool>
    where
        V: IntoPyObject<'py>,
    {
        self.as_sequence().contains(value)
    }

    fn index<V>(&self, value: V) -> PyResult<usize>
    where
        V: IntoPyObject<'py>,
    {
        self.as_sequence().index(value)
    }

    #[inline]
    fn iter(&self) -> BoundTupleIterator<'py> {
        self.into_iter()
    }

    #[inline]
    fn iter_borrowed<'a>(&'a self) -> BorrowedTupleIterator<'a, 'py> {
        self.as_borrowed().iter_borrowed()
    }

    #[track_caller]
    #[inline]
    fn to_list(&self) -> Bound<'py, PyList> {
        self.as_sequence().to_list().expect("a list of a tuple's items")
    }
}

impl<'a, 'py> Borrowed<'a, 'py, PyTuple> {
    /// The item's address, null with an exception when there is none.
    #[inline]
    fn item(self, at: usize) -> *mut ffi::PyObject {
        // SAFETY: attached, a tuple that lives for `'a`, and whose items never change;
        // while it is being filled, those to come are null.
        unsafe {
            match abi::layout::tuple_items(self.as_ptr()).and_then(|items| items.get(at)) {
                Some(item) => *item,
                None => ffi::PyTuple_GetItem(self.as_ptr(), index(at)),
            }
        }
    }

    /// As the method of [`PyTupleMethods`], for as long as the tuple is borrowed.
    #[inline]
    pub(crate) fn get_borrowed_item(self, index: usize) -> PyResult<Borrowed<'a, 'py, PyAny>> {
        // SAFETY: the tuple owns the item for `'a`; or null.
        unsafe { Borrowed::from_ptr_or_err(self.py(), self.item(index)) }
    }

    /// # Safety
    /// `index` is below the length, and all items have been set.
    #[inline]
    pub(crate) unsafe fn get_borrowed_item_unchecked(
        self,
        index: usize,
    ) -> Borrowed<'a, 'py, PyAny> {
        // SAFETY: the tuple owns the item for `'a`; not null by the caller's obligation.
        unsafe { Borrowed::from_ptr_unchecked(self.py(), self.item(index)) }
    }

    #[inline]
    pub(crate) fn iter_borrowed(self) -> BorrowedTupleIterator<'a, 'py> {
        let end = self.len();
        BorrowedTupleIterator { tuple: self, next: 0, end }
    }
}

/// The iterator over a tuple's items.
pub struct BoundTupleIterator<'py> {
    tuple: Bound<'py, PyTuple>,
    next: usize,
    end: usize,
}

/// The iterator over a tuple's items, borrowed from it.
#[derive(Clone)]
pub struct BorrowedTupleIterator<'a, 'py> {
    tuple: Borrowed<'a, 'py, PyTuple>,
    next: usize,
    end: usize,
}

impl<'py> BoundTupleIterator<'py> {
    #[inline]
    fn get(&mut self, at: usize) -> Option<Bound<'py, PyAny>> {
        // SAFETY: below the tuple's length, which never changes.
        Some(unsafe { self.tuple.get_item_unchecked(at) })
    }

    /// A tuple never becomes shorter.
    #[inline]
    fn shorten(&mut self) {}
}

impl<'a, 'py> BorrowedTupleIterator<'a, 'py> {
    #[inline]
    fn get(&mut self, at: usize) -> Option<Borrowed<'a, 'py, PyAny>> {
        // SAFETY: below the tuple's length, which never changes.
        Some(unsafe { self.tuple.get_borrowed_item_unchecked(at) })
    }

    /// A tuple never becomes shorter.
    #[inline]
    fn shorten(&mut self) {}
}

iterate_by_index!(['py] BoundTupleIterator<'py>, Bound<'py, PyAny>);
iterate_by_index!(['a, 'py] BorrowedTupleIterator<'a, 'py>, Borrowed<'a, 'py, PyAny>);

impl<'py> IntoIterator for Bound<'py, PyTuple> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundTupleIterator<'py>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        let end = self.len();
        BoundTupleIterator { tuple: self, next: 0, end }
    }
}

impl<'py> IntoIterator for &Bound<'py, PyTuple> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundTupleIterator<'py>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.clone().into_iter()
    }
}
