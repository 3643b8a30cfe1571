//! [`Traverse`]: what a value shows the garbage collector.
//!
//! *Problem.* Python frees a cycle of objects only where each of them shows the collector what it
//! holds. A class in Rust knows that by the types of its fields, so `#[pyclass]` derives it.
//!
//! *Rules*, which the implementations here keep and others must:
//! - A reference is visited by its one owner, once. What an `Arc` or `Rc` owns would be counted once for
//!   each owner, and objects in use would be taken for garbage; so they do not implement the trait.
//! - Visiting changes nothing: no reference counts, no Python code, no waiting. What is borrowed
//!   elsewhere is left out, and counts as in use.
//! - One collection visits a value several times and must find what it has found before. Nothing changes
//!   meanwhile that only attached threads change: they stand still. A `Mutex` or `RwLock` can be taken by a
//!   detached thread between two visits, and an object in use would be taken for garbage. So a lock is
//!   visited where `#[pyo3(traverse)]` asks for it, and with it promises that threads are attached when they change what
//!   is inside.
//! - Clearing takes what can be empty: an `Option`, a `Vec`, a map. A bare [`Py`] stays, as the items of a
//!   tuple do: a cycle cannot be closed without something that changed after it was made.
//! - What was taken is dropped after every lock and borrow has ended ([`Removed`]), for that runs
//!   Python code, which may come back to the same value.
//!
//! *Cost.* [`HOLDS`](Traverse::HOLDS) is false for types without objects, and a class all of whose fields
//! say so has no code for the collector and no header.

mod cells;
mod containers;
mod external;
mod fields;
mod plain;

use std::any::Any;

pub use fields::{Asked, Fields, NotVisited, Visited, must_visit};

use crate::Py;
use crate::class::{PyTraverseError, PyVisit};

/// Values that can show the garbage collector what Python objects they own.
///
/// [`#[pyclass]`](macro@crate::pyclass) visits each field whose type implements it. For a struct or enum of your own that
/// is such a field, derive it:
///
/// ```
/// use everbind::prelude::*;
/// use everbind::Traverse;
///
/// #[derive(Traverse)]
/// struct Link {
///     target: Option<Py<PyAny>>,
///     weight: f64,
/// }
///
/// #[pyclass]
/// struct Node {
///     links: Vec<Link>,
/// }
/// ```
///
/// # Implementing it by hand
/// Visit each reference that the value itself owns, once; run no Python code, count no references, and
/// wait for nothing. What can be shared with another owner must not be visited.
///
/// ```
/// use everbind::prelude::*;
/// use everbind::gc::{PyTraverseError, PyVisit, Removed};
/// use everbind::Traverse;
///
/// struct Slots([Option<Py<PyAny>>; 4]);
///
/// impl Traverse for Slots {
///     fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
///         self.0.iter().try_for_each(|slot| visit.call(slot))
///     }
///
///     fn clear(&mut self, removed: &mut Removed) {
///         self.0.iter_mut().for_each(|slot| removed.keep(slot.take()));
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "the garbage collector cannot look into `{Self}`",
    label = "does not implement `Traverse`",
    note = "on a type of your own put `#[derive(everbind::Traverse)]`",
    note = "what an `Arc` or `Rc` owns is never visited: it has other owners",
    note = "for a type of another crate name functions: `#[pyo3(traverse = path, clear = path)]`"
)]
pub trait Traverse: 'static {
    /// Whether values can hold Python objects at all.
    const HOLDS: bool = true;
    /// Whether a field of the type is visited only where `#[pyo3(traverse)]` asks for it.
    const ASKED: bool = false;

    /// Shows each Python object that the value owns.
    ///
    /// # Errors
    /// The collector's wish to stop.
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError>;

    /// Gives up what can be empty, of a value that nobody else uses. Only called for garbage.
    fn clear(&mut self, removed: &mut Removed) {
        let _ = removed;
    }

    /// As [`clear`](Self::clear), of a value in a `frozen` class: only what cells and locks hold.
    fn clear_shared(&self, removed: &mut Removed) {
        let _ = removed;
    }
}

/// Values taken out by [`Traverse::clear`]. They are dropped when all borrows have ended.
#[derive(Default)]
pub struct Removed {
    values: Vec<Box<dyn Any>>,
}

impl Removed {
    /// Keeps a value until it can be dropped.
    pub fn keep<T: 'static>(&mut self, value: T) {
        self.values.push(Box::new(value));
    }
}

impl std::fmt::Debug for Removed {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Removed({})", self.values.len())
    }
}

impl<T: 'static> Traverse for Py<T> {
    #[inline]
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(self)
    }
}
