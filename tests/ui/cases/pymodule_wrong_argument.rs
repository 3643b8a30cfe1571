use everbind::prelude::*;

#[pymodule]
fn module(m: i64) -> PyResult<()> {
    drop(m);
    Ok(())
}

fn main() {}
