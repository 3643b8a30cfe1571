//! The locks of `lock_api`, and so of `parking_lot`, waited for detached.

use lock_api::{
    GetThreadId, Mutex, MutexGuard, RawMutex, RawRwLock, ReentrantMutex, ReentrantMutexGuard,
    RwLock, RwLockReadGuard, RwLockWriteGuard,
};

use super::lock_ext::{MutexExt, RwLockExt};
use super::once_ext::detached;
use crate::python::Python;

impl<R: RawMutex, T> MutexExt<T> for Mutex<R, T> {
    type LockResult<'a>
        = MutexGuard<'a, R, T>
    where
        Self: 'a;

    #[inline]
    fn lock_py_attached(&self, _py: Python<'_>) -> MutexGuard<'_, R, T> {
        self.try_lock().unwrap_or_else(|| detached(|| self.lock()))
    }
}

impl<R: RawMutex, G: GetThreadId, T> MutexExt<T> for ReentrantMutex<R, G, T> {
    type LockResult<'a>
        = ReentrantMutexGuard<'a, R, G, T>
    where
        Self: 'a;

    #[inline]
    fn lock_py_attached(&self, _py: Python<'_>) -> ReentrantMutexGuard<'_, R, G, T> {
        self.try_lock().unwrap_or_else(|| detached(|| self.lock()))
    }
}

impl<R: RawRwLock, T> RwLockExt<T> for RwLock<R, T> {
    type ReadLockResult<'a>
        = RwLockReadGuard<'a, R, T>
    where
        Self: 'a;
    type WriteLockResult<'a>
        = RwLockWriteGuard<'a, R, T>
    where
        Self: 'a;

    #[inline]
    fn read_py_attached(&self, _py: Python<'_>) -> RwLockReadGuard<'_, R, T> {
        self.try_read().unwrap_or_else(|| detached(|| self.read()))
    }

    #[inline]
    fn write_py_attached(&self, _py: Python<'_>) -> RwLockWriteGuard<'_, R, T> {
        self.try_write().unwrap_or_else(|| detached(|| self.write()))
    }
}

/// Guards that own a share of the lock.
#[cfg(feature = "arc_lock")]
mod shared {
    use std::sync::Arc;

    use lock_api::{
        ArcMutexGuard, ArcReentrantMutexGuard, ArcRwLockReadGuard, ArcRwLockWriteGuard,
    };

    use super::*;

    impl<R: RawMutex, T> MutexExt<T> for Arc<Mutex<R, T>> {
        type LockResult<'a>
            = ArcMutexGuard<R, T>
        where
            Self: 'a;

        #[inline]
        fn lock_py_attached(&self, _py: Python<'_>) -> ArcMutexGuard<R, T> {
            self.try_lock_arc().unwrap_or_else(|| detached(|| self.lock_arc()))
        }
    }

    impl<R: RawMutex, G: GetThreadId, T> MutexExt<T> for Arc<ReentrantMutex<R, G, T>> {
        type LockResult<'a>
            = ArcReentrantMutexGuard<R, G, T>
        where
            Self: 'a;

        #[inline]
        fn lock_py_attached(&self, _py: Python<'_>) -> ArcReentrantMutexGuard<R, G, T> {
            self.try_lock_arc().unwrap_or_else(|| detached(|| self.lock_arc()))
        }
    }

    impl<R: RawRwLock, T> RwLockExt<T> for Arc<RwLock<R, T>> {
        type ReadLockResult<'a>
            = ArcRwLockReadGuard<R, T>
        where
            Self: 'a;
        type WriteLockResult<'a>
            = ArcRwLockWriteGuard<R, T>
        where
            Self: 'a;

        #[inline]
        fn read_py_attached(&self, _py: Python<'_>) -> ArcRwLockReadGuard<R, T> {
            self.try_read_arc().unwrap_or_else(|| detached(|| self.read_arc()))
        }

        #[inline]
        fn write_py_attached(&self, _py: Python<'_>) -> ArcRwLockWriteGuard<R, T> {
            self.try_write_arc().unwrap_or_else(|| detached(|| self.write_arc()))
        }
    }
}
