use everbind::prelude::*;

#[pyfunction]
fn plain(x: i64) -> i64 {
    x
}

#[pyfunction(overload)]
fn of_text(x: &str) -> usize {
    x.len()
}

overloads!(size = plain, of_text);

fn wrapped(py: Python<'_>) {
    let _ = wrap_pyfunction!(of_text, py);
}

fn main() {}
