use everbind::prelude::*;

#[pyclass]
struct Part {}

#[pyclass]
struct Whole {
    part: Part,
}

#[pymethods]
impl Whole {
    fn part(&self) -> &Part {
        &self.part
    }

    fn chained(&mut self) -> &mut Self {
        self
    }
}

fn main() {}
