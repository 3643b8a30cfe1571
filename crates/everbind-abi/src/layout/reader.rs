//! [`Reader`]: numbers, texts and tuples read in a loop.
//!
//! The accessors load offsets and types from statics for each object, since the compiler must take it
//! that a store in between changes them. A reader is a copy of both, which a loop keeps in registers:
//! 1,000 floats into a `Vec` take 1.4 instead of 1.9 µs, which is what C takes with the offsets built in.
//!
//! As in `exact.rs`, the size of an object's header places all but a tuple's items. A loop has few
//! registers, so there are readers of which the compiler knows more: that the layout is known
//! ([`known`](Reader::known)), that there is the GIL as well, so that the header's size is a constant
//! ([`with_gil`](Reader::with_gil)), or that the interpreter is to be asked ([`asking`](Reader::asking)).
//! What they have not to do is then not compiled. [`new`](Reader::new) has both ways: for code that is
//! no loop, or that runs seldom.
//!
//! On the pure path the interpreter's functions are asked, once it is seen that the object is exactly of
//! the type, so that the function only reads. Only a float is read in place there too: see `derived.rs`.

use std::ffi::c_int;

use super::exact::{self, Hot, INT_DIGITS};
use super::{ROWS, fast, field};
use crate::*;

/// The size of an object's header with the GIL, in every row.
const GIL_HEADER: usize = 16;

const _: () = {
    let mut index = 0;
    while index < ROWS.len() {
        let row = &ROWS[index];
        assert!(row.free_threaded || row.header as usize == GIL_HEADER);
        index += 1;
    }
};

/// How objects of exactly a built-in type are read.
#[derive(Clone, Copy)]
pub struct Reader {
    known: bool,
    hot: Hot,
}

impl Reader {
    /// # Safety
    /// [`load`] has returned `Ok`.
    #[inline(always)]
    pub unsafe fn new() -> Self {
        // SAFETY: loaded (caller's contract).
        unsafe { if fast() { Self::known() } else { Self::asking() } }
    }

    /// Of a known layout.
    ///
    /// # Safety
    /// [`load`] has returned `Ok`, and the layout is in use: [`fast`] says so.
    #[inline(always)]
    pub unsafe fn known() -> Self {
        // SAFETY: loaded (caller's contract).
        Self { known: true, hot: unsafe { *exact::hot() } }
    }

    /// This one, of a known layout with the GIL.
    ///
    /// # Safety
    /// The layout is in use, and the interpreter has the GIL.
    #[inline(always)]
    pub unsafe fn with_gil(self) -> Self {
        Self { known: true, hot: Hot { header: GIL_HEADER, ..self.hot } }
    }

    /// This one, which [`new`](Self::new) has made where the layout is not known.
    #[inline(always)]
    pub fn to_ask(self) -> Self {
        Self { known: false, ..self }
    }

    /// One that asks the interpreter, whatever is known.
    ///
    /// # Safety
    /// [`load`] has returned `Ok`.
    #[inline(always)]
    pub unsafe fn asking() -> Self {
        // SAFETY: loaded (caller's contract).
        Self { known: false, hot: unsafe { exact::hot() }.asking() }
    }

    /// Whether an object is exactly of this type, where the interpreter is to be asked.
    ///
    /// # Safety
    /// `o` is an object.
    #[inline(always)]
    unsafe fn is(self, o: *mut PyObject, type_: *mut PyTypeObject) -> bool {
        // SAFETY: `o` is an object (caller's contract).
        unsafe { self.hot.type_word(o) == type_ || super::Py_TYPE(o) == type_ }
    }

    /// The value of an exact `float`; `None` for anything else.
    ///
    /// # Safety
    /// `o` is an object and the thread is attached.
    #[inline(always)]
    pub unsafe fn float(self, o: *mut PyObject) -> Option<f64> {
        // SAFETY: `o` is an object; it is read as a float only if it is one.
        unsafe {
            if cfg!(feature = "pure") {
                return self.is(o, PyFloat_Type()).then(|| PyFloat_AsDouble(o));
            }
            if self.hot.type_word(o) == self.hot.float {
                return Some(o.byte_add(self.hot.header).cast::<f64>().read());
            }
            if self.known { None } else { asked_float(o) }
        }
    }

    /// The value of an exact `int` that fits; `None` for anything else.
    ///
    /// # Safety
    /// `o` is an object and the thread is attached.
    #[inline(always)]
    pub unsafe fn int(self, o: *mut PyObject) -> Option<i64> {
        // SAFETY: `o` is an object; it is read as an int only if it is one.
        unsafe {
            if !self.known {
                return match super::small_int(o) {
                    Some(value) => Some(value),
                    None if self.is(o, self.hot.int) => any_int(o),
                    None => None,
                };
            }
            match self.small_int(o) {
                Some(value) => Some(value),
                None if self.hot.type_word(o) == self.hot.int => large_int(o),
                None => None,
            }
        }
    }

    /// The value of an exact `int` of at most two digits (60 bits); `None` for anything else. Without
    /// a call.
    ///
    /// # Safety
    /// `o` is an object, and the layout is known.
    #[inline(always)]
    pub unsafe fn small_int(self, o: *mut PyObject) -> Option<i64> {
        // SAFETY: `o` is an object; it is read as an int only if it is one.
        unsafe {
            if self.hot.type_word(o) != self.hot.int {
                return None;
            }
            let tag = o.byte_add(self.hot.header);
            small_int(tag.cast(), tag.byte_add(INT_DIGITS).cast())
        }
    }

