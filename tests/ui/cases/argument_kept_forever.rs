//! An argument lives as long as the call, however the function is called.

use everbind::prelude::*;
use everbind::{PyAny, overloads};

#[pyfunction]
fn plain(text: &'static str) -> usize {
    text.len()
}

#[pyfunction(overload)]
fn keep_text(text: &'static str) -> usize {
    text.len()
}

#[pyfunction(overload)]
fn keep_object(object: Bound<'static, PyAny>) -> usize {
    object.as_ptr() as usize
}

overloads!(keep = keep_text, keep_object);

fn main() {}
