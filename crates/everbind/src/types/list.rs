//! `list`.

use std::iter::FusedIterator;
use std::ptr::NonNull;

use crate::error::{PyErr, PyResult, check};
use crate::object::{Borrowed, Bound, BoundObject};
use crate::python::Python;
use crate::sync::critical_section::with_critical_section;
use crate::types::native::native_type;
use crate::types::support::{Sealed, index};
use crate::types::{PySequence, PySequenceMethods, PyTuple};
use crate::{IntoPyObject, IntoPyObjectExt, PyAny, abi, ffi};

/// Python's `list`.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PyList;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let list = PyList::new(py, ["a", "b"])?;
/// list.append("c")?;
/// assert_eq!(list.len(), 3);
/// # Ok(()) }).unwrap();
/// ```
#[repr(transparent)]
pub struct PyList(PyAny);

native_type!(PyList, PyList_Type, flag = Py_TPFLAGS_LIST_SUBCLASS);

impl PyList {
    /// A new list. Where the iterator knows how many elements there are, the list
    /// is made once, at that size.
    ///
    /// # Errors
    /// Those of converting the elements.
    ///
    /// # Panics
    /// If `elements` has fewer elements than its `size_hint` says.
    #[track_caller]
    pub fn new<'py, T>(
        py: Python<'py>,
        elements: impl IntoIterator<Item = T>,
    ) -> PyResult<Bound<'py, PyList>>
    where
        T: IntoPyObject<'py>,
    {
        let mut elements = elements.into_iter();
        let len = elements.size_hint().0;
        let list = with_len(py, len)?;
        let mut filled = 0;
        for element in elements.by_ref().take(len) {
            let element = element.into_pyobject_or_pyerr(py)?.into_ptr();
            // SAFETY: attached; the list is new and as long as `len`, which `filled`
            // is below; the reference is stolen by one of the two.
            unsafe {
                if !abi::layout::list_init_item(list.as_ptr(), filled, element) {
                    ffi::PyList_SetItem(list.as_ptr(), index(filled), element);
                }
            }
            filled += 1;
        }
        assert!(filled == len, "the iterator of a list's elements has fewer than its size_hint");
        for element in elements {
            list.append(element)?;
        }
        Ok(list)
    }

    /// As [`new`](Self::new), of what a `Vec` or a slice iterates over.
    ///
    /// Where nothing runs while the list is filled, its places are found once.
    #[track_caller]
    pub(crate) fn of_slice<'py, I, T>(py: Python<'py>, elements: I) -> PyResult<Bound<'py, PyList>>
    where
        I: IntoIterator<Item = T>,
        I::IntoIter: ExactSizeIterator,
        T: IntoPyObject<'py>,
    {
        if const { !T::QUIET } {
            return Self::new(py, elements);
        }
        let elements = elements.into_iter();
        let len = elements.len();
        let list = with_len(py, len)?;
        // SAFETY: a new list of this length, which nothing can change until it is filled:
        // making the elements runs no Python code, and iterating none of anybody else's.
        let places = unsafe { abi::layout::list_places(list.as_ptr(), len) };
        let mut elements = elements.take(len);
        let mut filled = 0;
        match places {
            Some(places) => {
                for element in &mut elements {
                    places[filled] = made(py, element)?;
                    filled += 1;
                }
            }
            // A loop of its own: the question which of the two it is was a twentieth of the whole.
            None => {
                let list = list.as_ptr();
                for element in &mut elements {
                    let element = made(py, element)?;
                    // SAFETY: attached, a new list as long as `len`; the reference is stolen.
                    unsafe { ffi::PyList_SetItem(list, index(filled), element) };
                    filled += 1;
                }
            }
        }
        assert!(filled == len, "the iterator of a slice has as many elements as it says");
        Ok(list)
    }

    /// A new, empty list.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    #[inline]
    pub fn empty(py: Python<'_>) -> Bound<'_, PyList> {
        // Not by `expect`: with it, the code that shows any error would be in every module.
        // SAFETY: attached; a new list or null.
        unsafe { Bound::from_owned_ptr(py, ffi::PyList_New(0)).cast_into_unchecked() }
    }
}

/// The object of an element.
#[inline(always)]
fn made<'py, T: IntoPyObject<'py>>(py: Python<'py>, element: T) -> PyResult<*mut ffi::PyObject> {
    let element = element.into_raw(py)?;
    if element.is_null() { Err(PyErr::fetch(py)) } else { Ok(element) }
}

