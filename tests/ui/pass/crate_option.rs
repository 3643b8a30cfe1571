//! The path of everbind, given by `crate = "…"`.
#![deny(warnings)]
#![allow(dead_code)]

extern crate everbind as renamed;

mod reexports {
    pub mod deep {
        pub use everbind as binding;
    }
}

/// Whatever the macros look for by the name in the manifest is not there.
mod everbind {}

#[renamed::pyfunction(crate = "crate::reexports::deep::binding")]
fn function(a: i64, b: Option<&str>) -> i64 {
    let _ = b;
    a
}

#[renamed::pyfunction]
#[pyo3(crate = "::renamed")]
fn absolute() {}

#[renamed::pyclass(crate = "crate::reexports::deep::binding", get_all)]
struct Class {
    value: i64,
}

#[renamed::pymethods(crate = "crate::reexports::deep::binding")]
impl Class {
    #[new]
    fn new(value: i64) -> Self {
        Class { value }
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

#[renamed::pyclass(crate = "crate::reexports::deep::binding")]
enum Shape {
    Circle { radius: f64 },
    Square(f64),
}

#[derive(renamed::FromPyObject, renamed::IntoPyObject)]
#[pyo3(crate = "crate::reexports::deep::binding")]
struct Pair {
    left: i64,
    right: i64,
}

#[renamed::pymodule(crate = "crate::reexports::deep::binding")]
fn module(m: &renamed::Bound<'_, renamed::types::PyModule>) -> renamed::PyResult<()> {
    use renamed::types::PyModuleMethods;
    m.add_class::<Class>()?;
    m.add_function(renamed::wrap_pyfunction!(function, m)?)
}

fn main() {}
