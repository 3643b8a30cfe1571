use everbind::prelude::*;

#[overridable]
trait Shape {
    fn area(&self) -> PyResult<f64>;
}

#[pyclass(overridable = Shape)]
struct Final;

impl Shape for Final {
    fn area(&self) -> PyResult<f64> {
        Ok(1.0)
    }
}

#[pyclass(subclass)]
struct Unnamed;

impl Shape for Unnamed {
    fn area(&self) -> PyResult<f64> {
        Ok(1.0)
    }
}

#[pyfunction]
fn area(shape: &Bound<'_, Unnamed>) -> PyResult<f64> {
    shape.py_area()
}

fn main() {}
