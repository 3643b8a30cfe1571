//! `#[cfg]` and `#[cfg_attr]` on whatever can have them.
#![deny(warnings)]
#![allow(dead_code, unexpected_cfgs)]

use everbind::prelude::*;

#[pyclass(get_all)]
struct Platform {
    #[cfg(all())]
    present: i64,
    #[cfg(any())]
    absent: DoesNotExist,
}

#[pymethods]
impl Platform {
    #[cfg(all())]
    #[new]
    fn new() -> Self {
        Platform { present: 1 }
    }

    #[cfg(any())]
    #[new]
    fn new(missing: DoesNotExist) -> Self {
        missing
    }

    #[cfg(all())]
    fn method(&self) -> i64 {
        1
    }

    #[cfg(any())]
    fn method(&self, missing: DoesNotExist) -> i64 {
        missing
    }

    #[cfg(any())]
    #[getter]
    fn property(&self) -> DoesNotExist {}

    #[cfg(any())]
    #[classattr]
    const ATTRIBUTE: DoesNotExist = 1;

    #[cfg(any())]
    fn __len__(&self) -> DoesNotExist {}

    #[cfg(all())]
    fn __add__(&self, other: i64) -> i64 {
        other
    }

    #[cfg(any())]
    fn __sub__(&self, other: DoesNotExist) -> i64 {
        other
    }
}

#[pyclass]
struct Last;

#[pymethods]
#[cfg(all())]
impl Last {
    fn present(&self) -> i64 {
        1
    }

    #[cfg(any())]
    fn without_arguments(&self) -> DoesNotExist {}
}

#[pyclass(eq, eq_int)]
#[derive(PartialEq)]
enum Simple {
    One,
    #[cfg(any())]
    Two,
    #[cfg(all())]
    Three,
}

#[cfg(any())]
#[pyclass]
struct Absent {
    field: DoesNotExist,
}

#[cfg(any())]
#[pyfunction]
fn absent(value: DoesNotExist) {}

#[cfg(all())]
#[pyfunction]
fn present() {}

#[cfg(any())]
#[pyfunction]
fn present(value: DoesNotExist) {}

#[cfg_attr(all(), pyfunction)]
fn by_attribute() {}

#[pymodule]
mod conditions {
    #[cfg(any())]
    #[pymodule_export]
    use super::absent;
    #[cfg(all())]
    #[pymodule_export]
    use super::{Platform, present};

    #[cfg(any())]
    #[pymodule_export]
    const MISSING: DoesNotExist = 1;
}

fn main() {}
