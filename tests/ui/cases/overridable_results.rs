use everbind::prelude::*;

struct Plain;

#[overridable]
trait Results {
    fn number(&self) -> f64;

    fn plain(&self, argument: Plain) -> PyResult<i64>;
}

fn main() {}
