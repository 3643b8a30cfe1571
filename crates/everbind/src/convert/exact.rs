//! [`Exact`]: objects of exactly a built-in type, read without running Python.
//!
//! *Problem.* A `Vec<f64>` is read from a list that other Python code could change
//! as soon as any runs. Owning each element while it is converted is safe but costs
//! more than the conversion.
//!
//! *Invariant.* [`FromPyObject::extract_exact`](crate::FromPyObject::extract_exact)
//! runs no Python code, releases no last reference and does not detach. So between two
//! calls of it a list is what it was (with the GIL), and an element that the list
//! owns stays alive while it is read. It is implemented only for `int`, `float`,
//! `str`, `bytes`, `bool` and `None` of exactly that type, for tuples and lists of them,
//! and for handles whose type check is a look at the object's type.

use crate::object::Borrowed;
use crate::python::Python;
use crate::types::PyBytes;
use crate::{PyAny, abi, ffi};

/// Shows that [`extract_exact`](crate::FromPyObject::extract_exact) is called or
/// implemented inside this crate: it cannot be made elsewhere.
///
/// Making one loads what a loop needs to read numbers.
#[derive(Clone, Copy)]
pub struct Exact {
    reader: abi::layout::Reader,
    /// Whether only that is read which takes no call: see [`leaf`](Self::leaf).
    leaf: bool,
    /// Whether it is for a loop that runs only where the layout is not known: such a loop calls in any
    /// case, and has the calls in line.
    asks: bool,
}

impl Exact {
    #[inline(always)]
    pub(crate) fn new(_py: Python<'_>) -> Self {
        // SAFETY: the token shows that the interpreter is loaded.
        Exact { reader: unsafe { abi::layout::Reader::new() }, leaf: false, asks: false }
    }

    /// For a loop that calls nothing, where the layout is known. A call that is never made takes its
    /// share of the registers all the same. So what is rare or needs one (an `int` among floats, one of
    /// more than 60 bits, a text that is not ASCII) is not read: another loop will.
    ///
    /// # Safety
    /// The layout is in use.
    #[inline(always)]
    pub(crate) unsafe fn leaf(_py: Python<'_>) -> Self {
        // SAFETY: loaded, shows the token; the rest is the caller's obligation.
        Exact { reader: unsafe { abi::layout::Reader::known() }, leaf: true, asks: false }
    }

    /// This one as a [`leaf`](Self::leaf), where there is the GIL as well.
    ///
    /// # Safety
    /// The layout is in use, and there is the GIL.
    #[inline(always)]
    pub(crate) unsafe fn leaf_with_gil(self) -> Self {
        // SAFETY: the caller's obligation.
        Exact { reader: unsafe { self.reader.with_gil() }, leaf: true, asks: false }
    }

    /// This one, where the layout is not known.
    #[inline(always)]
    pub(crate) fn to_ask(self) -> Self {
        Exact { reader: self.reader.to_ask(), leaf: false, asks: true }
    }

    /// As [`new`](Self::new), for a loop that runs only where the layout is not known.
    #[inline(always)]
    pub(crate) fn asking(_py: Python<'_>) -> Self {
        // SAFETY: the token shows that the interpreter is loaded.
        Exact { reader: unsafe { abi::layout::Reader::asking() }, leaf: false, asks: true }
    }

    /// See [`leaf`](Self::leaf).
    #[inline(always)]
    pub(crate) fn is_leaf(self) -> bool {
        self.leaf
    }

    /// The value of a `float`.
    #[inline(always)]
    pub(crate) fn float(self, obj: Borrowed<'_, '_, PyAny>) -> Option<f64> {
        // SAFETY: attached, living object.
        unsafe { self.reader.float(obj.as_ptr()) }
    }

    /// The value of an `int` that fits.
    #[inline(always)]
    pub(crate) fn int(self, obj: Borrowed<'_, '_, PyAny>) -> Option<i64> {
        // SAFETY: attached, living object; a leaf knows the layout.
        unsafe {
            if self.leaf {
                self.reader.small_int(obj.as_ptr())
            } else {
                self.reader.int(obj.as_ptr())
            }
        }
    }

    /// Whether it is a `tuple` of `len` items.
    #[inline(always)]
    pub(crate) fn is_tuple(self, obj: Borrowed<'_, '_, PyAny>, len: usize) -> bool {
        let tuple = obj.as_ptr();
        // SAFETY: attached; read as a tuple only if it is one.
        unsafe {
            self.reader.is_tuple(tuple)
                && match self.reader.tuple_items(tuple) {
                    Some(items) => items.len() == len,
                    None => ffi::PyTuple_Size(tuple) == len.cast_signed(),
                }
        }
    }

    /// An item of a `tuple`.
    ///
    /// # Safety
    /// [`is_tuple`](Self::is_tuple) has said that it is one, and longer than `index`.
    #[inline(always)]
    pub(crate) unsafe fn tuple_item<'a, 'py>(
        self,
        obj: Borrowed<'a, 'py, PyAny>,
        index: usize,
    ) -> Borrowed<'a, 'py, PyAny> {
        // SAFETY: attached; a tuple with such an item (caller's contract). It owns its items and never
        // changes, and `obj` keeps it alive for `'a`.
        unsafe {
            let item = match self.reader.tuple_items(obj.as_ptr()) {
                Some(items) => *items.get_unchecked(index),
                None => ffi::PyTuple_GetItem(obj.as_ptr(), index.cast_signed()),
            };
            Borrowed::from_ptr_unchecked(obj.py(), item)
        }
    }

    /// The text of a `str`, unless it has no UTF-8 form.
    #[inline(always)]
    pub(crate) fn str<'a>(self, obj: Borrowed<'a, '_, PyAny>) -> Option<&'a str> {
        if self.asks {
            return super::string::asked_text(obj);
        }
        // SAFETY: attached, living object.
        match unsafe { self.reader.ascii(obj.as_ptr()) } {
            Some(text) => Some(text),
            None if self.leaf => None,
            None => super::string::exact_text(obj),
        }
    }

    /// The contents of a `bytes`.
    #[inline(always)]
    pub(crate) fn bytes<'a>(self, obj: Borrowed<'a, '_, PyAny>) -> Option<&'a [u8]> {
        // SAFETY: attached, living object; exactly a `bytes` when it is read as one.
        unsafe {
            (ffi::PyBytes_CheckExact(obj.as_ptr()) != 0)
                .then(|| super::bytes::contents(obj.cast_unchecked::<PyBytes>()))
        }
    }

    /// The value of a `bool`.
    #[inline(always)]
    pub(crate) fn bool(self, obj: Borrowed<'_, '_, PyAny>) -> Option<bool> {
        // SAFETY: the token in `obj` shows that the interpreter is there.
        let (yes, no) = unsafe { (ffi::Py_True(), ffi::Py_False()) };
        if obj.as_ptr() == yes {
            Some(true)
        } else if obj.as_ptr() == no {
            Some(false)
        } else {
            None
        }
    }

    /// Whether it is `None`.
    #[inline(always)]
    pub(crate) fn is_none(self, obj: Borrowed<'_, '_, PyAny>) -> bool {
        // SAFETY: as for `bool`.
        unsafe { obj.as_ptr() == ffi::Py_None() }
    }
}
