//! `parking_lot`'s `Once`, waited for detached. Its locks are `lock_api`'s (`lock_api_ext.rs`).

use parking_lot::{Once, OnceState};

use super::once_ext::{OnceExt, wait_detached};
use crate::python::Python;

impl OnceExt for Once {
    type OnceState = OnceState;

    fn call_once_py_attached(&self, py: Python<'_>, f: impl FnOnce()) {
        if !self.state().done() {
            let mut f = Some(f);
            wait_detached(py, |resume| {
                self.call_once(|| resume(&mut || (f.take().expect("called once"))()));
            });
        }
    }

    fn call_once_force_py_attached(&self, py: Python<'_>, f: impl FnOnce(&OnceState)) {
        if !self.state().done() {
            let mut f = Some(f);
            wait_detached(py, |resume| {
                self.call_once_force(|state| {
                    resume(&mut || (f.take().expect("called once"))(&state));
                });
            });
        }
    }
}
