//! [`Pairs`]: a dict's keys and values, read where they are.
//!
//! *Problem.* A `HashMap<String, f64>` as a parameter copies every text and hashes it anew, which
//! costs ten times what going through the dict does. But a `&str` that points into a key must not
//! outlive it, and what the loop's body does (or another thread) may take the key out of the dict.
//!
//! *How.* Each step extracts key and value from the dict's own references, as the conversions do:
//! nothing runs while objects of exactly a built-in type are read ([`Exact`]). A value that may
//! borrow from its object ([`FromPyObject::BORROWS`]) gets a reference to it, which is kept until
//! the call is over: so the iterator is an ordinary one, and its items may be collected. An `i64`
//! or a `String` borrows nothing and costs no reference.
//!
//! *Invariants.* An object that an item may borrow from is in `kept` before the item is given
//! out. `kept` only grows while it is borrowed, and its owner outlives `'a`.
//!
//! *Speed.* Nothing that is not inlined gets a pointer to the iterator. Else the compiler would load
//! all of it anew at each step. Where entries are read in place, the step is a loop's body of its own
//! ([`Exact::leaf_with_gil`]), with no offset to load and no call: 1,000 texts and numbers take 1.06 of
//! what C takes, which owns no key, instead of 1.5.
//!
//! *Rejected.* A lending iterator, with one reference for the step: a nanosecond less, but no
//! `for`, no `collect`. A copy of the dict: what the body changes would not be noticed.

use std::marker::PhantomData;

use crate::call::args::RefArg;
use crate::convert::{Exact, FromPyObject, value_of};
use crate::error::{Failure, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::PyDict;
use crate::types::dict::entries::{After, Entries, Place, Step, changed};
use crate::{PyAny, abi, ffi};

/// The pairs of a dict as a parameter: keys and values are converted one by one, nothing is copied.
///
/// It is an iterator over `PyResult<(K, V)>`. Both may borrow from the dict's objects (`&str`,
/// `&[u8]`) for as long as the call lasts: an object that is borrowed from is kept alive
/// meanwhile, at eight bytes each, whatever happens to the dict.
///
/// A dict or an instance of a subclass is accepted, and its own entries are read, in their order,
/// even where a subclass overrides `items`.
///
/// # When the dict changes meanwhile
/// As in a loop of Python's own: when a key was added or removed since the start (by the body
/// of the loop, by Python code that a conversion runs, by another thread), the next item is a
/// `RuntimeError`, and the last one. A value that is replaced is seen if its turn is still
/// to come. Nothing that was given out becomes invalid.
///
/// # Errors
/// `TypeError` when the argument is no dict. An item may be an error: that of converting it, with
/// its place (`key` or `value of key 'x'`), after which the next item follows; or the
/// `RuntimeError` above.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::Pairs;
///
/// #[pyfunction]
/// fn total(prices: Pairs<'_, '_, &str, f64>) -> PyResult<f64> {
///     let mut total = 0.0;
///     for pair in prices {
///         let (name, price) = pair?;
///         if !name.starts_with('_') {
///             total += price;
///         }
///     }
///     Ok(total)
/// }
/// ```
pub struct Pairs<'a, 'py, K, V> {
    entries: Entries<'a, 'py>,
    kept: &'a mut Kept<'py>,
    exact: Exact,
    _items: PhantomData<fn() -> (K, V)>,
}

/// What the items of [`Pairs`] borrow from, for [`Pairs::new`].
#[derive(Default)]
pub struct Kept<'py>(Vec<Bound<'py, PyAny>>);

impl<'py> Kept<'py> {
    /// Keeps an object for as long as something may borrow from it.
    ///
    /// # Safety
    /// There is room.
    #[inline(always)]
    unsafe fn keep(&mut self, object: Bound<'py, PyAny>) {
        let count = self.0.len();
        debug_assert!(count < self.0.capacity());
        // SAFETY: there is room, says the caller.
        unsafe {
            self.0.as_mut_ptr().add(count).write(object);
            self.0.set_len(count + 1);
        }
    }
}

impl Drop for Kept<'_> {
    #[inline]
    fn drop(&mut self) {
        if !self.0.is_empty() {
            release(&mut self.0);
        }
    }
}

