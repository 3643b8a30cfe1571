//! The hints of types whose conversions are derived.

#![allow(dead_code)]

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::asked::{Input, NoPlain, NoRef, NoResult, NoValue, Output};
use super::super::record::{Part, offset, record};
use crate::inspect::TypeHint;
use crate::types::{PyAnyMethods, PyString};
use crate::{
    Bound, FromPyObject, IntoPyObject, IntoPyObjectRef, Py, PyAny, PyRef, PyResult, Python,
};

#[derive(FromPyObject, IntoPyObject, IntoPyObjectRef)]
struct NewType(Vec<i64>);

#[derive(FromPyObject, IntoPyObject, IntoPyObjectRef)]
#[pyo3(transparent)]
struct Transparent {
    inner: HashMap<String, NewType>,
}

#[derive(FromPyObject, IntoPyObject)]
struct Pair(NewType, (i64, f64));

#[derive(FromPyObject, IntoPyObject, IntoPyObjectRef)]
struct Attributes {
    name: String,
    nested: Option<bool>,
}

#[derive(FromPyObject, IntoPyObject)]
#[pyo3(from_item_all)]
struct Items {
    a: i64,
    #[pyo3(item("the b"))]
    b: i64,
}

#[derive(FromPyObject, IntoPyObject)]
struct Keyed {
    #[pyo3(item)]
    a: i64,
    #[pyo3(item(3))]
    b: f64,
}

#[derive(FromPyObject)]
struct Borrowing<'py> {
    text: Bound<'py, PyString>,
}

#[derive(FromPyObject, IntoPyObject)]
struct Handle<'py>(Bound<'py, PyString>);

#[derive(IntoPyObject, IntoPyObjectRef)]
struct Text<'a>(&'a str, Cow<'a, str>);

#[derive(FromPyObject, IntoPyObject)]
enum Either {
    Int(i64),
    Pair(i64, f64),
    Point { x: f64 },
}

#[derive(FromPyObject, IntoPyObject, IntoPyObjectRef)]
enum Json {
    Null(Option<bool>),
    List(Vec<Json>),
    Dict(HashMap<String, Self>),
}

#[derive(FromPyObject, IntoPyObject)]
enum Statement {
    Name(String),
    Block(Block),
}

#[derive(FromPyObject, IntoPyObject)]
struct Block(Vec<Statement>, i64);

#[derive(FromPyObject, IntoPyObject)]
struct Generic<T>(T);

#[derive(FromPyObject, IntoPyObject, IntoPyObjectRef)]
enum Tree<T, const N: usize> {
    Leaf(T),
    Leaves([T; N]),
    Branch(Vec<Tree<T, N>>),
    Other(NewType),
}

#[derive(FromPyObject, IntoPyObject)]
struct Converted(
    #[pyo3(from_py_with = length, into_py_with = shown)] usize,
    #[pyo3(from_py_with = length)] usize,
);

fn length(value: &Bound<'_, PyAny>) -> PyResult<usize> {
    value.len()
}

fn shown<'py>(value: Cow<'_, usize>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
    Ok(PyString::new(py, &value.to_string()).into_any())
}

#[test]
fn what_is_read() {
    inputs! {
        NewType => "Qi";
        Transparent => "DsQi";
        Pair => "TQiTif;;";
        Attributes => "a";
        Items => "Msa";
        Keyed => "a";
        Borrowing<'_> => "a";
        Handle<'_> => "s";
        Either => "UiTif;a;";
        Json => "UObQaDsa;";
        Vec<Json> => "QUObQaDsa;";
        Statement => "UsTQai;;";
        Block => "TQUsa;i;";
        Generic<String> => "s";
        Generic<Json> => "UObQaDsa;";
        Generic<Generic<i64>> => "i";
        Tree<f64, 3> => "UfQfaa;";
        Converted => "Taa;";
    }
}

#[test]
fn what_is_returned() {
    outputs! {
        NewType => "Li";
        &NewType => "Li";
        Transparent => "DsLi";
        &Transparent => "DsLi";
        Pair => "TLiTif;;";
        Attributes => "DsUsOb;";
        &Attributes => "DsUsOb;";
        PyResult<Items> => "DsUii;";
        Keyed => "DaUif;";
        Handle<'_> => "s";
        Text<'_> => "Tss;";
        &Text<'_> => "Tss;";
        Either => "UiTif;DsUf;;";
        Json => "UObLaDsa;";
        &Json => "UObLaDsa;";
        Option<Statement> => "OUsTLai;;";
        Block => "TLUsa;i;";
        Generic<Vec<Json>> => "LUObLaDsa;";
        Tree<f64, 3> => "UfLfaa;";
        &Tree<f64, 3> => "UfLfaa;";
        Converted => "Tai;";
    }
}

#[crate::pyclass(frozen, from_py_object, implicit(f64, &Made, Json))]
#[derive(Clone)]
struct Point(f64);

impl From<f64> for Point {
    fn from(x: f64) -> Self {
        Point(x)
    }
}

impl From<&Made> for Point {
    fn from(_: &Made) -> Self {
        Point(0.0)
    }
}

impl From<Json> for Point {
    fn from(_: Json) -> Self {
        Point(1.0)
    }
}

/// Each can be made of the other.
#[crate::pyclass(frozen, implicit(&Point))]
struct Made;

impl From<&Point> for Made {
    fn from(_: &Point) -> Self {
        Made
    }
}

#[test]
fn what_implicit_conversions_accept() {
    const POINT: TypeHint = TypeHint::class::<Point>();
    const MADE: TypeHint = TypeHint::class::<Made>();
    let (point, made) = (code!(Part::Hint(POINT)), code!(Part::Hint(MADE)));
    let any = format!("U{point}f{made}UObQaDsa;;");
    macro_rules! parameter {
        ($ty:ty) => {
            code!(Part::Either(Input::<$ty>::BY_VALUE, Input::<$ty>::BY_REF))
        };
    }
    assert_eq!(parameter!(&Made), format!("U{made}{point};"));
    assert_eq!(parameter!(&Point), any);
    assert_eq!(parameter!(Point), any);
    assert_eq!(parameter!(Py<Point>), any);
    assert_eq!(parameter!(Bound<'_, Point>), any);
    assert_eq!(parameter!(PyRef<'_, Point>), any);
    assert_eq!(parameter!(Option<&Point>), format!("O{any}"));
    assert_eq!(parameter!(Option<Py<Point>>), format!("O{any}"));
    // Nothing is made inside of others, nor where a handle is borrowed.
    assert_eq!(parameter!(Vec<Point>), format!("Q{point}"));
    assert_eq!(parameter!((Point, f64)), format!("T{point}f;"));
    assert_eq!(parameter!(&Bound<'_, Point>), point);
    let own = code!(Part::Own(Input::<&Point>::BY_VALUE, Input::<&Point>::BY_REF));
    assert_eq!(own, any);
    assert_eq!(code!(Part::Own(POINT, TypeHint::UNKNOWN)), "@");
}
