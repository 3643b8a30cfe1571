//! Iterators over native containers that notice when the container changes.
//!
//! *Problem.* A Rust iterator borrows its container, so a Python iterator cannot hold one: Python code runs between
//! two items, and may change the container. A position can be held, but after a change it means another item.
//!
//! *How.* [`Watched`] counts how often its container was handed out for changes. A [`Cursor`] has the owner, the count
//! it began with and a position. Before each item it compares the counts and raises what `dict` raises. Borrowing is
//! the owner's own flag. Nothing here is `unsafe`.

use std::ops::{Deref, DerefMut};

use super::gc::{PyTraverseError, PyVisit, Removed};
use super::traits::PyClass;
use crate::exceptions::PyRuntimeError;
use crate::object::{Bound, Py};
use crate::python::Python;
use crate::traverse::Traverse;
use crate::{PyErr, PyResult};

/// A container that counts how often it was borrowed for changes.
///
/// It dereferences to the container. Every `&mut` to it counts as a change, but for those by
/// [`quietly`](Self::quietly).
///
/// # Examples
/// ```
/// use everbind::class::Watched;
///
/// let mut numbers = Watched::new(vec![1, 2]);
/// assert_eq!(numbers.len(), 2);
/// let before = numbers.changes();
/// numbers.push(3);
/// assert_ne!(numbers.changes(), before);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Watched<C> {
    container: C,
    changes: u64,
}

impl<C> Watched<C> {
    /// Watches over `container`.
    pub const fn new(container: C) -> Self {
        Watched { container, changes: 0 }
    }

    /// How often it was borrowed for changes.
    #[inline]
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// The container, for a change that iterators need not notice: of an item's value, say.
    #[inline]
    pub fn quietly(&mut self) -> &mut C {
        &mut self.container
    }

    /// The container itself.
    pub fn into_inner(self) -> C {
        self.container
    }
}

impl<C> From<C> for Watched<C> {
    fn from(container: C) -> Self {
        Watched::new(container)
    }
}

impl<C> Deref for Watched<C> {
    type Target = C;

    #[inline]
    fn deref(&self) -> &C {
        &self.container
    }
}

impl<C> DerefMut for Watched<C> {
    #[inline]
    fn deref_mut(&mut self) -> &mut C {
        self.changes += 1;
        &mut self.container
    }
}

impl<C: Traverse> Traverse for Watched<C> {
    const HOLDS: bool = C::HOLDS;
    const ASKED: bool = C::ASKED;

    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.container.traverse(visit)
    }

    fn clear(&mut self, removed: &mut Removed) {
        self.changes += 1;
        self.container.clear(removed);
    }

    fn clear_shared(&self, removed: &mut Removed) {
        self.container.clear_shared(removed);
    }
}

/// A position `S` in a [`Watched`] container of an `O`: the field of a class that is an iterator.
///
/// [`iterator!`](crate::iterator!) writes such a class for containers with an index.
///
/// # Examples
/// The keys of a `BTreeMap`, in order. The position is the last key.
///
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::class::{Cursor, Watched};
/// use std::collections::BTreeMap;
/// use std::ops::Bound::{Excluded, Unbounded};
///
/// #[pyclass]
/// struct Index { entries: Watched<BTreeMap<String, f64>> }
///
/// #[pyclass]
/// struct Keys(Cursor<Index, Option<String>>);
///
/// #[pymethods]
/// impl Index {
///     fn __iter__(slf: &Bound<'_, Self>) -> PyResult<Keys> {
///         Ok(Keys(Cursor::new(slf, |index| index.entries.changes(), None)?))
///     }
/// }
///
/// #[pymethods]
/// impl Keys {
///     fn __iter__(slf: Py<Self>) -> Py<Self> {
///         slf
///     }
///
///     fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<String>> {
///         self.0.next(py, |index, last| {
///             let (key, _) = match &*last {
///                 None => index.entries.first_key_value()?,
///                 Some(last) => index.entries.range::<String, _>((Excluded(last), Unbounded)).next()?,
///             };
///             *last = Some(key.clone());
///             Some(key.clone())
///         })
///     }
/// }
///
/// # fn main() -> PyResult<()> {
/// Python::attach(|py| {
///     let entries = BTreeMap::from([("a".into(), 1.0), ("b".into(), 2.0)]);
///     let index = Bound::new(py, Index { entries: entries.into() })?;
///     assert_eq!(index.try_iter()?.collect::<PyResult<Vec<_>>>()?.len(), 2);
///     let mut keys = index.try_iter()?;
///     keys.next().unwrap()?;
///     index.borrow_mut().entries.clear();
///     assert!(keys.next().unwrap().is_err());
///     Ok(())
/// })
/// # }
/// ```
pub struct Cursor<O, S> {
    /// Given up at the end.
    owner: Option<Py<O>>,
    changes: fn(&O) -> u64,
    begun: u64,
    state: S,
}

