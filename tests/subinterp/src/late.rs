//! Destructors that run at the very end of an interpreter and still ask for what belongs to it.

use std::sync::atomic::{AtomicI64, Ordering};

use everbind::prelude::*;
use everbind::sync::PyOnceLock;
use everbind::types::PyList;

/// How many [`Late`]s have died, in all interpreters.
static LATE: AtomicI64 = AtomicI64::new(0);

/// A class that only the destructor of `Late` uses, so that it is first made there.
#[pyclass]
struct Last {
    #[pyo3(get)]
    value: i64,
}

/// Uses a cached value and a class when it is dropped.
#[pyclass(module = "everbind_subinterp")]
pub struct Late;

#[pymethods]
impl Late {
    #[new]
    fn new() -> Self {
        Late
    }
}

impl Drop for Late {
    fn drop(&mut self) {
        static LIST: PyOnceLock<Py<PyList>> = PyOnceLock::new();
        Python::attach(|py| {
            let list = LIST.get_or_init(py, || PyList::empty(py).unbind()).bind(py);
            let last = Bound::new(py, Last { value: LATE.load(Ordering::Relaxed) });
            if last.is_ok_and(|last| list.append(last).is_ok()) && !list.is_empty() {
                LATE.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
}

#[pyfunction]
pub fn late_count() -> i64 {
    LATE.load(Ordering::Relaxed)
}
