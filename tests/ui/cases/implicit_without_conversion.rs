use everbind::prelude::*;

#[pyclass(implicit(f64, Vec<f64>))]
struct Meters(f64);

impl From<f64> for Meters {
    fn from(value: f64) -> Self {
        Meters(value)
    }
}

fn main() {}
