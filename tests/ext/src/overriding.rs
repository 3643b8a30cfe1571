//! Methods that Python subclasses override, called from Rust.

use everbind::exceptions::PyValueError;
use everbind::prelude::*;

/// Something with an area.
#[overridable]
pub trait Shape {
    /// The area, enlarged.
    fn area(&self, scale: f64) -> PyResult<f64>;

    #[pyo3(signature = (prefix, times = 1))]
    fn describe(&self, py: Python<'_>, prefix: &str, times: usize) -> PyResult<String> {
        let _ = py;
        Ok(prefix.repeat(times) + "shape")
    }

    #[pyo3(name = "reset")]
    fn set_to_zero(&mut self) -> PyResult<()>;

    fn points(&self) -> Result<Vec<(f64, f64)>, Failed> {
        Err(Failed)
    }

    fn corners(&self, extra: Option<u32>) -> PyResult<Option<u32>> {
        Ok(extra)
    }

    fn contains(&self, object: &Bound<'_, PyAny>, count: Py<PyAny>) -> PyResult<bool> {
        object.eq(count)
    }

    /// Not of an instance: stays in Rust.
    fn kind() -> &'static str
    where
        Self: Sized,
    {
        "kind"
    }
}

/// An error of its own.
#[derive(Debug)]
pub struct Failed;

impl From<Failed> for PyErr {
    fn from(_: Failed) -> PyErr {
        PyValueError::new_err("no points")
    }
}

impl From<PyErr> for Failed {
    fn from(_: PyErr) -> Failed {
        Failed
    }
}

#[overridable]
pub trait Named {
    fn name(&self) -> PyResult<String>;
}

#[pyclass(module = "everbind_tests.overriding", subclass, overridable = (Shape, Named), dict)]
pub struct Circle {
    #[pyo3(get)]
    radius: f64,
}

#[pymethods]
impl Circle {
    #[new]
    fn new(radius: f64) -> Self {
        Circle { radius }
    }
}

impl Shape for Circle {
    fn area(&self, scale: f64) -> PyResult<f64> {
        Ok(3.0 * self.radius * self.radius * scale)
    }

    fn set_to_zero(&mut self) -> PyResult<()> {
        self.radius = 0.0;
        Ok(())
    }
}

impl Named for Circle {
    fn name(&self) -> PyResult<String> {
        Ok("circle".to_owned())
    }
}

/// A subclass in Rust, with an override of its own and one more level.
#[pyclass(module = "everbind_tests.overriding", subclass, extends = Circle, overridable = Named)]
pub struct Ring;

#[pymethods]
impl Ring {
    #[new]
    fn new(radius: f64) -> (Self, Circle) {
        (Ring, Circle { radius })
    }

    fn area(&self, scale: f64) -> f64 {
        -scale
    }
}

impl Named for Ring {
    fn name(&self) -> PyResult<String> {
        Ok("ring".to_owned())
    }
}

#[pymodule(submodule, name = "overriding")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Circle, Ring};

    #[pyfunction]
    fn area(shape: &Bound<'_, Circle>, scale: f64) -> PyResult<f64> {
        shape.py_area(scale)
    }

    #[pyfunction]
    fn area_of_handle(py: Python<'_>, shape: Py<Circle>) -> PyResult<f64> {
        shape.bind(py).py_area(1.0)
    }

    #[pyfunction]
    #[pyo3(signature = (shape, prefix, times = 1))]
    fn describe(shape: &Bound<'_, Circle>, prefix: &str, times: usize) -> PyResult<String> {
        shape.py_describe(shape.py(), prefix, times)
    }

    #[pyfunction]
    fn reset(shape: &Bound<'_, Circle>) -> PyResult<()> {
        shape.py_set_to_zero()
    }

    #[pyfunction]
    fn points(shape: &Bound<'_, Circle>) -> Result<Vec<(f64, f64)>, Failed> {
        shape.py_points()
    }

    #[pyfunction]
    fn corners(shape: &Bound<'_, Circle>, extra: Option<u32>) -> PyResult<Option<u32>> {
        shape.py_corners(extra)
    }

    #[pyfunction]
    fn contains(
        shape: &Bound<'_, Circle>,
        object: &Bound<'_, PyAny>,
        count: Py<PyAny>,
    ) -> PyResult<bool> {
        shape.py_contains(object, count)
    }

    #[pyfunction]
    fn name(shape: &Bound<'_, Circle>) -> PyResult<String> {
        shape.py_name()
    }

    #[pyfunction]
    fn ring_name(shape: &Bound<'_, Ring>) -> PyResult<String> {
        shape.py_name()
    }

    /// While the value is borrowed.
    #[pyfunction]
    fn area_while_borrowed(shape: &Bound<'_, Circle>) -> PyResult<f64> {
        let _borrow = shape.borrow_mut();
        shape.py_area(1.0)
    }

    #[pyfunction]
    fn areas(shape: &Bound<'_, Circle>, count: usize) -> PyResult<f64> {
        let mut sum = 0.0;
        for _ in 0..count {
            sum += shape.py_area(1.0)?;
        }
        Ok(sum)
    }

    #[pyfunction]
    fn kind() -> &'static str {
        Circle::kind()
    }
}
