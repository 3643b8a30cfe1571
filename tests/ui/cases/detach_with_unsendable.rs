use everbind::prelude::*;
use std::rc::Rc;

#[pyclass(unsendable)]
struct Local {
    value: Rc<i64>,
}

#[pymethods]
impl Local {
    fn work(&self, py: Python<'_>) -> i64 {
        py.detach(|| *self.value)
    }
}

fn main() {}
