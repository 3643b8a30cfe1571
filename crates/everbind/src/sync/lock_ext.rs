//! The standard library's locks, waited for detached.

use std::sync::{
    LockResult, Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError,
};

use super::once_ext::detached;
use crate::python::Python;

/// [`Mutex`] without deadlocks: a thread that has to wait detaches first.
pub trait MutexExt<T> {
    /// What `lock` returns.
    type LockResult<'a>
    where
        Self: 'a;

    /// As `lock`.
    fn lock_py_attached(&self, py: Python<'_>) -> Self::LockResult<'_>;
}

impl<T> MutexExt<T> for Mutex<T> {
    type LockResult<'a>
        = LockResult<MutexGuard<'a, T>>
    where
        Self: 'a;

    fn lock_py_attached(&self, _py: Python<'_>) -> LockResult<MutexGuard<'_, T>> {
        match self.try_lock() {
            Ok(guard) => Ok(guard),
            Err(TryLockError::Poisoned(poisoned)) => Err(poisoned),
            Err(TryLockError::WouldBlock) => detached(|| self.lock()),
        }
    }
}

/// [`RwLock`] without deadlocks: a thread that has to wait detaches first.
pub trait RwLockExt<T> {
    /// What `read` returns.
    type ReadLockResult<'a>
    where
        Self: 'a;
    /// What `write` returns.
    type WriteLockResult<'a>
    where
        Self: 'a;

    /// As `read`.
    fn read_py_attached(&self, py: Python<'_>) -> Self::ReadLockResult<'_>;

    /// As `write`.
    fn write_py_attached(&self, py: Python<'_>) -> Self::WriteLockResult<'_>;
}

impl<T> RwLockExt<T> for RwLock<T> {
    type ReadLockResult<'a>
        = LockResult<RwLockReadGuard<'a, T>>
    where
        Self: 'a;
    type WriteLockResult<'a>
        = LockResult<RwLockWriteGuard<'a, T>>
    where
        Self: 'a;

    fn read_py_attached(&self, _py: Python<'_>) -> LockResult<RwLockReadGuard<'_, T>> {
        match self.try_read() {
            Ok(guard) => Ok(guard),
            Err(TryLockError::Poisoned(poisoned)) => Err(poisoned),
            Err(TryLockError::WouldBlock) => detached(|| self.read()),
        }
    }

    fn write_py_attached(&self, _py: Python<'_>) -> LockResult<RwLockWriteGuard<'_, T>> {
        match self.try_write() {
            Ok(guard) => Ok(guard),
            Err(TryLockError::Poisoned(poisoned)) => Err(poisoned),
            Err(TryLockError::WouldBlock) => detached(|| self.write()),
        }
    }
}
