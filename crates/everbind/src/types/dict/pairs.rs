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
//! *Rejected.* A lending iterator, with one reference for the step: a nanosecond less, but no
//! `for`, no `collect`. A copy of the dict: what the body changes would not be noticed.

use std::marker::PhantomData;

use crate::call::args::RefArg;
use crate::convert::{Exact, FromPyObject, value_of};
use crate::error::{Failure, PyResult};
use crate::object::{Borrowed, Bound};
use crate::sync::critical_section::with_critical_section;
use crate::types::PyDict;
use crate::types::dict::entries::{Entries, Step, changed};
use crate::{PyAny, abi};

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
/// ```no_run
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
    kept: &'a mut Vec<Bound<'py, PyAny>>,
    shared: bool,
    _items: PhantomData<fn() -> (K, V)>,
}

/// What the items of [`Pairs`] borrow from, for [`Pairs::new`].
#[derive(Default)]
pub struct Kept<'py>(Vec<Bound<'py, PyAny>>);

impl<'a, 'py, K, V> Pairs<'a, 'py, K, V>
where
    K: FromPyObject<'a, 'py>,
    V: FromPyObject<'a, 'py>,
{
    /// The pairs of `dict`; `kept` will hold what they borrow from.
    ///
    /// # Examples
    /// ```no_run
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
        Pairs::over(dict.as_borrowed(), &mut kept.0)
    }

    #[inline(always)]
    fn over(dict: Borrowed<'a, 'py, PyDict>, kept: &'a mut Vec<Bound<'py, PyAny>>) -> Self {
        let entries = Entries::new(dict);
        // The size is checked at each step, so it will do for all of them.
        kept.reserve(
            entries.remaining() * (usize::from(K::BORROWS.get()) + usize::from(V::BORROWS.get())),
        );
        let shared = abi::interpreter().free_threaded;
        Pairs { entries, kept, shared, _items: PhantomData }
    }

    /// The next entry.
    ///
    /// # Safety
    /// No other thread changes the dict until something is run here.
    #[inline(always)]
    unsafe fn next_alone(&mut self) -> Option<PyResult<(K, V)>> {
        let py = self.entries.py();
        // SAFETY: the caller's obligation.
        let (key, value) = match unsafe { self.entries.step() } {
            Step::Entry(key, value) => (key, value),
            Step::End => return None,
            Step::Changed(how) => return Some(Err(changed(how))),
        };
        // SAFETY: attached; the dict owns both while nothing runs. What is borrowed from is
        // kept before anything does, and until `'a` ends.
        let (key, value) = unsafe {
            (Borrowed::from_ptr_unchecked(py, key), Borrowed::from_ptr_unchecked(py, value))
        };
        let exact = Exact::new(py);
        match (K::extract_exact(key, exact), V::extract_exact(value, exact)) {
            (Some(new_key), Some(new_value)) => {
                if K::BORROWS.get() {
                    self.kept.push(key.to_owned());
                }
                if V::BORROWS.get() {
                    self.kept.push(value.to_owned());
                }
                Some(Ok((new_key, new_value)))
            }
            _ => Some(self.read(key.to_owned(), value.to_owned())),
        }
    }

    /// As [`next_alone`](Self::next_alone), of a dict that other threads may change.
    #[inline(never)]
    fn next_shared(&mut self) -> Option<PyResult<(K, V)>> {
        let dict = self.entries.dict();
        // SAFETY: under the dict's critical section, which is given up at the earliest when
        // something runs.
        with_critical_section(&dict, || unsafe { self.next_alone() })
    }

    /// An entry that cannot be read without running anything.
    #[inline(never)]
    fn read(&mut self, key: Bound<'py, PyAny>, value: Bound<'py, PyAny>) -> PyResult<(K, V)> {
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
            self.kept.push(key);
        }
        if V::BORROWS.get() {
            self.kept.push(value);
        }
        Ok((new_key, new_value))
    }
}

impl<'a, 'py, K, V> Iterator for Pairs<'a, 'py, K, V>
where
    K: FromPyObject<'a, 'py>,
    V: FromPyObject<'a, 'py>,
{
    type Item = PyResult<(K, V)>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        if self.shared {
            return self.next_shared();
        }
        // SAFETY: no other thread runs before this one detaches.
        unsafe { self.next_alone() }
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
    type Holder = Vec<Bound<'py, PyAny>>;

    #[inline(always)]
    fn ref_arg(
        object: &'a Bound<'py, PyAny>,
        holder: &'h mut Option<Self::Holder>,
    ) -> PyResult<Self> {
        match object.cast::<PyDict>() {
            Ok(dict) => Ok(Pairs::over(dict.as_borrowed(), holder.insert(Vec::new()))),
            Err(_) => Err(Failure::expected("dict", object.as_borrowed())),
        }
    }
}
