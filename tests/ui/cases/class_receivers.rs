use everbind::prelude::*;

#[pyclass]
struct Point {}

#[pymethods]
impl Point {
    #[new]
    fn new(&self) -> Self {
        Point {}
    }

    fn into_inner(self) -> f64 {
        0.0
    }

    fn boxed(self: Box<Self>) -> f64 {
        0.0
    }

    #[staticmethod]
    fn origin(&self) -> Self {
        Point {}
    }

    #[classmethod]
    fn named(&self) -> Self {
        Point {}
    }

    #[getter]
    #[setter]
    fn x(&self) -> f64 {
        0.0
    }
}

fn main() {}
