//! What `#[pyclass]` and `#[derive(Traverse)]` write for fields.
//!
//! The macros see types as text only. So each field is visited through [`Visited`]: the inherent
//! functions are those of types that implement [`Traverse`], and where they are not, those of
//! [`NotVisited`] are found, which do nothing.

use std::marker::PhantomData;

use super::{Removed, Traverse};
use crate::class::{PyTraverseError, PyVisit};

/// The fields of a class, as its declaration says they are to be visited.
pub trait Fields {
    /// As [`Traverse::traverse`].
    ///
    /// # Errors
    /// The collector's wish to stop.
    fn traverse_fields(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError>;

    /// As [`Traverse::clear`].
    fn clear_fields(&mut self, removed: &mut Removed);

    /// As [`Traverse::clear_shared`].
    fn clear_shared_fields(&self, removed: &mut Removed);
}

/// A field of type `T` of which nothing was said.
pub struct Visited<T>(PhantomData<T>);

impl<T: Traverse> Visited<T> {
    /// Whether there is something to visit.
    pub const HOLDS: bool = T::HOLDS && !T::ASKED;

    /// Visits the field.
    ///
    /// # Errors
    /// The collector's wish to stop.
    #[inline(always)]
    pub fn traverse(field: &T, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        if Self::HOLDS { field.traverse(visit) } else { Ok(()) }
    }

    /// Clears the field.
    #[inline(always)]
    pub fn clear(field: &mut T, removed: &mut Removed) {
        if Self::HOLDS {
            field.clear(removed);
        }
    }

    /// Clears what cells in the field hold.
    #[inline(always)]
    pub fn clear_shared(field: &T, removed: &mut Removed) {
        if Self::HOLDS {
            field.clear_shared(removed);
        }
    }
}

/// See [`Visited`].
pub trait NotVisited<T> {
    /// Nothing is known to be visited.
    const HOLDS: bool = false;

    /// Nothing.
    ///
    /// # Errors
    /// None.
    #[inline(always)]
    fn traverse(_field: &T, _visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        Ok(())
    }

    /// Nothing.
    #[inline(always)]
    fn clear(_field: &mut T, _removed: &mut Removed) {}

    /// Nothing.
    #[inline(always)]
    fn clear_shared(_field: &T, _removed: &mut Removed) {}
}

impl<T> NotVisited<T> for Visited<T> {}

/// A field of type `T` with `#[pyo3(traverse)]`. That `T` implements [`Traverse`] is asked by [`must_visit`],
/// so that it is said once where it does not.
pub struct Asked<T>(PhantomData<T>);

impl<T: Traverse> Asked<T> {
    /// Whether there is something to visit.
    pub const HOLDS: bool = T::HOLDS;

    /// Visits the field.
    ///
    /// # Errors
    /// The collector's wish to stop.
    #[inline(always)]
    pub fn traverse(field: &T, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        field.traverse(visit)
    }

    /// Clears the field.
    #[inline(always)]
    pub fn clear(field: &mut T, removed: &mut Removed) {
        field.clear(removed);
    }

    /// Clears what cells and locks in the field hold.
    #[inline(always)]
    pub fn clear_shared(field: &T, removed: &mut Removed) {
        field.clear_shared(removed);
    }
}

impl<T> NotVisited<T> for Asked<T> {}

/// Fails to compile for a type that cannot be visited.
#[inline(always)]
pub fn must_visit<T: Traverse>() {}
