//! Implicit conversions: what a parameter of a class accepts besides instances.

use std::sync::atomic::{AtomicIsize, Ordering};

use everbind::exceptions::{PyRuntimeError, PyValueError};
use everbind::prelude::*;
use everbind::types::PyList;

/// How many `Vector`s there are.
static ALIVE: AtomicIsize = AtomicIsize::new(0);

/// A type whose conversion raises what is no refusal.
pub struct Stops;

impl<'a, 'py> FromPyObject<'a, 'py> for Stops {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        match object.extract::<&str>()? {
            "stop" => Err(PyRuntimeError::new_err("stop here")),
            _ => Err(PyValueError::new_err("not this")),
        }
    }
}

fn is_long_list(object: &Bound<'_, PyAny>) -> bool {
    object.cast::<PyList>().is_ok_and(|list| list.len() > 2)
}

#[pymodule(submodule, name = "implicit")]
pub mod topic {
    use super::*;

    #[pyclass(frozen)]
    pub struct Angle(f64);

    #[pymethods]
    impl Angle {
        #[new]
        fn new(degrees: f64) -> Self {
            Angle(degrees)
        }
    }

    /// Made of a number, a pair, a text, an angle, a long list; of nothing else.
    #[pyclass(implicit(
        i32,
        f64,
        (f64, f64),
        &str,
        &Angle,
        Vec<f64> if is_long_list,
        Stops,
    ))]
    pub struct Vector {
        #[pyo3(get)]
        x: f64,
        #[pyo3(get)]
        y: f64,
        #[pyo3(get)]
        source: &'static str,
    }

    impl Vector {
        fn made(x: f64, y: f64, source: &'static str) -> Self {
            ALIVE.fetch_add(1, Ordering::Relaxed);
            Vector { x, y, source }
        }

        fn seen(&self) -> (f64, f64, &'static str) {
            (self.x, self.y, self.source)
        }
    }

    impl Drop for Vector {
        fn drop(&mut self) {
            ALIVE.fetch_sub(1, Ordering::Relaxed);
        }
    }

    impl From<i32> for Vector {
        fn from(x: i32) -> Self {
            Vector::made(x.into(), 0.0, "int")
        }
    }

    impl From<f64> for Vector {
        fn from(x: f64) -> Self {
            Vector::made(x, 0.0, "float")
        }
    }

    impl From<(f64, f64)> for Vector {
        fn from((x, y): (f64, f64)) -> Self {
            Vector::made(x, y, "pair")
        }
    }

    impl TryFrom<&str> for Vector {
        type Error = PyErr;

        fn try_from(text: &str) -> PyResult<Self> {
            match text.len() {
                1 => Ok(Vector::made(1.0, 0.0, "str")),
                _ => Err(PyValueError::new_err(format!("no vector is called {text}"))),
            }
        }
    }

    impl From<&Angle> for Vector {
        fn from(angle: &Angle) -> Self {
            Vector::made(angle.0, 1.0, "angle")
        }
    }

    impl From<Vec<f64>> for Vector {
        fn from(values: Vec<f64>) -> Self {
            Vector::made(values[0], values[1], "list")
        }
    }

    impl From<Stops> for Vector {
        fn from(_: Stops) -> Self {
            Vector::made(0.0, 0.0, "never")
        }
    }

    #[pymethods]
    impl Vector {
        #[new]
        fn new(x: f64, y: f64) -> Self {
            Vector::made(x, y, "new")
        }

        fn dot(&self, other: &Vector) -> f64 {
            self.x * other.x + self.y * other.y
        }

        fn __add__(&self, other: &Self) -> Vector {
            Vector::made(self.x + other.x, self.y + other.y, "sum")
        }

        fn __radd__(&self, other: PyRef<'_, Self>) -> Vector {
            Vector::made(self.x + other.x, self.y + other.y, "reflected")
        }

        fn __eq__(&self, other: &Self) -> bool {
            self.x == other.x && self.y == other.y
        }

        #[setter]
        fn set_all(&mut self, other: &Angle) {
            self.x = other.0;
        }
    }

    #[pyfunction]
    fn alive() -> isize {
        ALIVE.load(Ordering::Relaxed)
    }

    #[pyfunction]
    fn by_ref(v: &Vector) -> (f64, f64, &'static str) {
        v.seen()
    }

    #[pyfunction]
    fn by_guard(v: PyRef<'_, Vector>) -> (f64, f64, &'static str) {
        v.seen()
    }

    #[pyfunction]
    fn by_bound<'py>(v: Bound<'py, Vector>) -> Bound<'py, Vector> {
        v
    }

    #[pyfunction]
    fn by_handle(v: Py<Vector>) -> Py<Vector> {
        v
    }

    #[pyfunction]
    #[pyo3(signature = (v=None, w=None))]
    fn optional(v: Option<&Vector>, w: Option<Py<Vector>>) -> (Option<f64>, bool) {
        (v.map(|v| v.x), w.is_some())
    }

    #[pyfunction]
    fn two(v: &Vector, w: &Vector) -> f64 {
        v.dot(w)
    }

    #[pyfunction]
    fn exclusive(v: &mut Vector) -> f64 {
        v.x
    }

    #[pyfunction]
    fn reference(v: &Bound<'_, Vector>) -> f64 {
        v.borrow().x
    }

    #[pyfunction]
    fn nested(v: Vec<PyRef<'_, Vector>>) -> usize {
        v.len()
    }

    #[pyfunction]
    fn extracted(v: &Bound<'_, PyAny>) -> bool {
        v.extract::<Py<Vector>>().is_ok()
    }

    #[pyfunction]
    fn held(v: &Vector, call: &Bound<'_, PyAny>) -> PyResult<isize> {
        call.call0()?;
        let _ = v;
        Ok(alive())
    }

    /// By value, an enum, and a class that extends a native type.
    #[pyclass(implicit(f64), from_py_object)]
    #[derive(Clone)]
    struct Meters(f64);

    impl From<f64> for Meters {
        fn from(value: f64) -> Self {
            Meters(value)
        }
    }

    #[pyfunction]
    fn by_value(m: Meters, n: Option<Meters>) -> (f64, Option<f64>) {
        (m.0, n.map(|n| n.0))
    }

    #[pyclass(eq, implicit(&str))]
    #[derive(PartialEq, Clone, Copy)]
    enum Mode {
        Read,
        Write,
    }

    impl TryFrom<&str> for Mode {
        type Error = PyErr;

        fn try_from(text: &str) -> PyResult<Self> {
            match text {
                "r" => Ok(Mode::Read),
                "w" => Ok(Mode::Write),
                _ => Err(PyValueError::new_err(format!("no mode {text:?}"))),
            }
        }
    }

    #[pyfunction]
    fn opened(mode: &Mode) -> &'static str {
        if *mode == Mode::Read { "reads" } else { "writes" }
    }

    #[pyfunction]
    fn mode(mode: Py<Mode>) -> Py<Mode> {
        mode
    }

    #[pyclass(extends = everbind::types::PyDict, implicit(i32))]
    struct Table(i32);

    impl From<i32> for Table {
        fn from(value: i32) -> Self {
            Table(value)
        }
    }

    #[pyfunction]
    fn table(t: &Table) -> i32 {
        t.0
    }

    #[pyfunction]
    fn table_object(t: Py<Table>) -> Py<Table> {
        t
    }

    #[pyfunction(overload)]
    fn of_vector(v: &Vector) -> &'static str {
        v.source
    }

    #[pyfunction(overload)]
    fn of_int(v: i64) -> &'static str {
        let _ = v;
        "plain int"
    }

    #[pyfunction(overload)]
    fn of_any(v: Vec<String>) -> &'static str {
        let _ = v;
        "strings"
    }

    overloads!(chosen = of_vector, of_int, of_any);
}
