//! Borrow checking: what is refused while an instance is borrowed, and that borrows end.

use everbind::prelude::*;

#[pyclass(module = "everbind_tests.class_borrow")]
pub struct Cell {
    #[pyo3(get, set)]
    value: i64,
}

#[pymethods]
impl Cell {
    #[new]
    #[pyo3(signature = (value=0))]
    fn new(value: i64) -> Self {
        Self { value }
    }

    fn call_shared(&self, callback: &Bound<'_, PyAny>) -> PyResult<i64> {
        callback.call0()?;
        Ok(self.value)
    }

    fn call_exclusive(&mut self, callback: &Bound<'_, PyAny>) -> PyResult<i64> {
        callback.call0()?;
        self.value += 1;
        Ok(self.value)
    }

    fn read(&self) -> i64 {
        self.value
    }

    fn write(&mut self, value: i64) {
        self.value = value;
    }

    fn read_other(&mut self, other: &Self) -> i64 {
        other.value
    }

    fn swap(&mut self, other: &mut Self) {
        std::mem::swap(&mut self.value, &mut other.value);
    }

    fn __len__(&self) -> usize {
        5
    }

    fn __setitem__(&mut self, key: i64, value: i64) {
        self.value = key + value;
    }

    fn __iadd__(&mut self, value: i64) {
        self.value += value;
    }
}

#[pyclass(module = "everbind_tests.class_borrow", frozen)]
pub struct Frozen {
    value: std::sync::atomic::AtomicI64,
}

#[pymethods]
impl Frozen {
    #[new]
    fn new() -> Self {
        Self { value: 0.into() }
    }

    fn call(&self, callback: &Bound<'_, PyAny>) -> PyResult<i64> {
        callback.call0()?;
        Ok(self.add())
    }

    fn add(&self) -> i64 {
        self.value.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1
    }
}

#[pymodule(submodule, name = "class_borrow")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Cell, Frozen};

    /// Which of the borrows an instance grants while it is borrowed shared, exclusively, not.
    #[pyfunction]
    fn grants(cell: &Bound<'_, Cell>) -> Vec<(bool, bool)> {
        let asked = || {
            let shared = cell.try_borrow().is_ok();
            let exclusive = cell.try_borrow_mut().is_ok();
            (shared, exclusive)
        };
        let free = asked();
        let shared = {
            let _shared = cell.borrow();
            asked()
        };
        let exclusive = {
            let _exclusive = cell.borrow_mut();
            asked()
        };
        vec![free, shared, exclusive, asked()]
    }

    #[pyfunction]
    fn read_all(cells: Vec<PyRef<'_, Cell>>) -> i64 {
        cells.iter().map(|cell| cell.value).sum()
    }

    #[pyfunction]
    fn messages(cell: &Bound<'_, Cell>) -> (Option<String>, Option<String>) {
        let exclusive = cell.borrow_mut();
        let shared = cell.try_borrow().err().map(|error| error.to_string());
        drop(exclusive);
        let _shared = cell.borrow();
        (shared, cell.try_borrow_mut().err().map(|error| error.to_string()))
    }

    #[pyfunction]
    fn as_python_error(cell: &Bound<'_, Cell>, exclusive: bool) -> PyResult<i64> {
        if exclusive {
            let _shared = cell.borrow();
            Ok(cell.try_borrow_mut()?.value)
        } else {
            let _exclusive = cell.borrow_mut();
            Ok(cell.try_borrow()?.value)
        }
    }

    #[pyfunction]
    fn borrow_twice(cell: &Bound<'_, Cell>) {
        let _first = cell.borrow_mut();
        let _second = cell.borrow_mut();
    }

    #[pyfunction]
    fn get_frozen(frozen: &Bound<'_, Frozen>) -> i64 {
        frozen.get().add() + frozen.as_unbound().get().add()
    }

    /// A guard that is dropped while the thread is detached.
    #[pyfunction]
    fn guard_across_detach(py: Python<'_>, cell: Py<Cell>) -> i64 {
        let before = cell.borrow_mut(py).value;
        py.detach(|| std::hint::black_box(before) + 1)
    }
}
