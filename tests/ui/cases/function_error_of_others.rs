use everbind::prelude::*;

#[pyfunction]
fn parse(text: &str) -> Result<i64, Box<dyn std::error::Error>> {
    Ok(text.parse()?)
}

#[pyfunction]
fn check(number: i64) -> Result<(), String> {
    if number < 0 { Err("negative".to_owned()) } else { Ok(()) }
}

fn main() {}
