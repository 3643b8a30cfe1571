use everbind::prelude::*;

#[pyclass]
struct View<'a> {
    text: &'a str,
}

fn main() {}
