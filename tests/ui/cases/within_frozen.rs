//! A field is borrowed with its owner, so both have a borrow flag or neither has.
use everbind::prelude::*;

#[pyclass(within)]
struct Changing;

#[pyclass(frozen)]
struct Owner {
    #[pyo3(get, within)]
    field: Changing,
}

#[pyclass(within, frozen)]
struct Fixed;

#[pyclass]
struct OtherOwner {
    #[pyo3(get, within)]
    field: Fixed,
}

fn main() {}
