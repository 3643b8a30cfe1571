//! Exceptions of every kind: built in, one's own, imported, and made from `std`'s errors.

use std::io;

use everbind::exceptions::{self, PyException, PyKeyError, PyTypeError, PyValueError};
use everbind::prelude::*;
use everbind::types::{PyDict, PyType};
use everbind::{PyErrArguments, create_exception, import_exception};

create_exception!(everbind_tests.exceptions, Plain, PyException);
create_exception!(everbind_tests.exceptions, Documented, PyKeyError, "Has a doc.");
create_exception!(everbind_tests.exceptions, Derived, Documented);
import_exception!(json, JSONDecodeError);
import_exception!(no_such_module, NoSuchError);

/// Arguments that are made only when the exception is looked at.
struct Lazy(&'static str);

impl PyErrArguments for Lazy {
    fn arguments(self, py: Python<'_>) -> Py<PyAny> {
        (self.0, "lazily")
            .into_pyobject(py)
            .map_or_else(|_| py.None(), |args| args.into_any().unbind())
    }
}

macro_rules! builtins {
    ($($rust:ident),* $(,)?) => {
        /// One exception of each built-in type, by Rust name.
        fn built_in(name: &str) -> PyErr {
            match name {
                $(stringify!($rust) => exceptions::$rust::new_err("made"),)*
                other => PyKeyError::new_err(other.to_owned()),
            }
        }

        const BUILT_IN: &[&str] = &[$(stringify!($rust)),*];
    };
}

builtins!(
    PyArithmeticError,
    PyAssertionError,
    PyAttributeError,
    PyBaseException,
    PyBlockingIOError,
    PyBrokenPipeError,
    PyBufferError,
    PyBytesWarning,
    PyChildProcessError,
    PyConnectionAbortedError,
    PyConnectionError,
    PyConnectionRefusedError,
    PyConnectionResetError,
    PyDeprecationWarning,
    PyEOFError,
    PyEncodingWarning,
    PyEnvironmentError,
    PyException,
    PyFileExistsError,
    PyFileNotFoundError,
    PyFloatingPointError,
    PyFutureWarning,
    PyGeneratorExit,
    PyIOError,
    PyImportError,
    PyImportWarning,
    PyIndexError,
    PyInterruptedError,
    PyIsADirectoryError,
    PyKeyError,
    PyKeyboardInterrupt,
    PyLookupError,
    PyMemoryError,
    PyModuleNotFoundError,
    PyNameError,
    PyNotADirectoryError,
    PyNotImplementedError,
    PyOSError,
    PyOverflowError,
    PyPendingDeprecationWarning,
    PyPermissionError,
    PyProcessLookupError,
    PyRecursionError,
    PyReferenceError,
    PyResourceWarning,
    PyRuntimeError,
    PyRuntimeWarning,
    PyStopAsyncIteration,
    PyStopIteration,
    PySyntaxError,
    PySyntaxWarning,
    PySystemError,
    PySystemExit,
    PyTimeoutError,
    PyTypeError,
    PyUnboundLocalError,
    PyUnicodeError,
    PyUnicodeWarning,
    PyUserWarning,
    PyValueError,
    PyWarning,
    PyZeroDivisionError,
);

/// Takes what was parsed: only the errors matter here.
fn done<T>(_: T) {}

fn bad_utf8() -> Vec<u8> {
    b"ok\xff".to_vec()
}

#[pymodule(submodule, name = "exceptions")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Derived, Documented, Plain};

    #[pyfunction]
    fn built_in_names() -> &'static [&'static str] {
        BUILT_IN
    }

    #[pyfunction]
    fn raise_built_in(name: &str) -> PyResult<()> {
        Err(built_in(name))
    }

    #[pyfunction]
    fn raise_own(which: &str) -> PyResult<()> {
        Err(match which {
            "plain" => Plain::new_err("one"),
            "documented" => Documented::new_err(("two", 2)),
            "derived" => Derived::new_err(()),
            "imported" => JSONDecodeError::new_err(("bad", "doc", 1)),
            "not importable" => NoSuchError::new_err("x"),
            "lazy" => PyValueError::new_err(Lazy("made")),
            "new" => PyErr::new::<PyTypeError, _>("by new"),
            other => PyKeyError::new_err(other.to_owned()),
        })
    }

    #[pyfunction]
    fn std_error(which: &str) -> PyResult<()> {
        match which {
            "int" => done("x".parse::<i32>()?),
            "float" => done("x".parse::<f64>()?),
            "bool" => done("x".parse::<bool>()?),
            "char" => done("xy".parse::<char>()?),
            "ip" => done("x".parse::<std::net::IpAddr>()?),
            "utf8" => done(String::from_utf8(bad_utf8())?),
            "range" => done(u8::try_from(300)?),
            "slice" => done(<[u8; 2]>::try_from([1, 2, 3].as_slice())?),
            "nul" => done(std::ffi::CString::new("a\0b")?),
            "io" => Err(io::Error::new(io::ErrorKind::NotFound, "gone"))?,
            "os" => done(std::fs::read("/no/such/file/at/all")?),
            "permission" => Err(io::Error::new(io::ErrorKind::PermissionDenied, "no"))?,
            "timeout" => Err(io::Error::new(io::ErrorKind::TimedOut, "late"))?,
            "other" => Err(io::Error::other("odd"))?,
            "python through io" => Err(io::Error::from(PyValueError::new_err("inside")))?,
            other => return Err(PyKeyError::new_err(other.to_owned())),
        }
        Ok(())
    }

    #[pyfunction]
    fn new_type(py: Python<'_>) -> PyResult<Py<PyType>> {
        let dict = PyDict::new(py);
        dict.set_item("level", 3)?;
        let base = py.get_type::<PyValueError>();
        let dict = Some(dict.into_any().unbind());
        PyErr::new_type(py, c"everbind_tests.Made", Some(c"Its doc."), Some(&base), dict)
    }
}
