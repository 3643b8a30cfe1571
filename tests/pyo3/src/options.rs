//! Every option of `#[pyclass]`, and of its fields and variants.
#![allow(deprecated, reason = "`skip_from_py_object` is an option all the same")]

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use pyo3::exceptions::PyException;
use pyo3::prelude::*;

#[pyclass(crate = "pyo3", new = "from_fields", get_all)]
struct Crate {
    value: i64,
}

#[pyclass(dict)]
struct Dict;

#[pymethods]
impl Dict {
    #[new]
    fn new() -> Self {
        Dict
    }
}

#[pyclass(weakref)]
struct Weakref;

#[pymethods]
impl Weakref {
    #[new]
    fn new() -> Self {
        Weakref
    }
}

#[pyclass(eq, new = "from_fields")]
#[derive(PartialEq)]
struct Eq {
    value: i64,
}

#[pyclass(eq, ord, new = "from_fields")]
#[derive(PartialEq, PartialOrd)]
struct Ord {
    value: i64,
}

#[pyclass(eq, hash, frozen, new = "from_fields")]
#[derive(PartialEq, Hash)]
struct Hash {
    value: i64,
}

#[pyclass(str, new = "from_fields")]
struct Str {
    value: i64,
}

impl fmt::Display for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "value {}", self.value)
    }
}

#[pyclass(str = "({x}, {y:>3})", new = "from_fields")]
struct StrFormat {
    x: i64,
    y: i64,
}

#[pyclass(eq, eq_int)]
#[derive(PartialEq)]
enum EqInt {
    Zero,
    Five = 5,
}

#[pyclass(extends = PyException, get_all)]
struct Extends {
    code: i64,
}

#[pymethods]
impl Extends {
    #[new]
    fn new(code: i64) -> Self {
        Extends { code }
    }
}

#[pyclass(freelist = 8, get_all)]
struct Freelist {
    value: i64,
}

#[pymethods]
impl Freelist {
    #[new]
    fn new(value: i64) -> Self {
        Freelist { value }
    }
}

#[pyclass(from_py_object, new = "from_fields", get_all)]
#[derive(Clone)]
struct FromPyObject {
    value: i64,
}

#[pyclass(skip_from_py_object, new = "from_fields", get_all)]
#[derive(Clone)]
struct SkipFromPyObject {
    value: i64,
}

#[pyclass(frozen, new = "from_fields", get_all)]
struct Frozen {
    value: i64,
}

#[pyclass(generic)]
struct Generic;

#[pymethods]
impl Generic {
    #[new]
    fn new() -> Self {
        Generic
    }
}

#[pyclass(get_all, new = "from_fields")]
struct GetAll {
    first: i64,
    second: String,
}

#[pyclass(get_all, set_all, new = "from_fields")]
struct SetAll {
    first: i64,
    second: String,
}

#[pyclass(immutable_type)]
struct ImmutableType;

#[pyclass(mapping)]
struct Mapping;

#[pymethods]
impl Mapping {
    #[new]
    fn new() -> Self {
        Mapping
    }

    fn __len__(&self) -> usize {
        3
    }

    fn __getitem__<'py>(&self, key: Bound<'py, PyAny>) -> Bound<'py, PyAny> {
        key
    }
}

#[pyclass(sequence)]
struct Sequence;

#[pymethods]
impl Sequence {
    #[new]
    fn new() -> Self {
        Sequence
    }

    fn __len__(&self) -> usize {
        3
    }

    fn __getitem__(&self, index: usize) -> usize {
        index
    }
}

#[pyclass(module = "somewhere.else")]
struct Module;

#[pyclass(name = "PythonName")]
struct Name;

#[pyclass(new = "from_fields", get_all)]
struct FromFields {
    name: String,
    size: Option<i64>,
}

#[pyclass(rename_all = "camelCase", get_all, new = "from_fields")]
struct RenameAll {
    first_field: i64,
    #[pyo3(name = "other")]
    second_field: i64,
}

#[pyclass(rename_all = "SCREAMING_SNAKE_CASE")]
enum RenameVariants {
    FirstVariant,
    #[pyo3(name = "Second")]
    SecondVariant,
}

#[pyclass(subclass)]
struct Subclass;

#[pymethods]
impl Subclass {
    #[new]
    fn new() -> Self {
        Subclass
    }
}

#[pyclass(unsendable)]
struct Unsendable {
    count: Rc<Cell<i64>>,
}

#[pymethods]
impl Unsendable {
    #[new]
    fn new() -> Self {
        Unsendable { count: Rc::new(Cell::new(0)) }
    }

    fn advance(&self) -> i64 {
        self.count.set(self.count.get() + 1);
        self.count.get()
    }
}

/// Options in an attribute of their own.
#[pyclass]
#[pyo3(name = "Apart", frozen)]
struct ApartInRust;

/// The options of fields.
#[pyclass(new = "from_fields")]
struct Fields {
    #[pyo3(get)]
    read: i64,
    #[pyo3(get, set)]
    both: i64,
    #[pyo3(get, set, name = "renamed")]
    under_another_name: i64,
}

/// Variants with fields of both kinds, and constructors.
#[pyclass]
enum Complex {
    #[pyo3(constructor = (radius=1.0))]
    Circle {
        radius: f64,
    },
    Pair(i64, String),
    Nothing(),
}

#[pymethods]
impl Complex {
    fn describe(&self) -> String {
        match self {
            Complex::Circle { radius } => format!("circle {radius}"),
            Complex::Pair(number, text) => format!("pair {number} {text}"),
            Complex::Nothing() => "nothing".to_owned(),
        }
    }
}

/// In each of its forms.
#[pyclass]
struct Twice;

#[pymethods]
impl Twice {
    #[new]
    fn new() -> Self {
        Twice
    }

    fn first(&self) -> i64 {
        1
    }
}

#[pymethods]
impl Twice {
    fn second(&self) -> i64 {
        self.first() + 1
    }
}

#[pymodule]
pub mod options {
    use super::*;

    #[pymodule_export]
    use super::{
        ApartInRust, Complex, Crate, Dict, Eq, EqInt, Extends, Fields, Freelist, FromFields,
        FromPyObject, Frozen, Generic, GetAll, Hash, ImmutableType, Mapping, Module, Name, Ord,
        RenameAll, RenameVariants, Sequence, SetAll, SkipFromPyObject, Str, StrFormat, Subclass,
        Twice, Unsendable, Weakref,
    };

    #[pyfunction]
    fn by_value(object: FromPyObject) -> i64 {
        object.value
    }

    #[pyfunction]
    fn by_reference(object: &SkipFromPyObject) -> i64 {
        object.clone().value
    }

    #[pyfunction]
    fn number_of(variant: &EqInt) -> i64 {
        match variant {
            EqInt::Zero => 0,
            EqInt::Five => 5,
        }
    }
}
