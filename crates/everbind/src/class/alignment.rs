//! Where CPython begins what a class adds to its base's instances.
//!
//! *Problem.* With a negative basic size in the spec (PEP 697), CPython rounds the base's size up to the alignment of
//! C's `max_align_t`, and begins there. A cell begins at a multiple of 16 (`layout.rs`), so that a value may ask for
//! that much. On most machines the two are the same; but `max_align_t` is aligned to 8 on Windows, on Apple's ARM and on
//! s390x. There an exception of 72 bytes, or an instance of a class with one `float`, 24, is not rounded up at all,
//! and a cell at the next multiple of 16 would end behind the instance.
//!
//! *How.* The class asks for what lies between as well, and counts from there what it says relative to the beginning.
//! The alignment is that of the compiler that made the interpreter, so the interpreter is asked: it tells where the
//! data of some built-in classes are, whose bases have sizes that are no multiples of 16.
//!
//! *Rejected.* Cells that begin where CPython says: eight bytes fewer, but a value that is aligned to 16 would have to be
//! refused in such a class. A table of machines: on Windows it depends on the compiler.

use crate::python::Python;
use crate::{Bound, PyAny, PyResult, ffi};

/// To what a cell is aligned, at most what CPython's allocators give.
const CELL: usize = 16;

/// Where the cell begins that follows `size` bytes of the base, and how many bytes behind the place where CPython begins.
///
/// # Errors
/// When memory runs out.
pub(super) fn begin(py: Python<'_>, size: usize) -> PyResult<(usize, usize)> {
    let offset = size.next_multiple_of(CELL);
    Ok((offset, if offset == size { 0 } else { gap(size, interpreters(py)?) }))
}

/// As the second of [`begin`], where CPython rounds up to `unit`.
fn gap(size: usize, unit: usize) -> usize {
    size.next_multiple_of(CELL) - size.next_multiple_of(unit)
}

/// To what this interpreter rounds up, at most [`CELL`].
#[cold]
fn interpreters(py: Python<'_>) -> PyResult<usize> {
    // SAFETY: attached; a new reference or null, and living objects with their own classes, which all have bases.
    unsafe {
        let made = ffi::PyObject_CallNoArgs(ffi::PyExc_Exception);
        let exception: Bound<'_, PyAny> = Bound::from_call(py, made)?;
        let begin = |object: *mut ffi::PyObject, class| {
            ffi::PyObject_GetTypeData(object, class).addr() - object.addr()
        };
        Ok(unit([
            begin(ffi::PyExc_Exception, ffi::PyType_Type()),
            begin(ffi::Py_True(), ffi::PyBool_Type()),
            begin(exception.as_ptr(), ffi::PyExc_Exception.cast()),
        ]))
    }
}

/// What all of these are multiples of, at most [`CELL`].
fn unit(begins: [usize; 3]) -> usize {
    1 << (begins[0] | begins[1] | begins[2] | CELL).trailing_zeros()
}

#[cfg(test)]
mod tests {
    use super::{gap, unit};

    #[test]
    fn the_unit_is_what_divides_all() {
        assert_eq!(unit([32, 80, 80]), 16);
        assert_eq!(unit([64, 128, 192]), 16);
        assert_eq!(unit([24, 72, 72]), 8);
        assert_eq!(unit([32, 72, 80]), 8);
        assert_eq!(unit([12, 36, 36]), 4);
    }

    #[test]
    fn the_gap_reaches_from_the_interpreters_beginning_to_ours() {
        for size in [16_usize, 24, 28, 32, 36, 40, 72, 88] {
            for unit in [4, 8, 16] {
                let theirs = size.next_multiple_of(unit);
                assert_eq!((theirs + gap(size, unit)) % 16, 0);
                assert!(gap(size, unit) < 16);
            }
            assert_eq!(gap(size, 16), 0);
        }
        assert_eq!(gap(72, 8), 8);
    }
}
