use everbind::prelude::*;

#[pyclass]
struct Numbers {}

#[pymethods]
impl Numbers {
    fn __str__(&self) -> Vec<f64> {
        Vec::new()
    }

    fn __repr__(&self) {}

    fn __iter__(&self) -> PyResult<Vec<f64>> {
        Ok(Vec::new())
    }

    fn __len__(&self, unit: &str) -> usize {
        unit.len()
    }

    fn __eq__(&self) -> bool {
        true
    }
}

fn main() {}
