//! The standard library's `Once` and `OnceLock`, waited for detached.

use std::sync::{Once, OnceLock, OnceState};

use crate::python::Python;

/// [`Once`] without deadlocks: a thread that has to wait for another detaches first.
pub trait OnceExt {
    /// What the closure of the `_force` form is told.
    type OnceState;

    /// As `call_once`.
    fn call_once_py_attached(&self, py: Python<'_>, f: impl FnOnce());

    /// As `call_once_force`.
    fn call_once_force_py_attached(&self, py: Python<'_>, f: impl FnOnce(&Self::OnceState));
}

impl OnceExt for Once {
    type OnceState = OnceState;

    fn call_once_py_attached(&self, py: Python<'_>, f: impl FnOnce()) {
        if !self.is_completed() {
            let mut f = Some(f);
            wait_detached(py, |resume| {
                self.call_once(|| resume(&mut || (f.take().expect("called once"))()));
            });
        }
    }

    fn call_once_force_py_attached(&self, py: Python<'_>, f: impl FnOnce(&OnceState)) {
        if !self.is_completed() {
            let mut f = Some(f);
            wait_detached(py, |resume| {
                self.call_once_force(|state| {
                    resume(&mut || (f.take().expect("called once"))(state));
                });
            });
        }
    }
}

/// Runs `wait` detached; what it passes to its argument runs attached again.
pub(super) fn wait_detached(_py: Python<'_>, wait: impl FnOnce(&dyn Fn(&mut dyn FnMut()))) {
    let resume: &dyn Fn(&mut dyn FnMut()) = &|f| Python::attach(|_| f());
    detached(|| wait(resume));
}

/// As [`Python::detach`], for closures that are not `Send` but stay on this thread
/// and touch Python only through `attach`.
pub(super) fn detached<R>(f: impl FnOnce() -> R) -> R {
    struct OnThisThread<T>(T);
    // SAFETY: `detach` calls the closure on the calling thread; `Send` is its
    // stand-in for "uses nothing that needs to be attached", which the callers
    // in this folder keep.
    unsafe impl<T> Send for OnThisThread<T> {}
    impl<F: FnOnce() -> R, R> OnThisThread<F> {
        fn call(self) -> OnThisThread<R> {
            OnThisThread((self.0)())
        }
    }
    let f = OnThisThread(f);
    // SAFETY: the callers hold a token.
    let py = unsafe { Python::assume_attached() };
    py.detach(move || f.call()).0
}

/// [`OnceLock`] without deadlocks: a thread that has to wait for another detaches first.
pub trait OnceLockExt<T> {
    /// As `get_or_init`; `f` runs attached.
    fn get_or_init_py_attached<F>(&self, py: Python<'_>, f: F) -> &T
    where
        F: FnOnce() -> T;
}

impl<T> OnceLockExt<T> for OnceLock<T> {
    fn get_or_init_py_attached<F>(&self, _py: Python<'_>, f: F) -> &T
    where
        F: FnOnce() -> T,
    {
        match self.get() {
            Some(value) => value,
            None => detached(|| self.get_or_init(|| Python::attach(|_| f()))),
        }
    }
}
