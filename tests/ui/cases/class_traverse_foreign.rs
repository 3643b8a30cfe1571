use everbind::prelude::*;

struct Foreign(Vec<Py<PyAny>>);

#[pyclass]
struct Holder {
    #[pyo3(traverse)]
    foreign: Foreign,
}

#[derive(everbind::Traverse)]
struct Helper {
    #[pyo3(traverse)]
    foreign: Option<Foreign>,
}

fn main() {}
