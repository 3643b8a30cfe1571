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
pub struct Exact(abi::layout::Reader);

impl Exact {
    #[inline(always)]
    pub(crate) fn new(_py: Python<'_>) -> Self {
        // SAFETY: the token shows that the interpreter is loaded.
        Exact(unsafe { abi::layout::Reader::new() })
    }

    /// The value of a `float`.
    #[inline(always)]
    pub(crate) fn float(self, obj: Borrowed<'_, '_, PyAny>) -> Option<f64> {
        // SAFETY: attached, living object.
        unsafe { self.0.float(obj.as_ptr()) }
    }

    /// The value of an `int` that fits.
    #[inline(always)]
    pub(crate) fn int(self, obj: Borrowed<'_, '_, PyAny>) -> Option<i64> {
        // SAFETY: attached, living object.
        unsafe { self.0.int(obj.as_ptr()) }
    }

    /// The items of a `tuple` of `N`.
    #[inline(always)]
    pub(crate) fn tuple<'a, 'py, const N: usize>(
        self,
        obj: Borrowed<'a, 'py, PyAny>,
    ) -> Option<[Borrowed<'a, 'py, PyAny>; N]> {
        let (py, tuple) = (obj.py(), obj.as_ptr());
        let mut all = [obj; N];
        // SAFETY: attached; read as a tuple only if it is one. It owns its items and never
        // changes, and `obj` keeps it alive for `'a`.
        unsafe {
            if !self.0.is_tuple(tuple) {
                return None;
            }
            if let Some(items) = self.0.tuple_items(tuple) {
                if items.len() != N {
                    return None;
                }
                for (place, &item) in all.iter_mut().zip(items) {
                    *place = Borrowed::from_ptr_unchecked(py, item);
                }
                return Some(all);
            }
            if ffi::PyTuple_Size(tuple) != N.cast_signed() {
                return None;
            }
            for (index, place) in all.iter_mut().enumerate() {
                let item = ffi::PyTuple_GetItem(tuple, index.cast_signed());
                *place = Borrowed::from_ptr_unchecked(py, item);
            }
        }
        Some(all)
    }

    /// The text of a `str`, unless it has no UTF-8 form.
    #[inline(always)]
    pub(crate) fn str<'a>(self, obj: Borrowed<'a, '_, PyAny>) -> Option<&'a str> {
        // SAFETY: attached, living object.
        match unsafe { abi::layout::ascii_exact(obj.as_ptr()) } {
            Some(text) => Some(text),
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
