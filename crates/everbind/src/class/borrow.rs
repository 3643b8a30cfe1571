//! The borrow flag of an instance: who uses its Rust value now.
//!
//! *Problem.* `&self` and `&mut self` of a class that is not frozen must exclude
//! each other at run time. A compare-exchange on taking and one on releasing is a
//! third of a short method call.
//!
//! *How.* Most borrows are taken and given up on attached threads: receivers,
//! arguments, `PyRef` and `PyRefMut` are tied to a `Python<'py>`. With the GIL such
//! threads exclude each other, so a plain counter, `attached`, is enough: one load, one
//! comparison and one store, which the compiler may merge with those of the release where it
//! sees that nothing looks at the counter meanwhile. A [`PyClassGuard`](crate::PyClassGuard) may be
//! given up on a detached thread. When one is taken, all borrows of the instance move for good into
//! the other counter, `anywhere`, which is changed by atomic read-modify-write; `attached` is then
//! [`ATOMIC`]. Without the GIL it is so from the start.
//!
//! Nothing here calls a function unless it fails: so an entry keeps what it needs in registers that
//! a call would not leave alone, and saves none.
//!
//! *Invariants.* `attached` is only used on attached threads, and only written with the GIL. Once it is
//! `ATOMIC` it stays so, and every borrow is in `anywhere`, those taken before included; until then
//! `anywhere` is zero. So whoever gives up a borrow and finds `ATOMIC` finds it in `anywhere`.
//!
//! *Memory order.* With the GIL, what one borrower wrote is seen by the next
//! through the GIL's own hand-over, or through the release and acquire on `anywhere`.
//!
//! *Rejected.* One counter with relaxed operations: a guard released at the same
//! time would lose an update. Looking at both counters each time: three instructions of a
//! method's twenty. No flag for `&self`: a reference into the value could outlive its field.

use std::cell::Cell;
use std::mem;
use std::sync::atomic::{AtomicU32, Ordering};

use super::error::{PyBorrowError, PyBorrowMutError};

/// Borrowed exclusively.
const EXCLUSIVE: u32 = u32::MAX;
/// In `attached`: the borrows are in `anywhere`.
const ATOMIC: u32 = u32::MAX - 1;
/// The largest number of shared borrows.
const FULL: u32 = u32::MAX - 2;

/// See the module.
#[repr(C)]
pub struct BorrowFlag {
    attached: Cell<u32>,
    anywhere: AtomicU32,
}

// SAFETY: threads that use `attached` exclude each other by the GIL, or else none writes it.
unsafe impl Sync for BorrowFlag {}

impl BorrowFlag {
    /// What a new flag begins with.
    pub(crate) fn beginning(free_threaded: bool) -> u64 {
        let attached = if free_threaded { ATOMIC } else { 0 };
        let flag = BorrowFlag { attached: Cell::new(attached), anywhere: AtomicU32::new(0) };
        // SAFETY: eight bytes that may be anything, without a gap.
        unsafe { mem::transmute(flag) }
    }

    /// A flag without borrows.
    #[inline(always)]
    pub(crate) fn new(beginning: u64) -> Self {
        // SAFETY: as above; and any eight bytes are a flag. One number, so that it is written at once.
        unsafe { mem::transmute(beginning) }
    }

    /// A shared borrow that ends attached.
    #[inline(always)]
    pub(crate) fn share(&self) -> Result<(), PyBorrowError> {
        let attached = self.attached.get();
        if attached < FULL {
            self.attached.set(attached + 1);
            return Ok(());
        }
        rarely();
        if attached == ATOMIC { self.count() } else { Err(PyBorrowError::new()) }
    }

    /// Ends what [`share`](Self::share) began.
    #[inline(always)]
    pub(crate) fn unshare(&self) {
        match self.attached.get() {
            ATOMIC => self.unshare_anywhere(),
            attached => self.attached.set(attached.wrapping_sub(1)),
        }
    }

    /// An exclusive borrow that ends attached.
    #[inline(always)]
    pub(crate) fn lock(&self) -> Result<(), PyBorrowMutError> {
        let attached = self.attached.get();
        if attached == 0 {
            self.attached.set(EXCLUSIVE);
            return Ok(());
        }
        rarely();
        if attached == ATOMIC { self.exclude() } else { Err(PyBorrowMutError::new()) }
    }

    /// Ends what [`lock`](Self::lock) began.
    #[inline(always)]
    pub(crate) fn unlock(&self) {
        match self.attached.get() {
            ATOMIC => self.unlock_anywhere(),
            _ => self.attached.set(0),
        }
    }

    /// A shared borrow that may end on any thread; taken attached.
    pub(crate) fn share_anywhere(&self) -> Result<(), PyBorrowError> {
        match self.attached.get() {
            ATOMIC => self.count(),
            FULL | EXCLUSIVE => Err(PyBorrowError::new()),
            count => {
                self.anywhere.store(count + 1, Ordering::Relaxed);
                self.attached.set(ATOMIC);
                Ok(())
            }
        }
    }

    /// Ends what [`share_anywhere`](Self::share_anywhere) began.
    #[inline(always)]
    pub(crate) fn unshare_anywhere(&self) {
        rarely();
        self.anywhere.fetch_sub(1, Ordering::Release);
    }

    /// An exclusive borrow that may end on any thread; taken attached.
    pub(crate) fn lock_anywhere(&self) -> Result<(), PyBorrowMutError> {
        match self.attached.get() {
            ATOMIC => self.exclude(),
            0 => {
                self.anywhere.store(EXCLUSIVE, Ordering::Relaxed);
                self.attached.set(ATOMIC);
                Ok(())
            }
            _ => Err(PyBorrowMutError::new()),
        }
    }

    /// Ends what [`lock_anywhere`](Self::lock_anywhere) began.
    #[inline(always)]
    pub(crate) fn unlock_anywhere(&self) {
        rarely();
        self.anywhere.store(0, Ordering::Release);
    }

    /// A shared borrow in `anywhere`.
    #[inline(always)]
    fn count(&self) -> Result<(), PyBorrowError> {
        let mut count = self.anywhere.load(Ordering::Relaxed);
        while count < FULL {
            let (success, failure) = (Ordering::Acquire, Ordering::Relaxed);
            match self.anywhere.compare_exchange_weak(count, count + 1, success, failure) {
                Ok(_) => return Ok(()),
                Err(now) => count = now,
            }
        }
        Err(PyBorrowError::new())
    }

    /// The exclusive borrow in `anywhere`.
    #[inline(always)]
    fn exclude(&self) -> Result<(), PyBorrowMutError> {
        match self.anywhere.compare_exchange(0, EXCLUSIVE, Ordering::Acquire, Ordering::Relaxed) {
            Ok(_) => Ok(()),
            Err(_) => Err(PyBorrowMutError::new()),
        }
    }
}

/// Tells the compiler that the path on which it is called is not the usual one.
#[cold]
#[inline]
fn rarely() {}

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
        check(&BorrowFlag::new(BorrowFlag::beginning(false)));
        check(&BorrowFlag::new(BorrowFlag::beginning(true)));
    }
}