/// Gives up all references, which in place takes half as long if it is asked once how.
#[inline]
fn release(kept: &mut Vec<Bound<'_, PyAny>>) {
    let objects = std::mem::take(kept);
    // SAFETY: attached, shows the token of any. Each is given up once.
    unsafe {
        if abi::layout::inline_refcount() {
            for object in &objects {
                ffi::decref_in_place(object.as_ptr());
            }
            let mut objects = objects;
            objects.set_len(0);
        }
    }
}

impl<'a, 'py, K, V> Pairs<'a, 'py, K, V>
where
    K: FromPyObject<'a, 'py>,
    V: FromPyObject<'a, 'py>,
{
    /// The pairs of `dict`; `kept` will hold what they borrow from.
    ///
    /// # Examples
    #[doc = example!()]
    /// use everbind::prelude::*;
    /// use everbind::types::{PyDict, Pairs, dict::Kept};
    ///
    /// fn longest(dict: &Bound<'_, PyDict>) -> PyResult<usize> {
    ///     let mut kept = Kept::default();
    ///     let pairs: Vec<(&str, u32)> = Pairs::new(dict, &mut kept).collect::<PyResult<_>>()?;
    ///     Ok(pairs.iter().map(|(name, _)| name.len()).max().unwrap_or(0))
    /// }
    /// ```
    #[inline]
    pub fn new(dict: &'a Bound<'py, PyDict>, kept: &'a mut Kept<'py>) -> Self {
        Pairs::over(dict.as_borrowed(), kept)
    }

    #[inline(always)]
    fn over(dict: Borrowed<'a, 'py, PyDict>, kept: &'a mut Kept<'py>) -> Self {
        let entries = Entries::new(dict);
        // No more entries are given than there are now, so this will do for all of them.
        kept.0.reserve(
            entries.remaining() * (usize::from(K::BORROWS.get()) + usize::from(V::BORROWS.get())),
        );
        Pairs { entries, kept, exact: Exact::new(dict.py()), _items: PhantomData }
    }
}

/// The next entry, wherever it is; the end, or an error.
#[inline(never)]
fn next_slowly<'a, 'py, K: FromPyObject<'a, 'py>, V: FromPyObject<'a, 'py>>(
    place: Place,
    kept: &mut Kept<'py>,
) -> (Option<PyResult<(K, V)>>, After) {
    let shared = place.is_shared();
    let (step, after) = if shared { place.step_shared() } else { place.step() };
    let item = match step {
        // SAFETY: attached, as a walk through a dict is. Of a shared dict these are references, else
        // nothing has run since.
        Step::Entry(key, value) => Some(unsafe {
            let py = Python::assume_attached();
            if shared {
                let key = Bound::from_owned_unchecked(py, key);
                read(key, Bound::from_owned_unchecked(py, value), kept)
            } else {
                pair(py, key, value, Exact::new(py), kept)
            }
        }),
        Step::End => None,
        Step::Changed(how) => Some(Err(changed(how))),
    };
    (item, after)
}

/// Reads an entry.
///
/// # Safety
/// The dict owns both as long as nothing runs; there is room in `kept` for both; it lives for `'a`.
#[inline(always)]
unsafe fn pair<'a, 'py, K: FromPyObject<'a, 'py>, V: FromPyObject<'a, 'py>>(
    py: Python<'py>,
    key: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    exact: Exact,
    kept: &mut Kept<'py>,
) -> PyResult<(K, V)> {
    // SAFETY: attached; alive while nothing runs. What is borrowed from is kept before anything
    // does, and until `'a` ends.
    let (key, value) =
        unsafe { (Borrowed::from_ptr_unchecked(py, key), Borrowed::from_ptr_unchecked(py, value)) };
    let new_key = match K::extract_exact(key, exact) {
        Some(new_key) => new_key,
        None => return read(key.to_owned(), value.to_owned(), kept),
    };
    let new_value = match V::extract_exact(value, exact) {
        Some(new_value) => new_value,
        None => return read(key.to_owned(), value.to_owned(), kept),
    };
    // SAFETY: there is room.
    unsafe {
        if K::BORROWS.get() {
            kept.keep(key.to_owned());
        }
        if V::BORROWS.get() {
            kept.keep(value.to_owned());
        }
    }
    Ok((new_key, new_value))
}

