use everbind::prelude::*;

#[pyfunction]
async fn later() -> i64 {
    1
}

fn main() {}
