//! `#[derive(FromPyObject)]`: structs, tuple structs, enums, and their options.

use std::collections::HashMap;

use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::types::PyString;

#[derive(FromPyObject)]
struct Attributes {
    name: String,
    #[pyo3(attribute("years"))]
    age: u8,
    #[pyo3(attribute)]
    scores: Vec<f64>,
}

#[derive(FromPyObject)]
struct Items {
    #[pyo3(item)]
    name: String,
    #[pyo3(item("years"))]
    age: u8,
    #[pyo3(item(3))]
    third: Option<bool>,
}

#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct AllItems {
    a: i64,
    #[pyo3(item("the b"))]
    b: i64,
    #[pyo3(default)]
    c: Option<i64>,
    #[pyo3(default = 7)]
    d: i64,
}

#[derive(FromPyObject)]
#[pyo3(from_item_all, rename_all = "camelCase")]
struct Renamed {
    first_name: String,
    last_name: String,
}

#[derive(FromPyObject)]
struct Pair(i64, String);

#[derive(FromPyObject)]
#[pyo3(transparent)]
struct Transparent {
    inner: HashMap<String, i64>,
}

#[derive(FromPyObject)]
struct NewType(String);

#[derive(FromPyObject)]
struct Generic<T>(T);

#[derive(FromPyObject)]
struct Computed {
    #[pyo3(item("text"), from_py_with = length_of)]
    length: usize,
    #[pyo3(item("flag"), default = true)]
    flag: bool,
}

fn length_of(value: &Bound<'_, PyAny>) -> PyResult<usize> {
    let length = value.len()?;
    if length > 5 { Err(PyValueError::new_err("too long")) } else { Ok(length) }
}

#[derive(FromPyObject)]
struct Borrowing<'py> {
    text: Bound<'py, PyString>,
    any: Bound<'py, PyAny>,
}

#[derive(FromPyObject)]
enum Untagged {
    Int(i64),
    #[pyo3(transparent, annotation = "text")]
    Text(String),
    Pair(i64, f64),
    Point {
        x: f64,
        y: f64,
    },
    Named {
        #[pyo3(item)]
        name: String,
    },
    List(Vec<Untagged>),
}

impl std::fmt::Display for Untagged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Int(int) => write!(f, "Int({int})"),
            Self::Text(text) => write!(f, "Text({text})"),
            Self::Pair(int, float) => write!(f, "Pair({int}, {float:?})"),
            Self::Point { x, y } => write!(f, "Point({x:?}, {y:?})"),
            Self::Named { name } => write!(f, "Named({name})"),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::to_string).collect();
                write!(f, "List({})", items.join(", "))
            }
        }
    }
}

#[pymodule(submodule, name = "derive_from")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn attributes(value: Attributes) -> (String, u8, Vec<f64>) {
        (value.name, value.age, value.scores)
    }

    #[pyfunction]
    fn items(value: Items) -> (String, u8, Option<bool>) {
        (value.name, value.age, value.third)
    }

    #[pyfunction]
    fn all_items(value: AllItems) -> (i64, i64, Option<i64>, i64) {
        (value.a, value.b, value.c, value.d)
    }

    #[pyfunction]
    fn renamed(value: Renamed) -> String {
        format!("{} {}", value.first_name, value.last_name)
    }

    #[pyfunction]
    fn pair(value: Pair) -> (i64, String) {
        (value.0, value.1)
    }

    #[pyfunction]
    fn transparent(value: Transparent) -> HashMap<String, i64> {
        value.inner
    }

    #[pyfunction]
    fn new_type(value: NewType) -> String {
        value.0
    }

    #[pyfunction]
    fn generic(ints: Generic<Vec<i64>>, text: Generic<String>) -> (Vec<i64>, String) {
        (ints.0, text.0)
    }

    #[pyfunction]
    fn computed(value: Computed) -> (usize, bool) {
        (value.length, value.flag)
    }

    #[pyfunction]
    fn borrowing<'py>(value: Borrowing<'py>) -> (Bound<'py, PyString>, Bound<'py, PyAny>) {
        (value.text, value.any)
    }

    #[pyfunction]
    fn untagged(value: Untagged) -> String {
        value.to_string()
    }

    #[pyfunction]
    fn many(values: Vec<Attributes>) -> usize {
        values.len()
    }
}
