use everbind::prelude::*;
use everbind::types::PyList;

fn main() {
    let list = Python::attach(|py| PyList::empty(py));
    drop(list);
}
