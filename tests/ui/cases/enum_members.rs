use everbind::prelude::*;

#[pyclass(enum = "Flag")]
struct Flags(String);

#[pyclass(enum = "Enum")]
enum Light {
    Red,
    Green,
}

#[pymethods]
impl Light {
    #[new]
    fn new() -> Self {
        Light::Red
    }

    fn change(&mut self) {}
}

fn main() {}
