use everbind::prelude::*;

#[pyclass(frozen)]
struct Fixed {
    #[pyo3(get, set)]
    value: i64,
}

#[pyclass(frozen)]
struct Counter {
    value: i64,
}

#[pymethods]
impl Counter {
    fn increment(&mut self) {
        self.value += 1;
    }
}

fn main() {}
