use everbind::prelude::*;

struct MyError;

#[pyfunction]
fn fails() -> Result<i64, MyError> {
    Err(MyError)
}

fn main() {}
