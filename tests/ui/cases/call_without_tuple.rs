use everbind::prelude::*;

fn call(function: &Bound<'_, PyAny>) -> PyResult<()> {
    function.call1(1)?;
    Ok(())
}

fn main() {}
