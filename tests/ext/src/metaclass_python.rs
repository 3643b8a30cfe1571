//! Classes with a metaclass written in Python.

use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::types::{PyDict, PyType};

/// Its metaclass is `abc.ABCMeta`, which has a `__new__`.
#[pyclass(module = "everbind_tests.metaclass_python", metaclass = "abc.ABCMeta", subclass)]
pub struct Shape {
    #[pyo3(get)]
    sides: u32,
}

#[pymethods]
impl Shape {
    /// The area of nothing.
    #[classattr]
    const EMPTY: f64 = 0.0;

    #[new]
    fn new(sides: u32) -> Self {
        Shape { sides }
    }

    /// The number of corners.
    fn corners(&self) -> u32 {
        self.sides
    }

    #[classmethod]
    fn name_of(cls: &Bound<'_, PyType>) -> PyResult<String> {
        cls.name()?.extract()
    }
}

/// Extends a class with a metaclass of Python's.
#[pyclass(module = "everbind_tests.metaclass_python", extends = Shape, subclass, dict, weakref)]
pub struct Square {
    #[pyo3(get, set)]
    side: Py<PyAny>,
}

#[pymethods]
impl Square {
    #[new]
    fn new(side: Py<PyAny>) -> (Self, Shape) {
        (Square { side }, Shape { sides: 4 })
    }
}

/// The same, not to be derived from.
#[pyclass(module = "everbind_tests.metaclass_python", metaclass = "abc.ABCMeta", frozen)]
pub struct Closed;

#[pymethods]
impl Closed {
    #[new]
    fn new() -> Self {
        Closed
    }
}

/// A metaclass written in Python, found by a call.
fn recording(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
    let names = PyDict::new(py);
    py.run(
        c"
class Recording(type):
    made = []
    @classmethod
    def __prepare__(mcls, name, bases, **kwargs):
        return {'prepared': True}
    def __new__(mcls, name, bases, namespace, **kwargs):
        made = super().__new__(mcls, name, bases, dict(namespace, tag=name.lower()), **kwargs)
        mcls.made.append(name)
        return made
    @property
    def shout(cls):
        return cls.__name__.upper()
",
        Some(&names),
        None,
    )?;
    let found = names.get_item("Recording")?.ok_or_else(|| PyValueError::new_err("none"))?;
    Ok(found.cast_into::<PyType>()?)
}

#[pyclass(module = "everbind_tests.metaclass_python", metaclass = recording(py), subclass)]
pub struct Recorded;

#[pymethods]
impl Recorded {
    #[new]
    fn new() -> Self {
        Recorded
    }
}

/// A metaclass written in Python without `__new__`.
fn quiet(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
    let names = PyDict::new(py);
    py.run(
        c"
class Quiet(type):
    @property
    def whisper(cls):
        return cls.__name__.lower()
",
        Some(&names),
        None,
    )?;
    let found = names.get_item("Quiet")?.ok_or_else(|| PyValueError::new_err("none"))?;
    Ok(found.cast_into::<PyType>()?)
}

#[pyclass(module = "everbind_tests.metaclass_python", metaclass = quiet(py))]
pub struct Whispered(#[pyo3(get, name = "value")] i64);

#[pymethods]
impl Whispered {
    #[new]
    fn new(value: i64) -> Self {
        Whispered(value)
    }
}

/// What cannot be made; the tests ask for it.
#[pyclass(metaclass = "abc.nothing_there")]
struct Missing;

#[pyclass(metaclass = "abc.abstractmethod")]
struct NoClass;

#[pyclass(metaclass = "abc.ABC")]
struct NoMetaclass;

#[pymodule(submodule, name = "metaclass_python")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Closed, Recorded, Shape, Square, Whispered};

    #[pyfunction]
    fn new_shape(py: Python<'_>) -> PyResult<Py<Shape>> {
        Py::new(py, Shape { sides: 3 })
    }

    #[pyfunction]
    fn sides(shape: &Shape) -> u32 {
        shape.sides
    }

    /// Makes a class whose making fails.
    #[pyfunction]
    fn make(py: Python<'_>, which: &str) -> PyResult<()> {
        let module = PyModule::new(py, "nothing")?;
        match which {
            "missing" => module.add_class::<Missing>(),
            "no_class" => module.add_class::<NoClass>(),
            "no_metaclass" => module.add_class::<NoMetaclass>(),
            _ => module.add_class::<Shape>(),
        }
    }
}
