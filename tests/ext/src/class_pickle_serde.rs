//! `#[pyclass(pickle)]`: pickling through serde.

use std::collections::BTreeMap;

use everbind::pickle::{from_object, to_object};
use everbind::prelude::*;
use serde::{Deserialize, Serialize};

#[pyclass(
    module = "everbind_tests.class_pickle_serde",
    pickle,
    eq,
    subclass,
    dict,
    get_all,
    set_all
)]
#[derive(Serialize, Deserialize, PartialEq)]
pub struct Settings {
    name: String,
    sizes: Vec<u32>,
    ratio: Option<f64>,
    nested: BTreeMap<String, (i64, bool)>,
    #[serde(default)]
    added: u8,
}

#[pymethods]
impl Settings {
    #[new]
    fn new(name: String) -> Self {
        let nested = BTreeMap::from([("a".into(), (1, true))]);
        Settings { name, sizes: vec![1, 2], ratio: None, nested, added: 3 }
    }

    fn during(&mut self, function: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Ok(function.call0()?.unbind())
    }
}

/// A subclass with a value of its own.
#[pyclass(module = "everbind_tests.class_pickle_serde", extends = Settings)]
pub struct Native;

#[pymethods]
impl Native {
    #[new]
    fn new() -> (Self, Settings) {
        (Native, Settings::new("native".into()))
    }
}

#[pyclass(module = "everbind_tests.class_pickle_serde", pickle, frozen, eq, hash)]
#[derive(Serialize, Deserialize, PartialEq, Eq, Hash)]
pub struct Fixed(i64, Option<Option<()>>);

#[pymethods]
impl Fixed {
    #[new]
    fn new(number: i64, inner: bool) -> Self {
        Fixed(number, inner.then_some(Some(())))
    }
}

#[pyclass(module = "everbind_tests.class_pickle_serde", pickle, eq)]
#[derive(Serialize, Deserialize, PartialEq, Clone, Copy)]
pub enum Color {
    Red,
    Green,
}

#[pyclass(module = "everbind_tests.class_pickle_serde", pickle, eq)]
#[derive(Serialize, Deserialize, PartialEq)]
pub enum Shape {
    Circle { radius: f64 },
    Pair(i32, String),
    Nothing(),
}

/// All that serde knows.
#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct All {
    unit: (),
    unit_struct: Unit,
    newtype: Newtype,
    tuple: (u8, char),
    large: (i128, u128),
    float: f32,
    keyed: BTreeMap<(i32, i32), String>,
    unhashable: BTreeMap<Vec<u8>, bool>,
    options: Vec<Option<Option<(i32,)>>>,
    enums: Vec<Each>,
    #[serde(flatten)]
    rest: BTreeMap<String, i64>,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Unit;

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Newtype(Vec<String>);

#[derive(Serialize, Deserialize, PartialEq, Debug)]
enum Each {
    Unit,
    Newtype(i32),
    Tuple(i32, i32),
    Struct { a: Option<i32> },
}

#[derive(Serialize, Deserialize)]
struct Deep(Option<Box<Deep>>);

#[pymodule(submodule, name = "class_pickle_serde")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Color, Fixed, Native, Settings, Shape};

    #[pyfunction]
    fn all(py: Python<'_>) -> PyResult<(Bound<'_, PyAny>, bool)> {
        let value = All {
            unit: (),
            unit_struct: Unit,
            newtype: Newtype(vec!["x".into()]),
            tuple: (1, 'é'),
            large: (i128::MIN, u128::MAX),
            float: 0.5,
            keyed: BTreeMap::from([((1, 2), "a".into())]),
            unhashable: BTreeMap::from([(vec![1], true), (vec![2], false)]),
            options: vec![None, Some(None), Some(Some((1,)))],
            enums: vec![
                Each::Unit,
                Each::Newtype(1),
                Each::Tuple(1, 2),
                Each::Struct { a: Some(3) },
            ],
            rest: BTreeMap::from([("more".into(), 7)]),
        };
        let object = to_object(py, &value)?;
        let again: All = from_object(&object)?;
        Ok((object, again == value))
    }

    #[pyfunction]
    fn settings_of(object: &Bound<'_, PyAny>) -> PyResult<Settings> {
        from_object(object)
    }

    #[pyfunction]
    fn floats_of(object: &Bound<'_, PyAny>) -> PyResult<Vec<f64>> {
        from_object(object)
    }

    #[pyfunction]
    fn deep(py: Python<'_>, levels: usize) -> PyResult<Bound<'_, PyAny>> {
        let mut value = Deep(None);
        for _ in 0..levels {
            value = Deep(Some(Box::new(value)));
        }
        let object = to_object(py, &value);
        // Dropping is recursive as well.
        while let Some(inner) = value.0.take() {
            value = *inner;
        }
        object
    }

    #[pyfunction]
    fn deep_of(object: &Bound<'_, PyAny>) -> PyResult<usize> {
        let mut value: Deep = from_object(object)?;
        let mut levels = 0;
        while let Some(inner) = value.0.take() {
            value = *inner;
            levels += 1;
        }
        Ok(levels)
    }
}
