use everbind::prelude::*;

#[pyclass(frozen)]
struct Counter {
    value: i64,
}

#[pyfunction]
fn by_handle(counter: PyRefMut<'_, Counter>) {
    drop(counter);
}

#[pyfunction]
fn by_reference(counter: &mut Counter) {
    counter.value += 1;
}

fn in_rust(counter: &Bound<'_, Counter>) {
    drop(counter.borrow_mut());
}

fn main() {}
