use everbind::prelude::*;

#[pyfunction]
#[pyo3(get)]
fn function() {}

#[pyclass(set)]
struct Point {
    #[pyo3(signature = (x))]
    x: f64,
    #[getter]
    y: f64,
}

#[pymethods]
impl Point {
    #[pyo3(frozen)]
    fn length(&self) -> f64 {
        self.x.hypot(self.y)
    }

    #[pyfunction]
    fn scaled(&self, by: f64) -> f64 {
        self.x * by
    }
}

#[pymodule(frozen)]
fn module(_m: &Bound<'_, PyModule>) {}

fn main() {}
