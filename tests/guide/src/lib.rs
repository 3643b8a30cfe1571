//! The Rust code of README and guide, built as one extension module.
//!
//! `build/main.rs` makes a Rust module of each page and, within it, of each block of Rust. What a block
//! declares for Python is put into a Python module of its own when `tests/python/test_guide.py` gets to
//! it, and the Python code that follows on the page is run with those names.

use everbind::exceptions::PyKeyError;
use everbind::prelude::*;

/// Puts what a block declares into a module.
type Declare = fn(&Bound<'_, PyModule>) -> PyResult<()>;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

#[pymodule]
mod everbind_guide {
    use super::*;

    /// The line of each block of Rust on a page.
    #[pyfunction]
    fn blocks(page: &str) -> Vec<u32> {
        let blocks = PAGES.iter().filter(|(name, _)| *name == page);
        blocks.flat_map(|(_, blocks)| blocks.iter().map(|(line, _)| *line)).collect()
    }

    /// A new module with what the block at this line declares.
    #[pyfunction]
    fn declare<'py>(py: Python<'py>, page: &str, line: u32) -> PyResult<Bound<'py, PyModule>> {
        let blocks = PAGES.iter().filter(|(name, _)| *name == page).flat_map(|(_, blocks)| *blocks);
        let Some((_, declare)) = blocks.into_iter().find(|(at, _)| *at == line) else {
            return Err(PyKeyError::new_err(format!("{page}:{line}")));
        };
        let module = PyModule::new(py, "__main__")?;
        declare(&module)?;
        Ok(module)
    }
}