/// A new list whose items are still to be set.
#[inline]
fn with_len(py: Python<'_>, len: usize) -> PyResult<Bound<'_, PyList>> {
    // SAFETY: attached; a new list or null.
    unsafe { Bound::from_call(py, ffi::PyList_New(index(len))) }
}

/// The methods of [`PyList`].
#[doc(alias = "PyList")]
pub trait PyListMethods<'py>: Sealed {
    /// The number of items.
    fn len(&self) -> usize;

    /// Whether there are no items.
    fn is_empty(&self) -> bool;

    /// The list as a sequence.
    fn as_sequence(&self) -> &Bound<'py, PySequence>;

    /// As [`as_sequence`](Self::as_sequence), by value.
    fn into_sequence(self) -> Bound<'py, PySequence>;

    /// `self[index]`.
    ///
    /// # Errors
    /// `IndexError`.
    fn get_item(&self, index: usize) -> PyResult<Bound<'py, PyAny>>;

    /// `self[index]`, unchecked.
    ///
    /// # Safety
    /// `index` is below the length, the item has been set, and no other thread changes
    /// the list meanwhile.
    unsafe fn get_item_unchecked(&self, index: usize) -> Bound<'py, PyAny>;

    /// `self[low:high]`, for indices that are not negative. Those beyond the end
    /// stand for the end.
    fn get_slice(&self, low: usize, high: usize) -> Bound<'py, PyList>;

    /// `self[index] = item`.
    ///
    /// # Errors
    /// `IndexError`; those of converting `item`.
    fn set_item<I>(&self, index: usize, item: I) -> PyResult<()>
    where
        I: IntoPyObject<'py>;

    /// `del self[index]`.
    ///
    /// # Errors
    /// `IndexError`.
    fn del_item(&self, index: usize) -> PyResult<()>;

    /// `self[low:high] = seq`.
    ///
    /// # Errors
    /// `TypeError` when `seq` cannot be iterated, and what iterating raises.
    fn set_slice(&self, low: usize, high: usize, seq: &Bound<'_, PyAny>) -> PyResult<()>;

    /// `del self[low:high]`.
    ///
    /// # Errors
    /// `MemoryError`.
    fn del_slice(&self, low: usize, high: usize) -> PyResult<()>;

    /// `self.append(item)`.
    ///
    /// # Errors
    /// Those of converting `item`; `MemoryError`.
    fn append<I>(&self, item: I) -> PyResult<()>
    where
        I: IntoPyObject<'py>;

    /// `self.insert(index, item)`.
    ///
    /// # Errors
    /// Those of converting `item`; `MemoryError`.
    fn insert<I>(&self, index: usize, item: I) -> PyResult<()>
    where
        I: IntoPyObject<'py>;

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

    /// Iterates over the items. Items appended meanwhile are not reached; when the
    /// list shrinks, the iteration ends early.
    fn iter(&self) -> BoundListIterator<'py>;

    /// Calls `closure` for each item under the list's critical section: on a
    /// free-threaded build no other thread changes the list meanwhile, unless the
    /// closure waits or runs Python code that does.
    ///
    /// # Errors
    /// The first error of the closure, which ends the iteration.
    fn locked_for_each<F>(&self, closure: F) -> PyResult<()>
    where
        F: Fn(Bound<'py, PyAny>) -> PyResult<()>;

    /// `self.sort()`.
    ///
    /// # Errors
    /// What comparing the items raises.
    fn sort(&self) -> PyResult<()>;

    /// `self.reverse()`.
    ///
    /// # Errors
    /// None that is known.
    fn reverse(&self) -> PyResult<()>;

    /// `tuple(self)`.
    fn to_tuple(&self) -> Bound<'py, PyTuple>;
}

impl<'py> PyListMethods<'py> for Bound<'py, PyList> {
    #[inline]
    fn len(&self) -> usize {
        // SAFETY: attached, a living list: neither can fail.
        unsafe {
            match abi::layout::list_items(self.as_ptr()) {
                Some(items) => items.len(),
                None => ffi::PyList_Size(self.as_ptr()).cast_unsigned(),
            }
        }
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn as_sequence(&self) -> &Bound<'py, PySequence> {
        // SAFETY: a list is a sequence.
        unsafe { self.cast_unchecked() }
    }

    #[inline]
    fn into_sequence(self) -> Bound<'py, PySequence> {
        // SAFETY: a list is a sequence.
        unsafe { self.cast_into_unchecked() }
    }

    #[inline]
    fn get_item(&self, at: usize) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: attached, a living list; a new reference or null with an exception.
        // Nothing runs between finding an item and owning it; null are the items of a
        // list that somebody is still filling.
        unsafe {
            let items = abi::layout::list_items(self.as_ptr());
            match items.and_then(|items| items.get(at)).copied().and_then(NonNull::new) {
                Some(item) => Ok(Borrowed::from_non_null(self.py(), item).to_owned()),
                None => {
                    let item = ffi::PyList_GetItemRef(self.as_ptr(), index(at));
                    Bound::from_call(self.py(), item)
                }
            }
        }
    }

    #[inline]
    unsafe fn get_item_unchecked(&self, index: usize) -> Bound<'py, PyAny> {
        // SAFETY: it cannot fail, by the caller's obligation.
        unsafe { self.get_item(index).unwrap_unchecked() }
    }

    #[track_caller]
    #[inline]
    fn get_slice(&self, low: usize, high: usize) -> Bound<'py, PyList> {
        // SAFETY: attached, a living list; a new list, or null for want of memory.
        unsafe {
            let ptr = ffi::PyList_GetSlice(self.as_ptr(), index(low), index(high));
            Bound::from_owned_ptr(self.py(), ptr).cast_into_unchecked()
        }
    }

    fn set_item<I>(&self, at: usize, item: I) -> PyResult<()>
    where
        I: IntoPyObject<'py>,
    {
        let item = item.into_pyobject_or_pyerr(self.py())?.into_ptr();
        // SAFETY: attached, a living list; the reference is stolen even on failure.
        check(self.py(), unsafe { ffi::PyList_SetItem(self.as_ptr(), index(at), item) })
    }

    #[inline]
    fn del_item(&self, index: usize) -> PyResult<()> {
        self.as_sequence().del_item(index)
    }

    #[inline]
    fn set_slice(&self, low: usize, high: usize, seq: &Bound<'_, PyAny>) -> PyResult<()> {
        // SAFETY: attached, both alive.
        check(self.py(), unsafe {
            ffi::PyList_SetSlice(self.as_ptr(), index(low), index(high), seq.as_ptr())
        })
    }

    #[inline]
    fn del_slice(&self, low: usize, high: usize) -> PyResult<()> {
        // SAFETY: attached, a living list; null stands for an empty sequence.
        check(self.py(), unsafe {
            let nothing = std::ptr::null_mut();
            ffi::PyList_SetSlice(self.as_ptr(), index(low), index(high), nothing)
        })
    }

    #[inline]
    fn append<I>(&self, item: I) -> PyResult<()>
    where
        I: IntoPyObject<'py>,
    {
        let item = item.into_pyobject_or_pyerr(self.py())?;
        // SAFETY: attached, both alive.
        check(self.py(), unsafe { ffi::PyList_Append(self.as_ptr(), item.as_ptr()) })
    }

    fn insert<I>(&self, at: usize, item: I) -> PyResult<()>
    where
        I: IntoPyObject<'py>,
    {
        let item = item.into_pyobject_or_pyerr(self.py())?;
        // SAFETY: attached, both alive.
        check(self.py(), unsafe { ffi::PyList_Insert(self.as_ptr(), index(at), item.as_ptr()) })
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
    fn iter(&self) -> BoundListIterator<'py> {
        self.into_iter()
    }

    fn locked_for_each<F>(&self, closure: F) -> PyResult<()>
    where
        F: Fn(Bound<'py, PyAny>) -> PyResult<()>,
    {
        with_critical_section(self, || self.iter().try_for_each(closure))
    }

    #[inline]
    fn sort(&self) -> PyResult<()> {
        // SAFETY: attached, a living list.
        check(self.py(), unsafe { ffi::PyList_Sort(self.as_ptr()) })
    }

    #[inline]
    fn reverse(&self) -> PyResult<()> {
        // SAFETY: attached, a living list.
        check(self.py(), unsafe { ffi::PyList_Reverse(self.as_ptr()) })
    }

    #[track_caller]
    #[inline]
    fn to_tuple(&self) -> Bound<'py, PyTuple> {
        // SAFETY: attached, a living list; a new tuple, or null for want of memory.
        unsafe {
            let ptr = ffi::PyList_AsTuple(self.as_ptr());
            Bound::from_owned_ptr(self.py(), ptr).cast_into_unchecked()
        }
    }
}

