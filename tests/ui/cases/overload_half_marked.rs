use everbind::prelude::*;

#[pyclass]
struct Shape;

#[pymethods]
impl Shape {
    #[pyo3(name = "scale", overload)]
    fn scale_by_int(&self, by: i64) -> i64 {
        by
    }

    #[pyo3(name = "scale")]
    fn scale_by_float(&self, by: f64) -> f64 {
        by
    }
}

fn main() {}
