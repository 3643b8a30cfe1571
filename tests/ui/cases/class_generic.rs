use everbind::prelude::*;

#[pyclass]
struct Stack<T> {
    items: Vec<T>,
}

fn main() {}
