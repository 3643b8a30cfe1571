use everbind::prelude::*;

#[pyclass]
struct Shape;

#[pymethods]
impl Shape {
    #[pyo3(name = "__len__", overload)]
    fn length(&self) -> usize {
        0
    }

    #[getter]
    #[pyo3(overload)]
    fn area(&self) -> f64 {
        0.0
    }

    #[pyo3(name = "of", overload)]
    fn of_int(&self, x: i32) -> i32 {
        x
    }

    #[staticmethod]
    #[pyo3(name = "of", overload)]
    fn of_text(x: &str) -> usize {
        x.len()
    }

    #[pyo3(name = "__add__", overload)]
    fn add_two(&self, a: i32, b: i32) -> i32 {
        a + b
    }
}

fn main() {}
