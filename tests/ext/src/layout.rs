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

    /// Whether the fast paths were compiled out.
    #[pyfunction]
    fn pure() -> bool {
        cfg!(feature = "pure")
    }
}
