use everbind::prelude::*;

struct Point;

impl Point {
    #[pyfunction]
    fn length(&self) -> f64 {
        0.0
    }
}

fn main() {}
