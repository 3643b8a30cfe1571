//! Which layout the library has chosen.

use everbind::prelude::*;

#[pymodule(submodule, name = "layout")]
pub mod topic {
    use super::*;

    /// The minor version of the row in use and whether it is the one without the GIL; `None` on the stable ABI alone.
    #[pyfunction]
    fn row() -> Option<(u8, bool)> {
        everbind::ffi::layout::layout().map(|row| (row.minor, row.free_threaded))
    }

    /// Whether floats are read in place.
    #[pyfunction]
    fn reads_floats() -> bool {
        everbind::ffi::layout::reads_floats()
    }

    /// Whether Python functions are called by their slot.
    #[pyfunction]
    fn calls_functions() -> bool {
        everbind::ffi::layout::calls_functions()
    }

    /// The bits of an object that is read as a `float` in place; `None` if it is not.
    #[pyfunction]
    fn float_bits(object: &Bound<'_, PyAny>) -> Option<u64> {
        // SAFETY: loaded, since this is called; a living object.
        unsafe { everbind::ffi::layout::float_exact(object.as_ptr()).map(f64::to_bits) }
    }

    /// An int, read as each of these types.
    #[pyfunction]
    fn ints(a: i64, b: i16, c: u64, d: usize) -> (i64, i16, u64, usize) {
        (a, b, c, d)
    }

    /// An int, read as a byte.
    #[pyfunction]
    fn byte(value: u8) -> u8 {
        value
    }

    /// Ints, read in a loop.
    #[pyfunction]
    fn many(values: Vec<i32>) -> Vec<i32> {
        values
    }

    /// Whether the fast paths were compiled out.
    #[pyfunction]
    fn pure() -> bool {
        cfg!(feature = "pure")
    }
}
