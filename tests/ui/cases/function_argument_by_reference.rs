use everbind::prelude::*;

#[pyfunction]
fn total(numbers: &Vec<f64>) -> f64 {
    numbers.iter().sum()
}

#[pyfunction]
fn join(words: &[String]) -> String {
    words.concat()
}

#[pyfunction]
fn sort(numbers: &mut Vec<f64>) {
    numbers.sort_by(f64::total_cmp);
}

#[pyfunction]
fn first(list: &everbind::types::PyList) -> usize {
    std::mem::size_of_val(list)
}

fn main() {}
