use everbind::prelude::*;

#[pyfunction(nmae = "other")]
fn function() {}

#[pyclass(frosen)]
struct Class {}

#[pymodule(gil = false)]
fn module(_m: &Bound<'_, PyModule>) -> PyResult<()> {
    Ok(())
}

fn main() {}
