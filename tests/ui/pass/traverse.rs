//! What `Traverse` can be derived for, and classes that need nothing of it.

use std::collections::HashMap;

use everbind::Traverse;
use everbind::gc::{PyTraverseError, PyVisit, Removed};
use everbind::prelude::*;

/// Recursive and generic.
#[derive(Traverse)]
struct Tree<K: 'static, V>
where
    K: Traverse,
{
    entries: Vec<(K, V)>,
    left: Option<Box<Tree<K, V>>>,
    #[cfg(any())]
    absent: NoSuchType,
}

#[derive(Traverse)]
enum Either {
    Nothing,
    Here(Py<PyAny>, f64),
    #[cfg(any())]
    Absent(NoSuchType),
    There { object: Option<Py<PyAny>>, opaque: Opaque },
}

#[derive(Traverse)]
struct Unit;

/// Not known to the collector, so it is not visited.
struct Opaque(Option<Py<PyAny>>);

fn visit_opaque(opaque: &Opaque, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
    visit.call(&opaque.0)
}

fn clear_opaque(opaque: &mut Opaque, removed: &mut Removed) {
    removed.keep(opaque.0.take());
}

#[pyclass]
struct Everything {
    tree: Tree<String, Option<Py<Everything>>>,
    either: Either,
    unit: Unit,
    me: Vec<Py<Self>>,
    opaque: Opaque,
    #[pyo3(traverse = visit_opaque, clear = clear_opaque)]
    visited: Opaque,
    #[pyo3(get, set, traverse = false)]
    weak: Option<Py<PyAny>>,
    callback: Box<dyn Fn() + Send + Sync>,
    array: [f64; 4],
    #[cfg(any())]
    absent: NoSuchType,
}

/// Has itself as a field.
#[pyclass]
struct Nested {
    children: Vec<Nested>,
    map: HashMap<String, Nested>,
}

#[pyclass]
enum Complex {
    Empty {},
    Object { #[pyo3(traverse)] object: Py<PyAny>, next: Option<Py<Complex>> },
    Tuple(Vec<Py<PyAny>>, f64),
}

fn main() {}
