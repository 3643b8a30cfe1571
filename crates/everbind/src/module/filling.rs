//! [`Filling`]: a module while its items are added.
//!
//! It keeps the first error, and adds nothing after it. So generated code calls one function for
//! each item, and looks at no result: for 720 functions that is 6 KB.

use crate::PyResult;
use crate::object::Bound;
use crate::types::PyModule;

/// See the module.
pub struct Filling<'a, 'py> {
    module: &'a Bound<'py, PyModule>,
    result: PyResult<()>,
}

impl<'a, 'py> Filling<'a, 'py> {
    /// For that module.
    #[inline]
    pub fn new(module: &'a Bound<'py, PyModule>) -> Self {
        Filling { module, result: Ok(()) }
    }

    /// Adds something, unless something failed before.
    pub(crate) fn add(&mut self, add: impl FnOnce(&Bound<'py, PyModule>) -> PyResult<()>) {
        if self.result.is_ok() {
            self.result = add(self.module);
        }
    }

    /// What has come of it.
    ///
    /// # Errors
    /// The first of them.
    #[inline]
    pub fn finish(self) -> PyResult<()> {
        self.result
    }
}
