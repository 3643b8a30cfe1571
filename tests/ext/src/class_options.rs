//! The rarer options of classes.

use std::cell::Cell;
use std::rc::Rc;

use everbind::prelude::*;

/// Holds what must not leave its thread.
#[pyclass(module = "everbind_tests.class_options", unsendable)]
pub struct Unsendable {
    count: Rc<Cell<i64>>,
}

#[pymethods]
impl Unsendable {
    #[new]
    fn new() -> Self {
        Self { count: Rc::new(Cell::new(0)) }
    }

    fn advance(&self) -> i64 {
        self.count.set(self.count.get() + 1);
        self.count.get()
    }
}

#[pyclass(module = "everbind_tests.class_options", freelist = 4)]
pub struct Listed {
    #[pyo3(get)]
    value: String,
}

#[pymethods]
impl Listed {
    #[new]
    fn new(value: String) -> Self {
        Self { value }
    }
}

#[pyclass(module = "everbind_tests.class_options", generic, frozen)]
pub struct Generic;

#[pymethods]
impl Generic {
    #[new]
    fn new() -> Self {
        Self
    }
}

#[pyclass(module = "everbind_tests.class_options", new = "from_fields", get_all)]
pub struct FromFields {
    name: String,
    size: Option<i64>,
}

#[pyclass(
    module = "everbind_tests.class_options",
    str = "{name} is {size:>4}",
    frozen,
    skip_from_py_object
)]
#[derive(Clone)]
pub struct Formatted {
    name: String,
    size: i64,
}

#[pymethods]
impl Formatted {
    #[new]
    fn new(name: String, size: i64) -> Self {
        Self { name, size }
    }
}

#[pyclass]
#[pyo3(name = "Separately", module = "everbind_tests.class_options", frozen)]
pub struct OptionsApart;

#[pymethods]
impl OptionsApart {
    #[new]
    fn new() -> Self {
        Self
    }

    fn first(&self) -> i64 {
        1
    }

    fn second(&self) -> i64 {
        2
    }

    #[classattr]
    const THIRD: i64 = 3;
}

#[pymodule(submodule, name = "class_options")]
pub mod topic {
    use super::*;
    #[pymodule_export]
    use super::{Formatted, FromFields, Generic, Listed, OptionsApart, Unsendable};

    #[pyfunction]
    fn advance_all(things: Vec<PyRef<'_, Unsendable>>) -> i64 {
        things.iter().map(|thing| thing.advance()).sum()
    }
}
