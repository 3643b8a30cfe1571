//! [`Within`]: a handle to a part of an instance's value.
//!
//! A part that is a field can be handed to Python itself: `#[pyo3(get, within)]`, see `elsewhere.rs`. This is for
//! parts that can go away while Python holds on to them: an item of a `Vec`, an entry of a map, a variant's field.
//! The handle has the owner, a key, and two functions that find the part. It finds it anew at each access, under
//! the owner's borrow flag; so nothing dangles, and nothing is assumed of the container.

use std::fmt;

use super::compare::Mutable;
use super::gc::{PyTraverseError, PyVisit};
use super::guard::{PyClassGuard, PyClassGuardMap, PyClassGuardMapMut, PyClassGuardMut};
use super::traits::PyClass;
use crate::exceptions::PyReferenceError;
use crate::object::{Bound, Py};
use crate::python::Python;
use crate::traverse::Traverse;
use crate::{PyErr, PyResult};

/// A part of type `T` of the value in an `O`, found by a key of type `K`.
///
/// It keeps the owner alive and finds the part at each access, under the owner's borrow flag: while it is
/// borrowed the owner is too. As a field of a `#[pyclass]` it is visited by the garbage collector.
///
/// # Examples
/// Particles are items of a `Vec` in their cloud. Python gets a `Particle` that refers to one of them.
///
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::Within;
///
/// #[pyclass]
/// struct Cloud { masses: Vec<f64> }
///
/// #[pyclass]
/// struct Particle(Within<Cloud, f64, usize>);
///
/// #[pymethods]
/// impl Cloud {
///     fn __getitem__(slf: &Bound<'_, Self>, index: usize) -> PyResult<Particle> {
///         let part = Within::new(slf, index, |cloud, index| cloud.masses.get(*index))
///             .with_mut(|cloud, index| cloud.masses.get_mut(*index));
///         part.borrow(slf.py())?;
///         Ok(Particle(part))
///     }
/// }
///
/// #[pymethods]
/// impl Particle {
///     #[getter]
///     fn mass(&self, py: Python<'_>) -> PyResult<f64> {
///         Ok(*self.0.borrow(py)?)
///     }
///
///     #[setter]
///     fn set_mass(&self, py: Python<'_>, mass: f64) -> PyResult<()> {
///         *self.0.borrow_mut(py)? = mass;
///         Ok(())
///     }
/// }
///
/// # fn main() -> PyResult<()> {
/// Python::attach(|py| {
///     let cloud = Bound::new(py, Cloud { masses: vec![1.0, 2.0] })?;
///     let particle = cloud.get_item(1)?;
///     particle.setattr("mass", 5.0)?;
///     assert_eq!(cloud.borrow().masses, [1.0, 5.0]);
///     cloud.borrow_mut().masses.clear();
///     assert!(particle.getattr("mass").is_err());
///     Ok(())
/// })
/// # }
/// ```
pub struct Within<O, T: ?Sized, K = ()> {
    owner: Py<O>,
    key: K,
    find: for<'a> fn(&'a O, &K) -> Option<&'a T>,
    find_mut: Option<for<'a> fn(&'a mut O, &K) -> Option<&'a mut T>>,
}

impl<O: PyClass, T: ?Sized, K> Within<O, T, K> {
    /// The part of the owner's value that `find` finds. `find` captures nothing: what it needs is in the key.
    #[inline]
    pub fn new(owner: &Bound<'_, O>, key: K, find: for<'a> fn(&'a O, &K) -> Option<&'a T>) -> Self {
        Within { owner: owner.clone().unbind(), key, find, find_mut: None }
    }

    /// The same part, which can be borrowed mutably as well.
    #[inline]
    #[must_use]
    pub fn with_mut(mut self, find: for<'a> fn(&'a mut O, &K) -> Option<&'a mut T>) -> Self
    where
        O: Mutable,
    {
        self.find_mut = Some(find);
        self
    }

    /// The instance that the part is in.
    #[inline]
    pub fn owner(&self) -> &Py<O> {
        &self.owner
    }

    /// What the part is found by.
    #[inline]
    pub fn key(&self) -> &K {
        &self.key
    }

    /// Borrows the part, and with it the owner.
    ///
    /// # Errors
    /// `RuntimeError` when the owner is borrowed mutably, `ReferenceError` when the part is there no more.
    #[inline]
    pub fn borrow<'a>(&'a self, py: Python<'_>) -> PyResult<PyClassGuardMap<'a, T>> {
        let guard = PyClassGuard::try_new(self.owner.bind_borrowed(py))?;
        guard.try_map(|owner| (self.find)(owner, &self.key)).ok_or_else(|| gone(O::NAME))
    }

    /// Borrows the part mutably, and with it the owner.
    ///
    /// # Errors
    /// `RuntimeError` when the owner is borrowed, `ReferenceError` when the part is there no more, `TypeError` where
    /// there is no way to find it mutably.
    #[inline]
    pub fn borrow_mut<'a>(&'a self, py: Python<'_>) -> PyResult<PyClassGuardMapMut<'a, T>>
    where
        O: Mutable,
    {
        let Some(find) = self.find_mut else { return Err(read_only(O::NAME)) };
        let guard = PyClassGuardMut::try_new(self.owner.bind_borrowed(py))?;
        guard.try_map(|owner| find(owner, &self.key)).ok_or_else(|| gone(O::NAME))
    }
}

#[cold]
#[inline]
fn gone(owner: &str) -> PyErr {
    let mut text = String::from("what this refers to is no longer in its ");
    text.push_str(owner);
    PyErr::worded::<PyReferenceError>(text)
}

#[cold]
#[inline]
fn read_only(owner: &str) -> PyErr {
    let mut text = String::from("this part of a ");
    text.push_str(owner);
    text.push_str(" cannot be changed");
    PyErr::worded::<crate::exceptions::PyTypeError>(text)
}

/// Visits the owner. The key is not looked into.
impl<O: 'static, T: ?Sized + 'static, K: 'static> Traverse for Within<O, T, K> {
    #[inline]
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.owner)
    }
}

impl<O, T: ?Sized, K: fmt::Debug> fmt::Debug for Within<O, T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Within").field("key", &self.key).finish_non_exhaustive()
    }
}
