//! The macros' code refers to nothing by a name that a user may shadow.
#![no_implicit_prelude]
#![allow(dead_code)]

mod core {}
mod std {}
mod rt {}
struct Result;
struct Option;
struct Some;
struct Ok;
struct Err;
struct Box;
struct Vec;
struct Default;

#[::everbind::pyclass]
#[derive(::core::clone::Clone)]
struct Class {
    #[pyo3(get, set)]
    value: i64,
}

#[::everbind::pymethods]
impl Class {
    #[new]
    #[pyo3(signature = (value = 0))]
    fn new(value: i64) -> Self {
        Class { value }
    }

    fn __len__(&self) -> usize {
        0
    }
}

#[::everbind::pyfunction]
fn function(a: i64, b: ::core::option::Option<i64>) -> i64 {
    let _ = b;
    a
}

#[::everbind::pymodule]
fn module(m: &::everbind::Bound<'_, ::everbind::types::PyModule>) -> ::everbind::PyResult<()> {
    ::everbind::types::PyModuleMethods::add_class::<Class>(m)
}

fn main() {}