    /// The text of an exact `str` which is ASCII; `None` for anything else, or if the layout is not
    /// known.
    ///
    /// # Safety
    /// `o` is an object, alive for `'a`.
    #[inline(always)]
    pub unsafe fn ascii<'a>(self, o: *mut PyObject) -> Option<&'a str> {
        // SAFETY: `o` is an object; it is read as a str only if it is one.
        unsafe {
            if self.known && self.hot.type_word(o) == self.hot.str {
                exact::ascii(o.byte_add(self.hot.header), self.hot.str_ascii)
            } else {
                None
            }
        }
    }

    /// Whether it is an exact `tuple`.
    ///
    /// # Safety
    /// `o` is an object.
    #[inline(always)]
    pub unsafe fn is_tuple(self, o: *mut PyObject) -> bool {
        // SAFETY: `o` is an object (caller's contract).
        unsafe {
            if self.known {
                self.hot.type_word(o) == self.hot.tuple
            } else {
                self.is(o, self.hot.tuple)
            }
        }
    }

    /// The items of a tuple, borrowed; `None` if the layout is not known.
    ///
    /// # Safety
    /// `tuple` is a `tuple` or an instance of a subclass, alive and complete for `'a`.
    #[inline(always)]
    pub unsafe fn tuple_items<'a>(self, tuple: *mut PyObject) -> Option<&'a [*mut PyObject]> {
        if !self.known {
            return None;
        }
        // SAFETY: a complete tuple has `ob_size` items at the offset, and never changes.
        unsafe {
            let length = tuple.byte_add(self.hot.header).cast::<usize>().read();
            Some(std::slice::from_raw_parts(field(tuple, self.hot.tuple_items), length))
        }
    }
}

/// The value of an exact `float`, where it is not known where that is; `None` for anything else.
///
/// # Safety
/// Attached; an object.
#[cold]
#[inline(never)]
unsafe fn asked_float(o: *mut PyObject) -> Option<f64> {
    // SAFETY: the caller's obligations; of an exact float it cannot fail.
    unsafe { (super::Py_TYPE(o) == PyFloat_Type()).then(|| PyFloat_AsDouble(o)) }
}

/// The value of any `int` that fits. It runs no Python code; -1 may also say that it does not fit.
///
/// # Safety
/// Attached; an `int`.
#[inline(always)]
unsafe fn any_int(int: *mut PyObject) -> Option<i64> {
    // SAFETY: the caller's obligations.
    unsafe {
        let value = PyLong_AsLongLong(int);
        if value != -1 { Some(value) } else { minus_one(int) }
    }
}

/// The value of an `int` that was read as -1, if that is its value.
///
/// # Safety
/// As for [`any_int`].
#[cold]
#[inline(never)]
unsafe fn minus_one(int: *mut PyObject) -> Option<i64> {
    let mut overflow: c_int = 0;
    // SAFETY: an `int` (caller's contract). If it does not fit, the exception is that of its first
    // reading.
    unsafe {
        let value = PyLong_AsLongLongAndOverflow(int, &mut overflow);
        if overflow == 0 {
            return Some(value);
        }
        PyErr_Clear();
        None
    }
}

/// As [`any_int`], out of line, so that a loop over small ones needs no room for what it takes.
///
/// # Safety
/// As for [`any_int`].
#[cold]
#[inline(never)]
unsafe fn large_int(int: *mut PyObject) -> Option<i64> {
    let mut overflow: c_int = 0;
    // SAFETY: the caller's obligations. Such an int often does not fit, and this raises nothing then.
    let value = unsafe { PyLong_AsLongLongAndOverflow(int, &mut overflow) };
    (overflow == 0).then_some(value)
}

/// The value of an `int` of at most two digits.
///
/// # Safety
/// `tag` and `digits` are those of an `int`.
#[inline(always)]
unsafe fn small_int(tag: *const usize, digits: *const u32) -> Option<i64> {
    const DIGIT_BITS: u32 = 30;
    // SAFETY: the caller's obligation; only digits that it has are read.
    unsafe {
        if let Some(value) = compact_int(tag, digits) {
            return Some(value);
        }
        let tag = tag.read();
        if tag < 3 << 3 {
            let high = i64::from(digits.add(1).read());
            return Some(sign(tag) * (high << DIGIT_BITS | i64::from(digits.read())));
        }
        None
    }
}

/// The value of an `int` of one digit.
///
/// # Safety
/// `tag` and `digits` are those of an `int`.
#[inline(always)]
pub(super) unsafe fn compact_int(tag: *const usize, digits: *const u32) -> Option<i64> {
    // SAFETY: the caller's obligation; there is always one digit.
    unsafe {
        let tag = tag.read();
        (tag < 2 << 3).then(|| sign(tag) * i64::from(digits.read()))
    }
}

/// A tag has two bits of sign (0 positive, 1 zero, 2 negative), one of flags, the number of digits.
#[inline(always)]
fn sign(tag: usize) -> i64 {
    1 - (tag & 3) as i64
}
