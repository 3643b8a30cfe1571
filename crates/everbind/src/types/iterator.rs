//! Iterators.

use std::ptr;

use crate::error::{PyErr, PyResult};
use crate::object::Bound;
use crate::python::Python;
use crate::types::native::native_type;
use crate::types::support::Imported;
use crate::types::{PyAnyMethods, PyType};
use crate::{PyAny, PyTypeInfo, ffi};

/// Any object with `__next__`.
///
/// `Bound<'py, PyIterator>` is itself a Rust iterator over `PyResult`s; see also
/// [`try_iter`](crate::types::PyAnyMethods::try_iter).
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let numbers = py.eval(c"(n * n for n in range(4))", None, None)?;
/// let mut sum = 0;
/// for number in numbers.try_iter()? {
///     sum += number?.extract::<i32>()?;
/// }
/// assert_eq!(sum, 14);
/// # Ok(()) }).unwrap();
/// ```
#[repr(transparent)]
pub struct PyIterator(PyAny);

native_type!(@common PyIterator);

static ABSTRACT: Imported<PyType> = Imported::new("collections.abc", "Iterator");

// SAFETY: the cell keeps the class alive as long as the interpreter, and whatever
// has the slot behind `__next__` is an instance of it.
unsafe impl PyTypeInfo for PyIterator {
    const TYPE_HINT: crate::inspect::TypeHint = crate::stub::native::PyIterator;

    #[inline]
    fn type_object_raw(py: Python<'_>) -> *mut ffi::PyTypeObject {
        ABSTRACT.type_ptr(py)
    }

    #[inline]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: attached, a living object.
        unsafe { ffi::PyIter_Check(object.as_ptr()) != 0 }
    }
}

impl PyIterator {
    /// `iter(obj)`.
    ///
    /// # Errors
    /// `TypeError` when `obj` cannot be iterated; what `__iter__` raises.
    #[inline]
    pub fn from_object<'py>(obj: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyIterator>> {
        // SAFETY: attached, a living object; a new iterator or null.
        unsafe { Bound::from_call(obj.py(), ffi::PyObject_GetIter(obj.as_ptr())) }
    }
}

/// What a generator answers to [`send`](Bound::send).
#[derive(Debug)]
pub enum PySendResult<'py> {
    /// It yielded a value.
    Next(Bound<'py, PyAny>),
    /// It returned a value.
    Return(Bound<'py, PyAny>),
}

impl<'py> Bound<'py, PyIterator> {
    /// `self.send(value)`: goes on with a generator. The first value sent must be
    /// `None`.
    ///
    /// # Errors
    /// What the generator raises; `TypeError` when its first value is not `None`.
    #[inline]
    pub fn send(&self, value: &Bound<'py, PyAny>) -> PyResult<PySendResult<'py>> {
        let py = self.py();
        let mut result = ptr::null_mut();
        // SAFETY: attached, both alive; `result` takes a new reference unless it fails.
        unsafe {
            match ffi::PyIter_Send(self.as_ptr(), value.as_ptr(), &mut result) {
                ffi::PySendResult::PYGEN_NEXT => {
                    Ok(PySendResult::Next(Bound::from_owned_ptr(py, result)))
                }
                ffi::PySendResult::PYGEN_RETURN => {
                    Ok(PySendResult::Return(Bound::from_owned_ptr(py, result)))
                }
                _ => Err(PyErr::fetch(py)),
            }
        }
    }
}

impl<'py> Iterator for Bound<'py, PyIterator> {
    type Item = PyResult<Bound<'py, PyAny>>;

    /// The next item; `None` at the end. After an error, what comes next is up to
    /// the iterator.
    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        // SAFETY: attached, a living iterator; a new reference, or null at the end
        // and on failure.
        let item =
            unsafe { Bound::from_owned_ptr_or_opt(self.py(), ffi::PyIter_Next(self.as_ptr())) };
        match item {
            Some(item) => Some(Ok(item)),
            None => PyErr::take(self.py()).map(Err),
        }
    }

    /// What `operator.length_hint(self)` says. An exception that it raises is
    /// reported as unraisable.
    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match length_hint(self) {
            Ok(hint) => (hint, None),
            Err(err) => {
                err.write_unraisable(self.py(), Some(self));
                (0, None)
            }
        }
    }
}

/// `PyObject_LengthHint` is no part of the stable ABI; this is the same.
#[inline]
fn length_hint(iterator: &Bound<'_, PyIterator>) -> PyResult<usize> {
    static LENGTH_HINT: Imported = Imported::new("operator", "length_hint");
    LENGTH_HINT.get(iterator.py())?.call1((iterator, 0))?.extract()
}

impl<'py> IntoIterator for &Bound<'py, PyIterator> {
    type Item = PyResult<Bound<'py, PyAny>>;
    type IntoIter = Bound<'py, PyIterator>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.clone()
    }
}
