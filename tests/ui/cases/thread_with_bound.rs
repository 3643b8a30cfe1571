use everbind::prelude::*;

#[pyfunction]
fn later(object: Bound<'_, PyAny>) {
    std::thread::spawn(move || object.len());
}

fn main() {}
