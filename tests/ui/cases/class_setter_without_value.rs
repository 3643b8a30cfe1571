use everbind::prelude::*;

#[pyclass]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[setter]
    fn set_x(&mut self) {
        self.x = 0.0;
    }
}

fn main() {}
