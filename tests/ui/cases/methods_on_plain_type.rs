use everbind::prelude::*;

struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[new]
    fn new(x: f64) -> Self {
        Point { x }
    }

    fn x(&self) -> f64 {
        self.x
    }
}

fn main() {}