/// An item by CPython's function; `None` where the list has become shorter.
#[inline(never)]
fn get_rarely<'py>(list: Borrowed<'_, 'py, PyList>, at: usize) -> Option<Bound<'py, PyAny>> {
    if at < list.len() { list.get_item(at).ok() } else { None }
}

/// The iterator over a list's items.
///
/// Each step takes the item that is then at its index, as a reference of its own:
/// nothing that the loop's body or another thread does to the list can harm it.
pub struct BoundListIterator<'py> {
    list: Bound<'py, PyList>,
    next: usize,
    end: usize,
}

impl<'py> BoundListIterator<'py> {
    /// The item at an index that was in range once.
    #[inline]
    fn get(&mut self, at: usize) -> Option<Bound<'py, PyAny>> {
        // SAFETY: attached, a living list; nothing runs before the item is counted.
        if let Some(items) = unsafe { abi::layout::list_items(self.list.as_ptr()) }
            && at < items.len()
            && !items[at].is_null()
        {
            // SAFETY: attached; a living item of the list.
            return Some(unsafe {
                ffi::Py_INCREF(items[at]);
                Bound::from_owned_unchecked(self.list.py(), items[at])
            });
        }
        // By value, or the loop's counters would have to be in memory.
        let item = get_rarely(self.list.as_borrowed(), at);
        if item.is_none() {
            self.end = 0;
        }
        item
    }

    /// Takes note that the list has become shorter.
    #[inline]
    fn shorten(&mut self) {
        self.end = self.end.min(self.list.len());
    }
}

iterate_by_index!(['py] BoundListIterator<'py>, Bound<'py, PyAny>);

impl<'py> IntoIterator for Bound<'py, PyList> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundListIterator<'py>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        let end = self.len();
        BoundListIterator { list: self, next: 0, end }
    }
}

impl<'py> IntoIterator for &Bound<'py, PyList> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundListIterator<'py>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.clone().into_iter()
    }
}
