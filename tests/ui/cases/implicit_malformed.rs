use everbind::prelude::*;

#[pyclass(implicit)]
struct Plain;

#[pyclass(implicit())]
struct Empty;

#[pyclass(implicit(f64 if))]
struct Half;

fn main() {}
