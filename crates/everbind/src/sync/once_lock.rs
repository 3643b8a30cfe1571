//! [`PyOnceLock`]: a value that is made once.

use crate::error::PyResult;
use crate::object::{Bound, Py, PyTypeCheck};
use crate::python::{PerInterpreter, Python};
use crate::types::{PyAnyMethods, PyString};
use crate::{IntoPyObject, PyErr};

/// A cell whose value is made on first use, once for each interpreter.
///
/// Like [`std::sync::OnceLock`], but making the value may run Python code: when
/// two threads make it at the same time both run, and the first to finish wins,
/// so that no thread waits for another while it holds the interpreter.
///
/// In a `static` it keeps one value for each interpreter of the process. That of the main interpreter is
/// never dropped, so a `&'static` to it is good on any thread, also while Python ends.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::sync::PyOnceLock;
/// use everbind::types::PyDict;
///
/// fn cache(py: Python<'_>) -> &Bound<'_, PyDict> {
///     static CACHE: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
///     CACHE.get_or_init(py, || PyDict::new(py).unbind()).bind(py)
/// }
/// ```
pub struct PyOnceLock<T: Send + 'static>(PerInterpreter<T, true>);

impl<T: Send + 'static> Default for PyOnceLock<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Send + 'static> PyOnceLock<T> {
    /// An empty cell.
    pub const fn new() -> Self {
        PyOnceLock(PerInterpreter::new())
    }

    /// The value, if it was made.
    #[inline]
    pub fn get<'a>(&'a self, py: Python<'_>) -> Option<&'a T> {
        self.0.get(lengthen(py))
    }

    /// The value, made by `f` when there is none.
    #[inline]
    pub fn get_or_init<'a, F>(&'a self, py: Python<'_>, f: F) -> &'a T
    where
        F: FnOnce() -> T,
    {
        self.0.get_or_init(lengthen(py), f)
    }

    /// The value, made by `f` when there is none.
    ///
    /// # Errors
    /// Those of `f`; the cell then stays empty.
    #[inline]
    pub fn get_or_try_init<'a, F, E>(&'a self, py: Python<'_>, f: F) -> Result<&'a T, E>
    where
        F: FnOnce() -> Result<T, E>,
    {
        self.0.get_or_try_init(lengthen(py), f)
    }

    /// Sets the value unless there is one.
    ///
    /// # Errors
    /// Gives `value` back when there is one already.
    pub fn set(&self, py: Python<'_>, value: T) -> Result<(), T> {
        self.0.set(lengthen(py), value).map(drop).map_err(|(_, refused)| refused)
    }

    /// The value, mutably.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.0.get_mut()
    }

    /// Takes the value out; the cell is empty again.
    pub fn take(&mut self) -> Option<T> {
        self.0.take()
    }

    /// The value.
    pub fn into_inner(mut self) -> Option<T> {
        self.0.take()
    }
}

impl<T: 'static> PyOnceLock<Py<T>> {
    /// A cell with another reference to the same value.
    pub fn clone_ref(&self, py: Python<'_>) -> Self {
        let copy = PyOnceLock::new();
        if let Some(value) = self.get(py) {
            let _ = copy.set(py, value.clone_ref(py));
        }
        copy
    }
}

impl<T: PyTypeCheck + 'static> PyOnceLock<Py<T>> {
    /// The attribute `attr_name` of the module `module_name`, imported when there
    /// is no value yet.
    ///
    /// # Errors
    /// Those of the import, the look-up, and the check that it is a `T`.
    pub fn import<'py, M, N>(
        &self,
        py: Python<'py>,
        module_name: M,
        attr_name: N,
    ) -> PyResult<&Bound<'py, T>>
    where
        M: IntoPyObject<'py, Target = PyString>,
        N: IntoPyObject<'py, Target = PyString>,
    {
        let value = self.get_or_try_init(py, || {
            let attribute = py.import(module_name)?.getattr(attr_name)?;
            Ok::<_, PyErr>(attribute.cast_into::<T>()?.unbind())
        })?;
        Ok(value.bind(py))
    }
}

/// The value lives as long as the cell, so a borrow of the cell is long enough: PyO3's signature lets
/// the token be shorter.
#[inline(always)]
fn lengthen<'a>(_py: Python<'_>) -> Python<'a> {
    // SAFETY: the token's lifetime only bounds the returned reference, which the callers bound by the
    // borrow of the cell. The value is kept until that is dropped, or a sub-interpreter ends whose
    // modules have promised that nothing of theirs is used after it.
    unsafe { Python::assume_attached() }
}
