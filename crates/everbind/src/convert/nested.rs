//! Rust tuples as nested pairs: `(a, (b, (c, ())))`.
//!
//! *Problem.* What is written for tuples of one to twelve values is compiled by every project, and used by
//! few. A body that converts twelve values, each of which may fail, has some hundred places where values
//! are dropped: tuples were a sixth of all the code that rustc analysed for this crate.
//!
//! *How.* A tuple is put into pairs, and out of them, by moves alone, which cannot fail and drop nothing. What
//! is done with the values is written once, for a pair.

use crate::convert::{Exact, FromPyObject, IntoPyObject, IntoPyObjectExt, Strict, Token};
use crate::error::{PyErr, PyResult};
use crate::object::{Borrowed, Bound, BoundObject};
use crate::python::Python;
use crate::{PyAny, ffi};

/// `nested!(a b c)` is `(a, (b, (c, ())))`, as an expression or as a pattern.
macro_rules! nested {
    () => { () };
    ($first:ident $($rest:ident)*) => { ($first, nested!($($rest)*)) };
}
pub(crate) use nested;

/// Values that are converted to Python.
pub(crate) trait Give<'py> {
    /// The objects, as pairs: owned, or borrowed from somebody who owns them.
    type Objects;

    /// Converts each in turn, up to the first that fails.
    fn objects(self, py: Python<'py>) -> PyResult<Self::Objects>;

    /// Writes their addresses.
    fn point(objects: &Self::Objects, slots: &mut [*mut ffi::PyObject]);

    /// As [`objects`](Self::objects), into as many places; gives the error back, if any.
    fn fill(self, py: Python<'py>, places: &mut [Option<Bound<'py, PyAny>>]) -> Option<PyErr>;
}

/// Values that are read from Python.
pub(crate) trait Take<'a, 'py>: Sized {
    /// Converts these items, of which the first has the index `first`. There are as many as values.
    fn take(items: &[Borrowed<'a, 'py, PyAny>], first: usize) -> PyResult<Self>;

    /// As [`take`](Self::take), by strict conversions.
    fn take_strict(items: &[Borrowed<'a, 'py, PyAny>], token: Token) -> Strict<Self>;

    /// As [`take`](Self::take), if it can be done without a call: the items of a tuple, from `first` on.
    ///
    /// # Safety
    /// `exact` has said that `tuple` is one that is long enough.
    unsafe fn take_exact(
        tuple: Borrowed<'a, 'py, PyAny>,
        exact: Exact,
        first: usize,
    ) -> Option<Self>;
}

impl<'py> Give<'py> for () {
    type Objects = ();

    #[inline(always)]
    fn objects(self, _py: Python<'py>) -> PyResult<()> {
        Ok(())
    }

    #[inline(always)]
    fn point(_objects: &(), _slots: &mut [*mut ffi::PyObject]) {}

    #[inline(always)]
    fn fill(self, _py: Python<'py>, _places: &mut [Option<Bound<'py, PyAny>>]) -> Option<PyErr> {
        None
    }
}

impl<'py, T: IntoPyObject<'py>, Rest: Give<'py>> Give<'py> for (T, Rest) {
    type Objects = (T::Output, Rest::Objects);

    #[inline(always)]
    fn objects(self, py: Python<'py>) -> PyResult<Self::Objects> {
        let object = self.0.into_pyobject(py).map_err(Into::into)?;
        Ok((object, self.1.objects(py)?))
    }

    #[inline(always)]
    fn point(objects: &Self::Objects, slots: &mut [*mut ffi::PyObject]) {
        if let [slot, slots @ ..] = slots {
            *slot = objects.0.as_ptr();
            Rest::point(&objects.1, slots);
        }
    }

    #[inline]
    fn fill(self, py: Python<'py>, places: &mut [Option<Bound<'py, PyAny>>]) -> Option<PyErr> {
        let [place, places @ ..] = places else { return None };
        match self.0.into_bound_py_any(py) {
            Ok(item) => *place = Some(item),
            Err(err) => return Some(err),
        }
        self.1.fill(py, places)
    }
}

impl<'a, 'py> Take<'a, 'py> for () {
    #[inline(always)]
    fn take(_items: &[Borrowed<'a, 'py, PyAny>], _first: usize) -> PyResult<()> {
        Ok(())
    }

    #[inline(always)]
    fn take_strict(_items: &[Borrowed<'a, 'py, PyAny>], _token: Token) -> Strict<()> {
        Ok(())
    }

    #[inline(always)]
    unsafe fn take_exact(_: Borrowed<'a, 'py, PyAny>, _: Exact, _first: usize) -> Option<()> {
        Some(())
    }
}

impl<'a, 'py, T: FromPyObject<'a, 'py>, Rest: Take<'a, 'py>> Take<'a, 'py> for (T, Rest) {
    #[inline]
    fn take(items: &[Borrowed<'a, 'py, PyAny>], first: usize) -> PyResult<Self> {
        let item = items[0];
        let value = match T::extract(item) {
            Ok(value) => value,
            Err(err) => return Err(misfit(err, item.py(), first)),
        };
        Ok((value, Rest::take(&items[1..], first + 1)?))
    }

    #[inline]
    fn take_strict(items: &[Borrowed<'a, 'py, PyAny>], token: Token) -> Strict<Self> {
        let value = T::extract_strict(items[0], token)?;
        Ok((value, Rest::take_strict(&items[1..], token)?))
    }

    #[inline(always)]
    #[allow(clippy::question_mark)] // in loops: `?` would be more for LLVM to take away
    unsafe fn take_exact(
        tuple: Borrowed<'a, 'py, PyAny>,
        exact: Exact,
        first: usize,
    ) -> Option<Self> {
        // SAFETY: the caller's obligation.
        let item = unsafe { exact.tuple_item(tuple, first) };
        let Some(value) = T::extract_exact(item, exact) else { return None };
        // SAFETY: the caller's obligation.
        let Some(rest) = (unsafe { Rest::take_exact(tuple, exact, first + 1) }) else {
            return None;
        };
        Some((value, rest))
    }
}

/// Gives `f` the objects that the values are converted to, behind a slot that is free: `SLOTS` in all.
#[inline(always)]
pub(crate) fn with_slots<'py, const SLOTS: usize, V: Give<'py>, R>(
    values: V,
    py: Python<'py>,
    f: impl FnOnce(&mut [*mut ffi::PyObject]) -> PyResult<R>,
) -> PyResult<R> {
    match values.objects(py) {
        Ok(objects) => {
            let mut slots = [std::ptr::null_mut(); SLOTS];
            V::point(&objects, &mut slots[1..]);
            f(&mut slots)
        }
        Err(err) => Err(err),
    }
}

#[cold]
fn misfit(err: impl Into<PyErr>, py: Python<'_>, index: usize) -> PyErr {
    err.into().at_item(py, index)
}
