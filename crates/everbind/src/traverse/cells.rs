//! Cells and locks: looked into when they are free, skipped when they are not.
//!
//! Cells are in `unsendable` classes, of which the collector sees only what belongs to its own thread.
//! What is written once (`OnceLock`) only ever gains a reference, which is seen late at worst. Locks
//! are for those who ask; `mod.rs` says why.

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::{Mutex, OnceLock, RwLock, TryLockError};

use super::{Removed, Traverse};
use crate::class::{PyTraverseError, PyVisit};
use crate::sync::PyOnceLock;

/// Puts the value back into its cell, whatever happens.
struct Lent<'a, T: Default> {
    cell: &'a Cell<T>,
    value: T,
}

impl<T: Default> Drop for Lent<'_, T> {
    fn drop(&mut self) {
        self.cell.set(std::mem::take(&mut self.value));
    }
}

impl<T: Traverse + Default> Traverse for Cell<T> {
    const HOLDS: bool = T::HOLDS;
    const ASKED: bool = T::ASKED;

    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        if !T::HOLDS {
            return Ok(());
        }
        let lent = Lent { cell: self, value: self.take() };
        lent.value.traverse(visit)
    }

    fn clear(&mut self, removed: &mut Removed) {
        self.get_mut().clear(removed);
    }

    fn clear_shared(&self, removed: &mut Removed) {
        if T::HOLDS {
            removed.keep(self.take());
        }
    }
}

impl<T: Traverse> Traverse for RefCell<T> {
    const HOLDS: bool = T::HOLDS;
    const ASKED: bool = T::ASKED;

    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        match self.try_borrow() {
            Ok(value) => value.traverse(visit),
            Err(_) => Ok(()),
        }
    }

    fn clear(&mut self, removed: &mut Removed) {
        self.get_mut().clear(removed);
    }

    fn clear_shared(&self, removed: &mut Removed) {
        if let Ok(mut value) = self.try_borrow_mut() {
            value.clear(removed);
        }
    }
}

macro_rules! once {
    ($($cell:ident),*) => {$(
        impl<T: Traverse> Traverse for $cell<T> {
            const HOLDS: bool = T::HOLDS;
            const ASKED: bool = T::ASKED;

            fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
                match self.get() {
                    Some(value) => value.traverse(visit),
                    None => Ok(()),
                }
            }

            fn clear(&mut self, removed: &mut Removed) {
                if T::HOLDS && let Some(value) = self.take() {
                    removed.keep(value);
                }
            }

            fn clear_shared(&self, removed: &mut Removed) {
                if let Some(value) = self.get() {
                    value.clear_shared(removed);
                }
            }
        }
    )*};
}

once!(OnceCell, OnceLock);

impl<T: Traverse + Send> Traverse for PyOnceLock<T> {
    const HOLDS: bool = T::HOLDS;
    const ASKED: bool = T::ASKED;

    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        match self.get(visit.py()) {
            Some(value) => value.traverse(visit),
            None => Ok(()),
        }
    }

    fn clear(&mut self, removed: &mut Removed) {
        if T::HOLDS
            && let Some(value) = self.take()
        {
            removed.keep(value);
        }
    }
}

macro_rules! locks {
    ($($lock:ident, $read:ident, $write:ident;)*) => {$(
        impl<T: Traverse> Traverse for $lock<T> {
            const HOLDS: bool = T::HOLDS;
            const ASKED: bool = true;

            fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
                match self.$read() {
                    Ok(value) => value.traverse(visit),
                    Err(TryLockError::Poisoned(value)) => value.into_inner().traverse(visit),
                    Err(TryLockError::WouldBlock) => Ok(()),
                }
            }

            fn clear(&mut self, removed: &mut Removed) {
                match self.get_mut() {
                    Ok(value) => value.clear(removed),
                    Err(value) => value.into_inner().clear(removed),
                }
            }

            fn clear_shared(&self, removed: &mut Removed) {
                match self.$write() {
                    Ok(mut value) => value.clear(removed),
                    Err(TryLockError::Poisoned(value)) => value.into_inner().clear(removed),
                    Err(TryLockError::WouldBlock) => {}
                }
            }
        }
    )*};
}

locks! {
    Mutex, try_lock, try_lock;
    RwLock, try_read, try_write;
}
