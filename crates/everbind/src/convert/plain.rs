//! [`Plain`]: numbers that are copied out of a buffer as they are.
//!
//! *Problem.* `array.array('d')` or a NumPy array of `float64` holds its numbers as Rust
//! would. To iterate over it makes an object of each, at fifty times the cost of a copy.
//!
//! *When.* A copy must give what iteration would. So it is made only of
//! - exactly an `array.array`, a `numpy.ndarray` or a `memoryview`: classes of Python
//!   may iterate otherwise, and so may masked arrays. (`bytes` and `bytearray` have no
//!   say in this: `Vec<u8>` takes them by what they are.)
//! - one dimension, whose items follow each other, in this machine's byte order, of the
//!   same kind and size as the Rust type. The format is one letter: a `memoryview` of any other
//!   does not even iterate.
//!
//! Whatever else has a buffer is iterated over, as it always was.
//!
//! *Invariant.* A view is filled where it stays: exporters may point into it. While it
//! is held, the exporter does not move its memory; others may write to it, so it is only
//! copied from.

use std::ffi::c_char;
use std::marker::PhantomData;

use crate::object::Borrowed;
use crate::{PyAny, ffi};

/// Which buffers hold items of `T`, if any do: by the letters of their formats. The size
/// of the items must be that of `T` too.
///
/// A value of it shows that any bytes are a `T`: none can be made outside of this crate.
pub struct Plain<T>(&'static [u8], PhantomData<fn() -> T>);

impl<T> Plain<T> {
    /// No buffer.
    pub(crate) const NONE: Self = Plain(&[], PhantomData);

    pub(crate) const fn is_none(&self) -> bool {
        self.0.is_empty()
    }
}

macro_rules! plain {
    ($($letters:literal: $($number:ty)*;)*) => {$($(
        impl Plain<$number> {
            pub(crate) const NUMBER: Self = Plain($letters, PhantomData);
        }
    )*)*};
}

plain! {
    b"fd": f32 f64;
    b"bhilqn": i8 i16 i32 i64 isize;
    b"BHILQN": u8 u16 u32 u64 usize;
}

/// All items of a buffer that holds them as they are.
#[inline(never)]
pub(crate) fn to_vec<T>(obj: Borrowed<'_, '_, PyAny>, plain: &Plain<T>) -> Option<Vec<T>> {
    if !is_plain(obj) {
        return None;
    }
    let mut view = View::EMPTY;
    let len = view.fill(obj, plain.0, size_of::<T>())?;
    let mut values = Vec::with_capacity(len);
    // SAFETY: room for all items, which are then set.
    unsafe {
        view.copy(0, len, values.as_mut_ptr());
        values.set_len(len);
    }
    Some(values)
}

/// Copies items from `start` on into `target`, as many as there are and fit in, and says how
/// many. `None` where the buffer does not hold them as they are.
#[inline(never)]
pub(crate) fn copy_to<T>(
    obj: Borrowed<'_, '_, PyAny>,
    plain: &Plain<T>,
    start: usize,
    target: &mut [T],
) -> Option<usize> {
    let mut view = View::EMPTY;
    let len = view.fill(obj, plain.0, size_of::<T>())?;
    let count = len.saturating_sub(start).min(target.len());
    // SAFETY: as many items as there are and fit in.
    unsafe { view.copy(start, count, target.as_mut_ptr()) };
    Some(count)
}

/// As [`is_plain`], of a buffer that is there and has one dimension.
#[inline]
pub(crate) fn is_array(obj: Borrowed<'_, '_, PyAny>) -> bool {
    let mut view = View::EMPTY;
    is_plain(obj) && view.get(obj) && view.0.ndim == 1
}

/// Whether a buffer's items are what iteration gives, one by one, and its type is known to
/// be the same for all time.
#[inline]
pub(crate) fn is_plain(obj: Borrowed<'_, '_, PyAny>) -> bool {
    // SAFETY: attached, living object.
    unsafe {
        if ffi::PyMemoryView_Check(obj.as_ptr()) != 0 {
            return true;
        }
        if ffi::PyObject_CheckBuffer(obj.as_ptr()) == 0 {
            return false;
        }
        let class = ffi::Py_TYPE(obj.as_ptr());
        // What Python code defines is mutable, so the names are those that C gave.
        if ffi::PyType_GetFlags(class) & ffi::Py_TPFLAGS_IMMUTABLETYPE == 0 {
            return false;
        }
        let known = is_named(class, "array", "array") || is_named(class, "numpy", "ndarray");
        ffi::PyErr_Clear();
        known
    }
}

/// Whether a type is `module.name`. May leave an exception.
///
/// # Safety
/// Attached; a living type.
#[inline]
unsafe fn is_named(class: *mut ffi::PyTypeObject, module: &str, name: &str) -> bool {
    let is = |text: *mut ffi::PyObject, wanted: &str| {
        // SAFETY: null or a new reference.
        unsafe {
            let equal = !text.is_null()
                && ffi::PyUnicode_Check(text) != 0
                && ffi::PyUnicode_EqualToUTF8AndSize(
                    text,
                    wanted.as_ptr().cast::<c_char>(),
                    wanted.len().cast_signed(),
                ) != 0;
            ffi::Py_XDECREF(text);
            equal
        }
    };
    // SAFETY: attached; the caller's type.
    unsafe {
        is(ffi::PyType_GetName(class), name)
            && is(ffi::PyObject_GetAttrString(class.cast(), c"__module__".as_ptr()), module)
    }
}

/// A buffer while it is read. Not yet filled, its `obj` is null, and to release it does
/// nothing.
struct View(ffi::Py_buffer);

impl View {
    // SAFETY: numbers and pointers, null all of them.
    const EMPTY: View = View(unsafe { std::mem::zeroed() });

    /// Whether there is a buffer. Not to be moved from now on.
    fn get(&mut self, obj: Borrowed<'_, '_, PyAny>) -> bool {
        // SAFETY: attached; the view is empty. On failure it stays so.
        unsafe {
            let there = ffi::PyObject_GetBuffer(obj.as_ptr(), &mut self.0, ffi::PyBUF_FULL_RO) == 0;
            if !there {
                ffi::PyErr_Clear();
            }
            there
        }
    }

    /// How many items there are, if they are of that size, of a format in `letters`, and one
    /// after the other. Not to be moved from now on.
    #[inline]
    fn fill(&mut self, obj: Borrowed<'_, '_, PyAny>, letters: &[u8], size: usize) -> Option<usize> {
        if !self.get(obj) {
            return None;
        }
        let view = &self.0;
        // SAFETY: what the view points to lives while it is held; the format ends with a nul.
        unsafe {
            let letter = match view.format {
                format if format.is_null() => b'B',
                format if format.read() != 0 && format.add(1).read() == 0 => format.read() as u8,
                _ => return None,
            };
            let plain = view.ndim == 1
                && letters.contains(&letter)
                && view.itemsize.cast_unsigned() == size
                && view.suboffsets.is_null()
                && (view.strides.is_null() || view.strides.read() == view.itemsize);
            plain.then(|| view.len.cast_unsigned() / size)
        }
    }

    /// # Safety
    /// The buffer is filled with items of `T`, has as many from `start` on, and there is room
    /// for them in `target`.
    unsafe fn copy<T>(&self, start: usize, count: usize, target: *mut T) {
        if count > 0 {
            // SAFETY: the caller's obligation. By bytes: items of a buffer may not be aligned.
            unsafe {
                let source = self.0.buf.cast::<u8>().add(start * size_of::<T>());
                source.copy_to_nonoverlapping(target.cast::<u8>(), count * size_of::<T>());
            }
        }
    }
}

impl Drop for View {
    fn drop(&mut self) {
        // SAFETY: attached, since this never leaves the function that made it.
        unsafe { ffi::PyBuffer_Release(&mut self.0) }
    }
}
