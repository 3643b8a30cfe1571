//! The borrow flag of an instance: who uses its Rust value now.
//!
//! *Problem.* `&self` and `&mut self` of a class that is not frozen must exclude
//! each other at run time. A compare-exchange on taking and one on releasing is a
//! third of a short method call.
//!
//! *How.* Most borrows are taken and given up on attached threads: receivers,
//! arguments, `PyRef` and `PyRefMut` are tied to a `Python<'py>`. With the GIL such
//! threads exclude each other, so a plain counter, `attached`, is enough: one load, one
//! comparison and one store. A [`PyClassGuard`](crate::PyClassGuard) may be given up on
//! a detached thread. When one is taken, all borrows of the instance move into the
//! other counter, `anywhere`, which is changed by atomic read-modify-write, and
//! `attached` says [`AWAY`]. When the next borrow finds that none is left there, the
//! instance goes back to the plain counter.
//!
//! On a free-threaded build threads do not exclude each other: there `attached` is
//! [`FREE`] for good, and all borrows are in `anywhere`.
//!
//! *Invariants.* `attached` is only written on attached threads, with the GIL. While it is a
//! count or [`EXCLUSIVE`], `anywhere` is zero. While it is `AWAY` or `FREE`, every borrow is in
//! `anywhere`, so that whoever gives one up, and finds `AWAY`, finds it there; and it does not
//! leave `AWAY` while there is one.
//!
//! *Memory order.* With the GIL, what one borrower wrote is seen by the next
//! through the GIL's own hand-over, or through the release and acquire on `anywhere`.
//!
//! *Rejected.* One counter with relaxed operations: a guard released at the same
//! time would lose an update. Looking at both counters each time: three instructions of a
//! method's twenty. No flag for `&self`: a reference into the value could outlive its field.

use std::sync::atomic::{AtomicU32, Ordering};

use super::error::{PyBorrowError, PyBorrowMutError};

/// Borrowed exclusively.
const EXCLUSIVE: u32 = u32::MAX;
/// In `attached`: the interpreter has no GIL.
const FREE: u32 = u32::MAX - 1;
/// In `attached`: the borrows are in `anywhere`, for there was one of a guard.
const AWAY: u32 = u32::MAX - 2;
/// The largest number of shared borrows.
const FULL: u32 = u32::MAX - 3;

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
        if attached >= FULL {
            return self.share_otherwise(attached);
        }
        self.attached.store(attached + 1, Ordering::Relaxed);
        Ok(())
    }

    #[cold]
    fn share_otherwise(&self, attached: u32) -> Result<(), PyBorrowError> {
        if attached == AWAY && self.come_back() {
            self.attached.store(1, Ordering::Relaxed);
            return Ok(());
        }
        if matches!(attached, AWAY | FREE) { self.count() } else { Err(PyBorrowError::new()) }
    }

    /// Ends what [`share`](Self::share) began.
    #[inline(always)]
    pub(crate) fn unshare(&self) {
        let attached = self.attached.load(Ordering::Relaxed);
        if attached > FULL {
            return self.unshare_anywhere();
        }
        self.attached.store(attached.wrapping_sub(1), Ordering::Relaxed);
    }

    /// An exclusive borrow that ends attached.
    #[inline(always)]
    pub(crate) fn lock(&self) -> Result<(), PyBorrowMutError> {
        let attached = self.attached.load(Ordering::Relaxed);
        if attached != 0 {
            return self.lock_otherwise(attached);
        }
        self.attached.store(EXCLUSIVE, Ordering::Relaxed);
        Ok(())
    }

    #[cold]
    fn lock_otherwise(&self, attached: u32) -> Result<(), PyBorrowMutError> {
        if attached == AWAY && self.come_back() {
            self.attached.store(EXCLUSIVE, Ordering::Relaxed);
            return Ok(());
        }
        if attached == FREE { self.exclude() } else { Err(PyBorrowMutError::new()) }
    }

    /// Ends what [`lock`](Self::lock) began.
    #[inline(always)]
    pub(crate) fn unlock(&self) {
        if self.attached.load(Ordering::Relaxed) != EXCLUSIVE {
            return self.unlock_anywhere();
        }
        self.attached.store(0, Ordering::Relaxed);
    }

    /// A shared borrow that may end on any thread; taken attached.
    pub(crate) fn share_anywhere(&self) -> Result<(), PyBorrowError> {
        match self.attached.load(Ordering::Relaxed) {
            AWAY | FREE => self.count(),
            FULL | EXCLUSIVE => Err(PyBorrowError::new()),
            count => {
                self.anywhere.store(count + 1, Ordering::Relaxed);
                self.attached.store(AWAY, Ordering::Relaxed);
                Ok(())
            }
        }
    }

    /// Ends what [`share_anywhere`](Self::share_anywhere) began.
    #[cold]
    #[inline(never)]
    pub(crate) fn unshare_anywhere(&self) {
        self.anywhere.fetch_sub(1, Ordering::Release);
    }

    /// An exclusive borrow that may end on any thread; taken attached.
    pub(crate) fn lock_anywhere(&self) -> Result<(), PyBorrowMutError> {
        match self.attached.load(Ordering::Relaxed) {
            AWAY | FREE => self.exclude(),
            0 => {
                self.anywhere.store(EXCLUSIVE, Ordering::Relaxed);
                self.attached.store(AWAY, Ordering::Relaxed);
                Ok(())
            }
            _ => Err(PyBorrowMutError::new()),
        }
    }

    /// Ends what [`lock_anywhere`](Self::lock_anywhere) began.
    #[cold]
    #[inline(never)]
    pub(crate) fn unlock_anywhere(&self) {
        self.anywhere.store(0, Ordering::Release);
    }

    /// Whether no borrow is left in `anywhere`. With the GIL none is added meanwhile.
    fn come_back(&self) -> bool {
        self.anywhere.load(Ordering::Acquire) == 0
    }

    /// A shared borrow in `anywhere`.
    fn count(&self) -> Result<(), PyBorrowError> {
        let more = |count| (count < FULL).then(|| count + 1);
        match self.anywhere.fetch_update(Ordering::Acquire, Ordering::Relaxed, more) {
            Ok(_) => Ok(()),
            Err(_) => Err(PyBorrowError::new()),
        }
    }

    /// The exclusive borrow in `anywhere`.
    fn exclude(&self) -> Result<(), PyBorrowMutError> {
        match self.anywhere.compare_exchange(0, EXCLUSIVE, Ordering::Acquire, Ordering::Relaxed) {
            Ok(_) => Ok(()),
            Err(_) => Err(PyBorrowMutError::new()),
        }
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
        assert!(flag.share_anywhere().is_ok());
        assert!(flag.share().is_ok());
        flag.unshare();
        flag.unshare();
        assert!(flag.lock().is_err());
        flag.unshare_anywhere();
        assert!(flag.share_anywhere().is_ok());
        flag.unshare_anywhere();
        assert!(flag.lock_anywhere().is_ok());
        flag.unlock_anywhere();
        assert!(flag.share().is_ok());
        assert!(flag.lock_anywhere().is_err());
        flag.unshare();
        assert!(flag.lock().is_ok());
        flag.unlock();
    }

    #[test]
    fn kinds_exclude_each_other() {
        check(&BorrowFlag::new(false));
        check(&BorrowFlag::new(true));
    }
}
