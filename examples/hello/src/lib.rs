//! The smallest extension module: one function.

use everbind::prelude::*;

/// Greets somebody by name.
#[pyfunction]
#[pyo3(signature = (name="world"))]
fn greet(name: &str) -> String {
    format!("Hello, {name}!")
}

/// A module written in Rust.
#[pymodule]
mod hello {
    #[pymodule_export]
    use super::greet;
}
