//! Simple enums: variants, comparison, integers, hashing, names; and enums with fields.

use everbind::prelude::*;

#[pyclass(module = "everbind_tests.class_enums", eq, eq_int, from_py_object)]
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Colour {
    Red,
    Green = 5,
    Blue,
}

#[pymethods]
impl Colour {
    fn next(&self) -> Self {
        match self {
            Self::Red => Self::Green,
            Self::Green => Self::Blue,
            Self::Blue => Self::Red,
        }
    }

    #[getter]
    fn is_warm(&self) -> bool {
        matches!(self, Self::Red)
    }

    #[classattr]
    const COUNT: usize = 3;
}

#[pyclass(module = "everbind_tests.class_enums", frozen, eq, hash, from_py_object)]
#[derive(Clone, PartialEq, Hash)]
pub enum Hashed {
    A,
    B,
}

#[pyclass(
    module = "everbind_tests.class_enums",
    eq,
    ord,
    name = "Level",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[derive(PartialEq, PartialOrd)]
pub enum RustLevel {
    VeryLow = -1,
    Normal,
    #[pyo3(name = "TOP")]
    High = 100,
}

#[pyclass(module = "everbind_tests.class_enums")]
pub enum Bare {
    One,
    Two,
}

#[pymethods]
impl Bare {
    fn __repr__(&self) -> &'static str {
        match self {
            Self::One => "the one",
            Self::Two => "the two",
        }
    }

    fn __str__(&self) -> &'static str {
        "shown"
    }
}

#[pyclass(module = "everbind_tests.class_enums")]
pub enum Shape {
    Circle {
        radius: f64,
    },
    Rectangle {
        width: f64,
        height: f64,
    },
    #[pyo3(constructor = (a, b=4.0))]
    Triangle {
        a: f64,
        b: f64,
    },
    Pair(i64, String),
    Empty {},
}

#[pymethods]
impl Shape {
    fn area(&self) -> f64 {
        match self {
            Self::Circle { radius } => 3.0 * radius * radius,
            Self::Rectangle { width, height } => width * height,
            Self::Triangle { a, b } => a * b / 2.0,
            Self::Pair(n, text) => *n as f64 + text.len() as f64,
            Self::Empty {} => 0.0,
        }
    }
}

#[pymodule(submodule, name = "class_enums")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Bare, Colour, Hashed, RustLevel, Shape};

    #[pyfunction]
    fn name_of(colour: Colour) -> String {
        format!("{colour:?}")
    }

    #[pyfunction]
    fn by_reference(colour: &Colour) -> i64 {
        *colour as i64
    }

    #[pyfunction]
    fn warmest() -> Colour {
        Colour::Red
    }

    #[pyfunction]
    fn shapes() -> Vec<Shape> {
        vec![Shape::Circle { radius: 1.0 }, Shape::Pair(1, "x".to_owned())]
    }

    #[pyfunction]
    fn area_of(shape: &Shape) -> f64 {
        shape.area()
    }
}
