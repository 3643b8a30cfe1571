//! Every kind of error, raised, looked at, given away and thrown away.

use std::fmt;
use std::sync::Arc;
use std::thread;

use everbind::exceptions::{PyException, PyKeyError, PyRuntimeError, PyTypeError, PyValueError};
use everbind::prelude::*;
use everbind::types::PyInt;
use everbind::{PyErrArguments, create_exception};

create_exception!(everbind_tests.raising, Own, PyException);

/// Arguments whose making fails.
struct Panicking;

impl PyErrArguments for Panicking {
    fn arguments(self, _: Python<'_>) -> Py<PyAny> {
        panic!("no arguments")
    }
}

/// An error that cannot even say what it is.
#[derive(Debug)]
struct Speechless;

impl fmt::Display for Speechless {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("speechless")
    }
}

impl From<Speechless> for PyErr {
    fn from(error: Speechless) -> PyErr {
        PyValueError::new_err(error.to_string())
    }
}

fn made(object: &Bound<'_, PyAny>, kind: &str) -> PyErr {
    match kind {
        "constant" => PyValueError::new_err("a constant"),
        "empty" => PyValueError::new_err(""),
        "text" => PyValueError::new_err(format!("text {}", 1)),
        "long" => PyValueError::new_err("long ".repeat(100)),
        "own constant" => Own::new_err("a constant"),
        "own text" => Own::new_err(String::from("text")),
        "arguments" => PyKeyError::new_err(("several", 2)),
        "object" => PyKeyError::new_err(object.clone().unbind()),
        "by type" => PyErr::from_type(object.py().get_type::<PyTypeError>(), "by type"),
        "by value" => PyErr::from_value(object.clone()),
        "cast" => object.cast::<PyInt>().map_or_else(PyErr::from, |_| Own::new_err("an int")),
        "conversion" => match object.extract::<f64>() {
            Ok(_) => Own::new_err("a float"),
            Err(error) => error,
        },
        "part" => match object.extract::<(Vec<i64>, [u8; 2])>() {
            Ok(_) => Own::new_err("converted"),
            Err(error) => error,
        },
        "call" => match object.call0() {
            Ok(_) => Own::new_err("called"),
            Err(error) => error,
        },
        "panicking" => PyValueError::new_err(Panicking),
        other => PyRuntimeError::new_err(format!("no kind {other}")),
    }
}

#[pymodule(submodule, name = "raising")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::Own;

    #[pyfunction]
    fn raised(object: &Bound<'_, PyAny>, kind: &str) -> PyResult<()> {
        Err(made(object, kind))
    }

    #[pyfunction]
    fn looked_at(object: &Bound<'_, PyAny>, kind: &str) -> PyResult<()> {
        let (error, py) = (made(object, kind), object.py());
        let again = error.value(py).clone();
        assert!(error.value(py).is(&again));
        Err(error)
    }

    #[pyfunction]
    fn cloned(object: &Bound<'_, PyAny>, kind: &str) -> PyResult<()> {
        Err(made(object, kind).clone_ref(object.py()))
    }

    #[pyfunction]
    fn value(object: &Bound<'_, PyAny>, kind: &str) -> PyErr {
        made(object, kind)
    }

    #[pyfunction]
    fn restored(object: &Bound<'_, PyAny>, kind: &str) -> Option<PyErr> {
        made(object, kind).restore(object.py());
        PyErr::take(object.py())
    }

    #[pyfunction]
    fn thrown_away(object: &Bound<'_, PyAny>, kind: &str) {
        let error = made(object, kind);
        object.py().detach(|| drop(error));
    }

    /// The error, looked at by so many threads at once, each of which says what it has seen.
    #[pyfunction]
    fn shared(object: &Bound<'_, PyAny>, kind: &str, count: usize) -> PyResult<Vec<Py<PyAny>>> {
        let error = Arc::new(made(object, kind));
        let look = |error: Arc<PyErr>| {
            move || Python::attach(|py| error.value(py).clone().into_any().unbind())
        };
        object.py().detach(|| {
            let threads: Vec<_> = (0..count).map(|_| thread::spawn(look(error.clone()))).collect();
            let seen = threads.into_iter().map(thread::JoinHandle::join);
            let seen: Result<_, _> = seen.collect();
            seen.map_err(|_| PyRuntimeError::new_err("a thread panicked"))
        })
    }

    #[pyfunction]
    fn always() -> PyResult<()> {
        Err(PyValueError::new_err("always"))
    }

    #[pyfunction]
    fn speechless() -> Result<(), Speechless> {
        Err(Speechless)
    }

    /// Looks at an error again whose making has panicked.
    #[pyfunction]
    fn panicked_before(py: Python<'_>) -> bool {
        let error = PyValueError::new_err(Panicking);
        let look = || error.value(py).is_none();
        let look = std::panic::AssertUnwindSafe(look);
        std::panic::catch_unwind(*look).is_err() && std::panic::catch_unwind(*look).is_err()
    }

    #[pyfunction]
    #[pyo3(signature = (value, /))]
    fn int(value: i64) -> i64 {
        value
    }
}
