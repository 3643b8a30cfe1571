use everbind::prelude::*;

#[pyclass]
struct Point {}

#[pymethods]
impl Point {
    fn length(&self) -> f64 {
        0.0
    }

    #[pyo3(name = "length")]
    fn other(&self) -> f64 {
        1.0
    }

    #[getter]
    fn x(&self) -> f64 {
        0.0
    }

    #[getter(x)]
    fn again(&self) -> f64 {
        1.0
    }
}

fn main() {}
