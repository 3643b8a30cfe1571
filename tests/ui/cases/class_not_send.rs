use everbind::prelude::*;
use std::rc::Rc;

#[pyclass]
struct Shared {
    value: Rc<i64>,
}

fn main() {}
