//! Classes: a plain one that can change, and an iterator.

use pyo3::prelude::*;

#[pyclass]
pub struct Point {
    #[pyo3(get, set)]
    x: f64,
    #[pyo3(get, set)]
    y: f64,
}

#[pymethods]
impl Point {
    #[new]
    fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    fn norm(&self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }

    #[pyo3(signature = (factor, /))]
    fn scaled(&self, factor: f64) -> f64 {
        self.norm() * factor
    }

    #[pyo3(signature = (dx, /))]
    fn shift(&mut self, dx: f64) {
        self.x += dx;
    }

    fn __add__(&self, other: &Point) -> Point {
        Point { x: self.x + other.x, y: self.y + other.y }
    }
}

#[pyfunction]
pub fn dist(p: &Point, q: &Point) -> f64 {
    let (x, y) = (p.x - q.x, p.y - q.y);
    (x * x + y * y).sqrt()
}

#[pyfunction]
#[pyo3(signature = (p, /))]
pub fn opt_x(p: Option<&Point>) -> f64 {
    p.map_or(0.0, |p| p.x)
}

#[pyclass]
pub struct Range {
    next: usize,
    end: usize,
}

#[pymethods]
impl Range {
    #[new]
    fn new(n: usize) -> Range {
        Range { next: 0, end: n }
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self) -> Option<usize> {
        let next = self.next;
        if next == self.end {
            return None;
        }
        self.next += 1;
        Some(next)
    }
}
