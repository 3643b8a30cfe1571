//! [`Reader`]: numbers and tuples read in a loop.
//!
//! The accessors load offsets and types from statics for each object, since the compiler must take it
//! that a store in between changes them. A reader is a copy of both, which a loop keeps in registers:
//! 1,000 floats into a `Vec` take 1.4 instead of 1.9 µs, which is what C takes with the offsets built in.
//!
//! It exists on the pure path too: there it asks the interpreter's functions, once it has seen that
//! the object is exactly of the type, so that the function only reads.

use std::ffi::c_int;

use super::{field, known};
use crate::*;

/// Offsets and types for reading objects of exactly a built-in type.
#[derive(Clone, Copy)]
pub struct Reader {
    ob_type: u32,
    ob_size: u32,
    float_value: u32,
    long_tag: u32,
    long_digits: u32,
    tuple_items: u32,
    float: *mut PyTypeObject,
    int: *mut PyTypeObject,
    tuple: *mut PyTypeObject,
}

impl Reader {
    /// # Safety
    /// [`load`] has returned `Ok`.
    #[inline(always)]
    pub unsafe fn new() -> Self {
        // SAFETY: loaded (caller's contract).
        let known = unsafe { known() };
        Self {
            // SAFETY: as above. It may be known on the pure path too.
            ob_type: unsafe { super::type_offset() },
            ob_size: known.ob_size,
            float_value: known.float_value,
            long_tag: known.long_tag,
            long_digits: known.long_digits,
            tuple_items: known.tuple_items,
            float: PyFloat_Type(),
            int: PyLong_Type(),
            tuple: PyTuple_Type(),
        }
    }

    /// # Safety
    /// `o` is an object.
    #[inline(always)]
    unsafe fn type_of(self, o: *mut PyObject) -> *mut PyTypeObject {
        if self.ob_type == 0 {
            // SAFETY: `o` is an object (caller's contract).
            return unsafe { since::type_of::Py_TYPE(o) };
        }
        // SAFETY: `o` is an object and the offset is its version's.
        unsafe { field::<*mut PyTypeObject>(o, self.ob_type).read() }
    }

    /// The value of an exact `float`; `None` for anything else.
    ///
    /// # Safety
    /// `o` is an object and the thread is attached.
    #[inline(always)]
    pub unsafe fn float(self, o: *mut PyObject) -> Option<f64> {
        // SAFETY: `o` is an object; it is read as a float only if it is one.
        unsafe {
            if self.type_of(o) != self.float {
                None
            } else if self.float_value == 0 {
                Some(PyFloat_AsDouble(o))
            } else {
                Some(field::<f64>(o, self.float_value).read())
            }
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
            if self.type_of(o) != self.int {
                return None;
            }
            if self.long_tag != 0
                && let Some(value) = small_int(field(o, self.long_tag), field(o, self.long_digits))
            {
                return Some(value);
            }
            let mut overflow: c_int = 0;
            let value = PyLong_AsLongLongAndOverflow(o, &mut overflow);
            (overflow == 0).then_some(value)
        }
    }

    /// Whether it is an exact `tuple`.
    ///
    /// # Safety
    /// `o` is an object.
    #[inline(always)]
    pub unsafe fn is_tuple(self, o: *mut PyObject) -> bool {
        // SAFETY: `o` is an object (caller's contract).
        unsafe { self.type_of(o) == self.tuple }
    }

    /// The items of a tuple, borrowed; `None` if the layout is not known.
    ///
    /// # Safety
    /// `tuple` is a `tuple` or an instance of a subclass, alive and complete for `'a`.
    #[inline(always)]
    pub unsafe fn tuple_items<'a>(self, tuple: *mut PyObject) -> Option<&'a [*mut PyObject]> {
        if self.tuple_items == 0 {
            return None;
        }
        // SAFETY: a complete tuple has `ob_size` items at the offset, and never changes.
        unsafe {
            let length = field::<usize>(tuple, self.ob_size).read();
            Some(std::slice::from_raw_parts(field(tuple, self.tuple_items), length))
        }
    }
}

/// The value of an `int` of at most two digits.
///
/// # Safety
/// `tag` and `digits` are those of an `int`.
#[inline(always)]
pub(super) unsafe fn small_int(tag: *const usize, digits: *const u32) -> Option<i64> {
    const DIGIT_BITS: u32 = 30;
    // SAFETY: only digits that it has are read; there is always one.
    unsafe {
        // Two bits of sign (0 positive, 1 zero, 2 negative), one of flags, the number of digits.
        let tag = tag.read();
        let sign = 1 - (tag & 3) as i64;
        if tag < 2 << 3 {
            return Some(sign * i64::from(digits.read()));
        }
        if tag < 3 << 3 {
            let high = i64::from(digits.add(1).read());
            return Some(sign * (high << DIGIT_BITS | i64::from(digits.read())));
        }
        None
    }
}
