//! A reference into an object's value does not outlive the object's borrow.
use everbind::Within;
use everbind::class::Cursor;
use everbind::prelude::*;

#[pyclass]
struct Owner {
    items: Vec<f64>,
}

fn outlives_the_handle(owner: &Bound<'_, Owner>) -> PyResult<&'static f64> {
    let part = Within::new(owner, 0, |owner, at| owner.items.get(*at));
    Ok(&*part.borrow(owner.py())?)
}

fn outlives_the_borrow<'py>(owner: &Bound<'py, Owner>) -> &'py f64 {
    &owner.borrow().items[0]
}

fn captures(owner: &Bound<'_, Owner>, at: usize) -> PyResult<f64> {
    let part = Within::new(owner, (), |owner: &Owner, ()| owner.items.get(at));
    Ok(*part.borrow(owner.py())?)
}

fn finds_what_is_elsewhere(owner: &Bound<'_, Owner>, other: &Owner) {
    Within::new(owner, other, |_, other| other.items.first());
}

fn keeps_an_item(owner: &Bound<'_, Owner>) -> PyResult<()> {
    let mut kept = None;
    let mut cursor = Cursor::new(owner, |_| 0, 0)?;
    cursor.next(owner.py(), |owner, _| {
        kept = owner.items.first();
        Some(())
    })?;
    println!("{kept:?}");
    Ok(())
}

fn main() {}
