//! A new tuple while its items are made.
//!
//! *With layouts* the items go straight to their places. *Without*, `PyTuple_SetItem` for each would be a fifth of
//! the whole. The stable ABI has no way to make a tuple of an array, but the vectorcall protocol has: the
//! interpreter passes the arguments of a `METH_VARARGS` function as a tuple, which it makes of the array in one
//! piece. So the items are gathered, and [`give`] returns the tuple that it is called with. A function object for
//! each such call costs less than 20 items do; shorter tuples are filled one by one. (`tuple out 1000` of
//! `cargo xtask bench`, C in a loop of its own on 3.13, 3.14, 3.15: 11.3, 12.9, 12.3 µs item by item, 8.8, 10.3,
//! 9.6 in one.)
//!
//! *Rejected.* A list by way of such a tuple, `PySequence_List`: 9.5, 12.1, 11.2 µs where item by item takes 9.8, 10.9,
//! 9.7. A dict by way of keywords: a fifth faster on 3.13, the same on 3.14 and 3.15.

use std::{ptr, slice};

use crate::exceptions::PyMemoryError;
use crate::object::Bound;
use crate::python::Python;
use crate::types::PyTuple;
use crate::types::support::index;
use crate::{PyAny, PyResult, abi, ffi};

type Object = *mut ffi::PyObject;

/// From how many items on a tuple is made in one piece.
const IN_ONE: usize = 32;

/// Items of a tuple to be, filled one after the other.
pub(crate) struct Filling<'py> {
    py: Python<'py>,
    /// The tuple, whose places are filled; null where they are gathered first.
    object: Object,
    gathered: Vec<Object>,
    places: *mut Object,
    filled: usize,
    len: usize,
}

impl<'py> Filling<'py> {
    /// A tuple of `len` items.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub(crate) fn tuple(py: Python<'py>, len: usize) -> PyResult<Self> {
        // SAFETY: attached; a new tuple or null; its places, which nobody else knows.
        unsafe {
            if !abi::layout::knows_tuple_items() {
                let mut gathered: Vec<Object> = Vec::new();
                if gathered.try_reserve_exact(len).is_err() {
                    return Err(PyMemoryError::new_err(()));
                }
                let places = gathered.as_mut_ptr();
                return Ok(Filling {
                    py,
                    object: ptr::null_mut(),
                    gathered,
                    places,
                    filled: 0,
                    len,
                });
            }
            let object: Bound<'_, PyAny> = Bound::from_call(py, ffi::PyTuple_New(index(len)))?;
            let places = abi::layout::tuple_places(object.as_ptr());
            let object = object.into_ptr();
            Ok(Filling { py, object, gathered: Vec::new(), places, filled: 0, len })
        }
    }

    /// The next item, whose reference is taken over.
    ///
    /// # Safety
    /// An owned reference; not all of the items have been set.
    #[inline(always)]
    pub(crate) unsafe fn push(&mut self, item: Object) {
        debug_assert!(!self.is_full());
        // SAFETY: one of the `len` places (caller's contract).
        unsafe { self.places.add(self.filled).write(item) };
        self.filled += 1;
    }

    /// Whether all items have been set.
    #[inline(always)]
    pub(crate) fn is_full(&self) -> bool {
        self.filled == self.len
    }

    /// The tuple, all items of which have been set.
    ///
    /// # Errors
    /// `MemoryError`; `RecursionError` where the stack ends here.
    #[inline]
    pub(crate) fn into_tuple(mut self) -> PyResult<Bound<'py, PyTuple>> {
        debug_assert!(self.is_full());
        if self.object.is_null() {
            self.object = match self.len {
                0..IN_ONE => self.one_by_one(),
                _ => self.in_one(),
            }?
            .into_ptr();
        }
        // SAFETY: the tuple.
        Ok(unsafe { self.into_object().cast_into_unchecked() })
    }

    #[inline]
    fn one_by_one(&mut self) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: attached; a new tuple or null.
        let tuple = unsafe { Bound::from_call(self.py, ffi::PyTuple_New(index(self.len)))? };
        for (place, item) in self.taken().iter().enumerate() {
            // SAFETY: attached; a new tuple of this length, which steals the reference.
            unsafe { ffi::PyTuple_SetItem(tuple.as_ptr(), index(place), *item) };
        }
        Ok(tuple)
    }

    #[inline]
    fn in_one(&mut self) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: attached; a static definition of a function that takes its arguments as a tuple; the
        // items, which live as long as this value has them.
        unsafe {
            let function = ffi::PyCFunction_NewEx(
                (&raw const GIVE.0).cast_mut(),
                ptr::null_mut(),
                ptr::null_mut(),
            );
            let function: Bound<'py, PyAny> = Bound::from_call(self.py, function)?;
            let tuple =
                ffi::PyObject_Vectorcall(function.as_ptr(), self.places, self.len, ptr::null_mut());
            Bound::from_call(self.py, tuple)
        }
    }

    /// Whether the items are not in their places yet.
    #[inline]
    fn is_gathered(&self) -> bool {
        self.gathered.capacity() != 0
    }

    /// The items gathered, whose references are the caller's from now on.
    #[inline]
    fn taken(&mut self) -> &[Object] {
        let filled = std::mem::take(&mut self.filled);
        // SAFETY: so many have been written.
        unsafe { slice::from_raw_parts(self.places, filled) }
    }

    #[inline]
    fn into_object(mut self) -> Bound<'py, PyAny> {
        let object = std::mem::replace(&mut self.object, ptr::null_mut());
        // SAFETY: this value's own reference.
        unsafe { Bound::from_owned_unchecked(self.py, object) }
    }
}

impl Drop for Filling<'_> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: attached, as the token says; references of this value's own: those of places of
        // an object are the object's.
        unsafe {
            if self.is_gathered() {
                for item in self.taken() {
                    ffi::Py_DECREF(*item);
                }
            }
            ffi::Py_XDECREF(self.object);
        }
    }
}

/// The definition of [`give`].
struct Give(ffi::PyMethodDef);

// SAFETY: nothing writes to it.
unsafe impl Sync for Give {}

static GIVE: Give = Give(ffi::PyMethodDef {
    ml_name: c"give".as_ptr(),
    ml_meth: ffi::PyMethodDefPointer { PyCFunction: give },
    ml_flags: ffi::METH_VARARGS,
    ml_doc: ptr::null(),
});

/// Returns its arguments.
unsafe extern "C" fn give(_: Object, args: Object) -> Object {
    // SAFETY: called by the interpreter, attached, with a living tuple.
    unsafe { ffi::Py_NewRef(args) }
}
