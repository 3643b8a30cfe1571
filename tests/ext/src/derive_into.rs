//! `#[derive(IntoPyObject)]` and `IntoPyObjectRef`, and conversions written by hand.

use std::collections::HashMap;
use std::convert::Infallible;

use everbind::IntoPyObjectExt;
use everbind::exceptions::{PyTypeError, PyValueError};
use everbind::prelude::*;
use everbind::types::{PyDict, PyInt, PyString};

#[derive(IntoPyObject, IntoPyObjectRef, Clone)]
struct Named {
    name: String,
    #[pyo3(item("years"))]
    age: u8,
    nested: Option<Inner>,
}

#[derive(IntoPyObject, IntoPyObjectRef, Clone)]
struct Inner {
    values: Vec<f64>,
}

#[derive(IntoPyObject, IntoPyObjectRef)]
struct Pair(i64, String);

#[derive(IntoPyObject, IntoPyObjectRef)]
struct NewType(Vec<i64>);

#[derive(IntoPyObject, IntoPyObjectRef)]
#[pyo3(transparent)]
struct Transparent {
    inner: HashMap<String, i64>,
}

#[derive(IntoPyObject)]
struct Generic<T> {
    value: T,
}

#[derive(IntoPyObject, IntoPyObjectRef)]
enum Either {
    Int(i64),
    Text(String),
    Pair(i64, f64),
    Point { x: f64, y: f64 },
}

#[derive(IntoPyObject)]
#[pyo3(rename_all = "camelCase")]
struct Renamed<'a> {
    first_name: &'a str,
    #[pyo3(into_py_with = doubled)]
    twice_this: i64,
}

fn doubled<'py>(value: std::borrow::Cow<'_, i64>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
    (value.into_owned() * 2).into_bound_py_any(py)
}

/// Converted by hand, both ways; odd numbers have no Python form.
#[derive(Debug)]
struct Even(i64);

impl<'py> IntoPyObject<'py> for Even {
    type Target = PyInt;
    type Output = Bound<'py, PyInt>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        if self.0 % 2 == 0 {
            Ok(self.0.into_pyobject(py)?)
        } else {
            Err(PyValueError::new_err(format!("{} is odd", self.0)))
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Even {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.extract::<i64>()? {
            even if even % 2 == 0 => Ok(Self(even)),
            odd => Err(PyTypeError::new_err(format!("{odd} is odd"))),
        }
    }
}

/// Shows itself as text, without being able to fail.
struct Shown(&'static str);

impl<'py> IntoPyObject<'py> for Shown {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(PyString::new(py, self.0))
    }
}

fn named() -> Named {
    let nested = Some(Inner { values: vec![0.5] });
    Named { name: "Ada".to_owned(), age: 36, nested }
}

#[pymodule(submodule, name = "derive_into")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn by_value() -> Named {
        named()
    }

    #[pyfunction]
    fn by_reference<'py>(py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let value = named();
        (&value).into_pyobject(py)
    }

    #[pyfunction]
    fn many() -> Vec<Named> {
        vec![named(), Named { nested: None, ..named() }]
    }

    #[pyfunction]
    fn tuples() -> (Pair, NewType, Transparent) {
        let inner = HashMap::from([("k".to_owned(), 1)]);
        (Pair(1, "two".to_owned()), NewType(vec![3]), Transparent { inner })
    }

    #[pyfunction]
    fn references(py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
        let pair = Pair(1, "x".to_owned());
        let either = Either::Point { x: 1.0, y: 2.0 };
        let transparent = Transparent { inner: HashMap::new() };
        Ok(vec![
            (&pair).into_py_any(py)?,
            (&either).into_py_any(py)?,
            (&NewType(vec![1])).into_py_any(py)?,
            (&transparent).into_py_any(py)?,
        ])
    }

    #[pyfunction]
    fn generic() -> (Generic<i64>, Generic<Vec<&'static str>>) {
        (Generic { value: 1 }, Generic { value: vec!["x"] })
    }

    #[pyfunction]
    fn either() -> Vec<Either> {
        vec![
            Either::Int(1),
            Either::Text("two".to_owned()),
            Either::Pair(3, 4.0),
            Either::Point { x: 5.0, y: 6.0 },
        ]
    }

    #[pyfunction]
    fn renamed<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyDict>> {
        Renamed { first_name: name, twice_this: 21 }.into_pyobject(py)
    }

    #[pyfunction]
    fn even(value: Even) -> i64 {
        value.0
    }

    #[pyfunction]
    fn make_even(value: i64) -> Even {
        Even(value)
    }

    #[pyfunction]
    fn make_evens(values: Vec<i64>) -> Vec<Even> {
        values.into_iter().map(Even).collect()
    }

    #[pyfunction]
    fn shown() -> (Shown, Vec<Shown>) {
        (Shown("one"), vec![Shown("two")])
    }
}
