use everbind::prelude::*;

#[pyclass]
struct Numbers {}

#[pymethods]
impl Numbers {
    fn __len__(&self) -> String {
        String::new()
    }

    fn __bool__(&self) -> i64 {
        1
    }

    fn __hash__(&self) -> f64 {
        1.0
    }
}

#[pyclass]
struct Operands {}

#[pymethods]
impl Operands {
    fn __add__(&self, a: i64, b: i64) -> i64 {
        a + b
    }

    fn __getitem__(&self) -> i64 {
        1
    }
}

fn main() {}
