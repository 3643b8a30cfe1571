use everbind::prelude::*;
use everbind::types::PyType;

#[pyclass(extends = PyType)]
struct Meta {
    limit: i64,
}

fn main() {}
