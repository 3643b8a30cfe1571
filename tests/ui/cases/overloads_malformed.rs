use everbind::prelude::*;

#[pyfunction(overload)]
fn of_text(x: &str) -> usize {
    x.len()
}

overloads!(nothing =);
overloads!(all = of_text of_text);

fn main() {}