impl<O: PyClass, S> Cursor<O, S> {
    /// A cursor that begins with `state`; `changes` gives the container's count.
    ///
    /// # Errors
    /// When the owner is borrowed mutably.
    pub fn new(owner: &Bound<'_, O>, changes: fn(&O) -> u64, state: S) -> PyResult<Self> {
        let begun = changes(&*owner.try_borrow()?);
        Ok(Cursor { owner: Some(owner.clone().unbind()), changes, begun, state })
    }

    /// The next item, by `step`, which changes the position. After the end, always `None`.
    ///
    /// # Errors
    /// `RuntimeError` when the container has changed, now and from then on, or the owner is borrowed mutably.
    pub fn next<T>(
        &mut self,
        py: Python<'_>,
        step: impl FnOnce(&O, &mut S) -> Option<T>,
    ) -> PyResult<Option<T>> {
        let Some(owner) = &self.owner else { return Ok(None) };
        let guard = owner.try_borrow(py)?;
        if (self.changes)(&guard) != self.begun {
            return Err(changed(O::NAME));
        }
        let item = step(&guard, &mut self.state);
        drop(guard);
        if item.is_none() {
            self.owner = None;
        }
        Ok(item)
    }
}

#[cold]
#[inline]
fn changed(owner: &str) -> PyErr {
    let mut text = String::from(owner);
    text.push_str(" changed during iteration");
    PyErr::worded::<PyRuntimeError>(text)
}

/// Visits the owner. The position is not looked into.
impl<O: 'static, S: 'static> Traverse for Cursor<O, S> {
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.owner)
    }

    fn clear(&mut self, removed: &mut Removed) {
        removed.keep(self.owner.take());
    }
}

/// Writes an iterator class for a [`Watched`](crate::class::Watched) container with an index, such as `Vec`.
///
/// The class has `new(owner)`, to be returned from the owner's `__iter__`. In Python it is an iterator that keeps
/// the owner alive and raises `RuntimeError` when the container has changed.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::class::Watched;
///
/// #[pyclass]
/// struct Bag { items: Watched<Vec<f64>> }
///
/// everbind::iterator! {
///     /// Iterates over a bag.
///     pub struct BagIter -> f64 {
///         |bag: Bag| bag.items
///     }
/// }
///
/// #[pymethods]
/// impl Bag {
///     fn __iter__(slf: &Bound<'_, Self>) -> PyResult<BagIter> {
///         BagIter::new(slf)
///     }
/// }
///
/// # fn main() -> PyResult<()> {
/// Python::attach(|py| {
///     let bag = Bound::new(py, Bag { items: vec![1.0, 2.0].into() })?;
///     let mut items = bag.try_iter()?;
///     assert_eq!(items.next().unwrap()?.extract::<f64>()?, 1.0);
///     bag.borrow_mut().items.push(3.0);
///     assert!(items.next().unwrap().is_err());
///     Ok(())
/// })
/// # }
/// ```
#[cfg(feature = "macros")]
#[macro_export]
macro_rules! iterator {
    (
        $(#[$attr:meta])*
        $vis:vis struct $name:ident -> $item:ty { |$owner:ident: $class:ty| $($container:tt)+ }
    ) => {
        $(#[$attr])*
        #[$crate::pyclass]
        $vis struct $name($crate::class::Cursor<$class, usize>);

        impl $name {
            /// A new iterator over the owner's items.
            $vis fn new(owner: &$crate::Bound<'_, $class>) -> $crate::PyResult<Self> {
                let changes = |$owner: &$class| $($container)+.changes();
                ::core::result::Result::Ok($name($crate::class::Cursor::new(owner, changes, 0)?))
            }
        }

        #[$crate::pymethods]
        impl $name {
            fn __iter__(slf: $crate::Py<Self>) -> $crate::Py<Self> {
                slf
            }

            fn __next__(
                &mut self,
                py: $crate::Python<'_>,
            ) -> $crate::PyResult<::core::option::Option<$item>> {
                self.0.next(py, |$owner, at| {
                    let item = $($container)+.get(*at)?;
                    *at += 1;
                    ::core::option::Option::Some(::core::clone::Clone::clone(item))
                })
            }
        }
    };
}