/// As [`pair`], where the entries are read in place; `exact` is a leaf.
///
/// # Safety
/// As for [`pair`], and counts of references are changed in place.
#[inline(always)]
unsafe fn pair_direct<'a, 'py, K: FromPyObject<'a, 'py>, V: FromPyObject<'a, 'py>>(
    py: Python<'py>,
    key: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    exact: Exact,
    kept: &mut Kept<'py>,
) -> PyResult<(K, V)> {
    // SAFETY: as in `pair`. A reference that is counted here is owned by what is kept.
    unsafe {
        let key_of = Borrowed::from_ptr_unchecked(py, key);
        let value_of = Borrowed::from_ptr_unchecked(py, value);
        let Some(new_key) = K::extract_exact(key_of, exact) else {
            return pair_unusual(py, key, value, kept);
        };
        let Some(new_value) = V::extract_exact(value_of, exact) else {
            return pair_unusual(py, key, value, kept);
        };
        if K::BORROWS.get() {
            ffi::incref_in_place(key);
            kept.keep(Bound::from_owned_unchecked(py, key));
        }
        if V::BORROWS.get() {
            ffi::incref_in_place(value);
            kept.keep(Bound::from_owned_unchecked(py, value));
        }
        Ok((new_key, new_value))
    }
}

/// What [`pair_direct`] leaves.
///
/// # Safety
/// As for [`pair`].
#[inline(never)]
unsafe fn pair_unusual<'a, 'py, K: FromPyObject<'a, 'py>, V: FromPyObject<'a, 'py>>(
    py: Python<'py>,
    key: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    kept: &mut Kept<'py>,
) -> PyResult<(K, V)> {
    // SAFETY: the caller's obligations.
    unsafe { pair(py, key, value, Exact::new(py), kept) }
}

/// An entry that cannot be read without running anything. There is room in `kept` for both, or more
/// is made.
#[inline(never)]
fn read<'a, 'py, K: FromPyObject<'a, 'py>, V: FromPyObject<'a, 'py>>(
    key: Bound<'py, PyAny>,
    value: Bound<'py, PyAny>,
    kept: &mut Kept<'py>,
) -> PyResult<(K, V)> {
    let py = key.py();
    // SAFETY: both are alive until the end of this function, and until `'a` ends if anything
    // borrows from them, since then they are kept.
    let (key_of, value_of_key) = unsafe {
        (
            Borrowed::from_ptr_unchecked(py, key.as_ptr()),
            Borrowed::from_ptr_unchecked(py, value.as_ptr()),
        )
    };
    let new_key = match K::extract(key_of) {
        Ok(new_key) => new_key,
        Err(err) => return Err(err.into().at_place(py, "key")),
    };
    let new_value = match V::extract(value_of_key) {
        Ok(new_value) => new_value,
        Err(err) => return Err(err.into().at_place(py, value_of(&key))),
    };
    if K::BORROWS.get() {
        kept.0.push(key);
    }
    if V::BORROWS.get() {
        kept.0.push(value);
    }
    Ok((new_key, new_value))
}

impl<'a, 'py, K, V> Iterator for Pairs<'a, 'py, K, V>
where
    K: FromPyObject<'a, 'py>,
    V: FromPyObject<'a, 'py>,
{
    type Item = PyResult<(K, V)>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let py = self.entries.py();
        if self.entries.is_direct() {
            if let Some((key, value)) = self.entries.peek_direct() {
                // SAFETY: an entry, and nothing has run since. Read in place, so the layout is in use
                // and there is the GIL; then counts are changed in place.
                return Some(unsafe {
                    pair_direct(py, key, value, self.exact.leaf_with_gil(), self.kept)
                });
            }
        } else if let Some((key, value)) = self.entries.peek_asking() {
            // SAFETY: an entry, and nothing has run since.
            return Some(unsafe { pair(py, key, value, self.exact.to_ask(), self.kept) });
        }
        let (item, after) = next_slowly(self.entries.place(), self.kept);
        self.entries.go_on(after);
        item
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        // An error may be the only item that is left, or one more than all.
        (0, Some(self.entries.remaining() + 1))
    }
}

impl<'a: 'h, 'h, 'py, K, V> RefArg<'a, 'py, 'h> for Pairs<'h, 'py, K, V>
where
    K: FromPyObject<'h, 'py>,
    V: FromPyObject<'h, 'py>,
{
    type Holder = Kept<'py>;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::dict(&K::INPUT_TYPE, &V::INPUT_TYPE);

    #[inline(always)]
    fn ref_arg(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> PyResult<Self> {
        match object.cast::<PyDict>() {
            Ok(dict) => Ok(Pairs::over(dict.as_borrowed(), holder.insert(Kept::default()))),
            Err(_) => Err(Failure::expected("dict", object.as_borrowed())),
        }
    }
}
