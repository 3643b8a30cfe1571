//! The locks of `parking_lot` and `lock_api`, waited for detached.
#![cfg(all(feature = "auto-initialize", feature = "parking_lot", feature = "arc_lock"))]

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use everbind::prelude::*;
use everbind::sync::{MutexExt, OnceExt, RwLockExt};
use parking_lot::{Mutex, Once, ReentrantMutex, RwLock};

/// Four threads take the lock a hundred times each and need Python while they hold it: whoever
/// waited attached would stop them for ever.
fn contended(turn: impl Fn(Python<'_>) + Sync) {
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..100).for_each(|_| Python::attach(&turn)));
        }
    });
}

/// Lets others run Python.
fn pause(py: Python<'_>) {
    py.detach(thread::yield_now);
}

#[test]
fn mutex() {
    let lock = Mutex::new(0);
    contended(|py| {
        let mut count = lock.lock_py_attached(py);
        pause(py);
        *count += 1;
    });
    assert_eq!(lock.into_inner(), 400);
}

#[test]
fn shared_mutex() {
    let lock = Arc::new(Mutex::new(0));
    contended(|py| {
        let mut count = lock.lock_py_attached(py);
        pause(py);
        *count += 1;
    });
    assert_eq!(*lock.lock(), 400);
}

#[test]
fn reentrant_mutex() {
    let lock = ReentrantMutex::new(Cell::new(0));
    contended(|py| {
        let outer = lock.lock_py_attached(py);
        let inner = lock.lock_py_attached(py);
        pause(py);
        inner.set(outer.get() + 1);
    });
    assert_eq!(lock.into_inner().get(), 400);
}

#[test]
fn shared_reentrant_mutex() {
    let lock = Arc::new(ReentrantMutex::new(Cell::new(0)));
    contended(|py| {
        let guard = lock.lock_py_attached(py);
        pause(py);
        guard.set(guard.get() + 1);
    });
    assert_eq!(lock.lock().get(), 400);
}

#[test]
fn rwlock() {
    let lock = RwLock::new(0);
    contended(|py| {
        assert!(*lock.read_py_attached(py) <= 400);
        let mut count = lock.write_py_attached(py);
        pause(py);
        *count += 1;
    });
    assert_eq!(lock.into_inner(), 400);
}

#[test]
fn shared_rwlock() {
    let lock = Arc::new(RwLock::new(0));
    contended(|py| {
        assert!(*lock.read_py_attached(py) <= 400);
        let mut count = lock.write_py_attached(py);
        pause(py);
        *count += 1;
    });
    assert_eq!(*lock.read(), 400);
}

#[test]
fn once() {
    let (plain, forced) = (Once::new(), Once::new());
    let (first, second) = (AtomicUsize::new(0), AtomicUsize::new(0));
    contended(|py| {
        plain.call_once_py_attached(py, || {
            pause(py);
            first.fetch_add(1, Ordering::Relaxed);
        });
        forced.call_once_force_py_attached(py, |state| {
            assert!(!state.poisoned());
            pause(py);
            second.fetch_add(1, Ordering::Relaxed);
        });
    });
    assert_eq!((first.into_inner(), second.into_inner()), (1, 1));
}
