//! The borrow flag of an instance: who uses its Rust value now.
//!
//! *Problem.* `&self` and `&mut self` of a class that is not frozen must exclude
//! each other at run time. A compare-exchange on taking and one on releasing is a
//! third of a short method call.
//!
//! *How.* The flag has two counters. `attached` counts the borrows that are taken
//! and given up on attached threads only: receivers, arguments, `PyRef` and
//! `PyRefMut`, all of which are tied to a `Python<'py>`. With the GIL such threads
//! exclude each other, so a relaxed load and store is enough. `anywhere` counts the
//! borrows that may be given up on any thread ([`PyClassGuard`](crate::PyClassGuard)),
//! and is always changed by atomic read-modify-write. A borrow is taken only when
//! both counters allow it. A guard that ends meanwhile on a detached thread only
//! lowers `anywhere`: at worst a borrow is refused that could have been granted.
//!
//! On a free-threaded build there is no such exclusion, and all borrows use
//! `anywhere`. Which build it is stands in the flag itself: there `attached` is
//! [`FREE`] throughout, so that no other memory is looked at.
//!
//! *Memory order.* With the GIL, what one borrower wrote is seen by the next
//! through the GIL's own hand-over, or through the release and acquire on `anywhere`.
//!
//! *Rejected.* One counter with relaxed operations: a guard released at the same
//! time would lose an update. No flag for `&self`: a reference into the value could
//! outlive its field.

use std::sync::atomic::{AtomicU32, Ordering};

use super::error::{PyBorrowError, PyBorrowMutError};

/// Borrowed exclusively.
const EXCLUSIVE: u32 = u32::MAX;
/// In `attached`: the interpreter has no GIL.
const FREE: u32 = u32::MAX - 1;
/// The largest number of shared borrows.
const FULL: u32 = u32::MAX - 2;

/// See the module.
#[repr(C)]
pub struct BorrowFlag {
    attached: AtomicU32,
    anywhere: AtomicU32,
}

impl BorrowFlag {
    /// A flag without borrows.
    #[inline(always)]
    pub(crate) fn new(free_threaded: bool) -> Self {
        let attached = if free_threaded { FREE } else { 0 };
        BorrowFlag { attached: AtomicU32::new(attached), anywhere: AtomicU32::new(0) }
    }

    /// A shared borrow that ends attached.
    #[inline(always)]
    pub(crate) fn share(&self) -> Result<(), PyBorrowError> {
        let attached = self.attached.load(Ordering::Relaxed);
        if attached >= FULL || self.anywhere.load(Ordering::Acquire) == EXCLUSIVE {
            return self.share_otherwise(attached);
        }
        self.attached.store(attached + 1, Ordering::Relaxed);
        Ok(())
    }

    #[cold]
    fn share_otherwise(&self, attached: u32) -> Result<(), PyBorrowError> {
        if attached == FREE { self.share_anywhere() } else { Err(PyBorrowError::new()) }
    }

    /// Ends what [`share`](Self::share) began.
    #[inline(always)]
    pub(crate) fn unshare(&self) {
        let attached = self.attached.load(Ordering::Relaxed);
        if attached == FREE {
            return self.unshare_anywhere();
        }
        self.attached.store(attached.wrapping_sub(1), Ordering::Relaxed);
    }

    /// An exclusive borrow that ends attached.
    #[inline(always)]
    pub(crate) fn lock(&self) -> Result<(), PyBorrowMutError> {
        let attached = self.attached.load(Ordering::Relaxed);
        if attached != 0 || self.anywhere.load(Ordering::Acquire) != 0 {
            return self.lock_otherwise(attached);
        }
        self.attached.store(EXCLUSIVE, Ordering::Relaxed);
        Ok(())
    }

    #[cold]
    fn lock_otherwise(&self, attached: u32) -> Result<(), PyBorrowMutError> {
        if attached == FREE { self.lock_anywhere() } else { Err(PyBorrowMutError::new()) }
    }

    /// Ends what [`lock`](Self::lock) began.
    #[inline(always)]
    pub(crate) fn unlock(&self) {
        if self.attached.load(Ordering::Relaxed) == FREE {
            return self.unlock_anywhere();
        }
        self.attached.store(0, Ordering::Relaxed);
    }

    /// A shared borrow that may end on any thread; taken attached.
    pub(crate) fn share_anywhere(&self) -> Result<(), PyBorrowError> {
        if self.attached.load(Ordering::Relaxed) == EXCLUSIVE {
            return Err(PyBorrowError::new());
        }
        let more = |count| (count < FULL).then(|| count + 1);
        match self.anywhere.fetch_update(Ordering::Acquire, Ordering::Relaxed, more) {
            Ok(_) => Ok(()),
            Err(_) => Err(PyBorrowError::new()),
        }
    }

    /// Ends what [`share_anywhere`](Self::share_anywhere) began.
    pub(crate) fn unshare_anywhere(&self) {
        self.anywhere.fetch_sub(1, Ordering::Release);
    }

    /// An exclusive borrow that may end on any thread; taken attached.
    pub(crate) fn lock_anywhere(&self) -> Result<(), PyBorrowMutError> {
        if !matches!(self.attached.load(Ordering::Relaxed), 0 | FREE) {
            return Err(PyBorrowMutError::new());
        }
        match self.anywhere.compare_exchange(0, EXCLUSIVE, Ordering::Acquire, Ordering::Relaxed) {
            Ok(_) => Ok(()),
            Err(_) => Err(PyBorrowMutError::new()),
        }
    }

    /// Ends what [`lock_anywhere`](Self::lock_anywhere) began.
    pub(crate) fn unlock_anywhere(&self) {
        self.anywhere.store(0, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::BorrowFlag;

    fn check(flag: &BorrowFlag) {
        assert!(flag.share_anywhere().is_ok());
        assert!(flag.share().is_ok());
        assert!(flag.lock_anywhere().is_err());
        assert!(flag.lock().is_err());
        flag.unshare_anywhere();
        assert!(flag.lock_anywhere().is_err());
        assert!(flag.lock().is_err());
        flag.unshare();
        assert!(flag.lock_anywhere().is_ok());
        assert!(flag.share_anywhere().is_err());
        assert!(flag.share().is_err());
        flag.unlock_anywhere();
        assert!(flag.lock().is_ok());
        assert!(flag.share_anywhere().is_err());
        assert!(flag.share().is_err());
        assert!(flag.lock_anywhere().is_err());
        flag.unlock();
        assert!(flag.share().is_ok());
        flag.unshare();
    }

    #[test]
    fn kinds_exclude_each_other() {
        check(&BorrowFlag::new(false));
        check(&BorrowFlag::new(true));
    }
}
