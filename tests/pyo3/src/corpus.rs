//! The functions, macros, conversions and errors that real projects use.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::path::PathBuf;

use pyo3::exceptions::{
    PyIOError, PyIndexError, PyKeyError, PyNotImplementedError, PyOSError, PyRuntimeError,
    PyTypeError, PyUserWarning, PyValueError,
};
use pyo3::ffi::c_str;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyString, PyTuple, PyType};
use pyo3::{Borrowed, IntoPyObjectRef, PyErr, create_exception, import_exception, intern};

create_exception!(everbind_pyo3, CustomError, PyValueError, "Documented.");
create_exception!(everbind_pyo3, PlainError, pyo3::exceptions::PyException);
import_exception!(json, JSONDecodeError);

/// An error of Rust's own.
#[derive(Debug)]
enum Failure {
    Custom(String),
    Missing,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Custom(text) => f.write_str(text),
            Failure::Missing => f.write_str("missing"),
        }
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> PyErr {
        match failure {
            Failure::Custom(_) => CustomError::new_err(failure.to_string()),
            Failure::Missing => PyKeyError::new_err(failure.to_string()),
        }
    }
}

#[derive(FromPyObject, IntoPyObject)]
struct Record {
    name: String,
    #[pyo3(attribute("count_of"))]
    count: Option<u8>,
    #[pyo3(item, from_py_with = doubled)]
    size: i64,
}

fn doubled(value: &Bound<'_, PyAny>) -> PyResult<i64> {
    Ok(value.extract::<i64>()? * 2)
}

#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct Item {
    a: i64,
    #[pyo3(item("second"), default)]
    b: i64,
}

#[derive(FromPyObject, IntoPyObject, IntoPyObjectRef)]
#[pyo3(transparent)]
struct Transparent {
    inner: Vec<i64>,
}

#[derive(FromPyObject, IntoPyObject)]
enum Either {
    #[pyo3(transparent, annotation = "int")]
    Number(i64),
    #[pyo3(transparent)]
    Text(String),
    Pair(i64, i64),
}

#[derive(IntoPyObject, IntoPyObjectRef)]
struct Shown<'a> {
    text: &'a str,
    list: Vec<Option<bool>>,
}

/// By hand.
struct Celsius(f64);

impl<'a, 'py> FromPyObject<'a, 'py> for Celsius {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let text = object.cast::<PyString>()?;
        let text = text.to_cow()?;
        let number = text.strip_suffix('C').ok_or_else(|| PyValueError::new_err("no C"))?;
        Ok(Celsius(number.parse().map_err(|_| PyValueError::new_err("no number"))?))
    }
}

impl<'py> IntoPyObject<'py> for Celsius {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = std::convert::Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyString::new(py, &format!("{}C", self.0)))
    }
}

/// A function that is wrapped by hand.
#[pyfunction]
#[pyo3(name = "wrapped", signature = (a, /, b=2, *args, c, d=None, **kwargs))]
fn under_another_name(
    a: i64,
    b: i64,
    args: &Bound<'_, PyTuple>,
    c: i64,
    d: Option<&str>,
    kwargs: Option<&Bound<'_, PyDict>>,
) -> (i64, usize, i64, Option<String>, usize) {
    (a + b, args.len(), c, d.map(str::to_owned), kwargs.map_or(0, |kwargs| kwargs.len()))
}

#[pyfunction]
#[pyo3(pass_module, text_signature = "()")]
fn name_of_module(module: &Bound<'_, PyModule>) -> PyResult<String> {
    Ok(module.name()?.to_string())
}

#[pymodule]
mod child {
    #[pymodule_export]
    const VERSION: &str = "1.0";
}

#[pymodule(name = "corpus")]
pub mod corpus {
    use super::*;

    #[pymodule_export]
    use super::{CustomError, PlainError, child};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        module.add_function(wrap_pyfunction!(under_another_name, module)?)?;
        module.add_function(wrap_pyfunction!(name_of_module, module)?)?;
        let nested = PyModule::new(py, "nested")?;
        nested.add("answer", 42)?;
        module.add_submodule(&nested)?;
        module.add_wrapped(pyo3::wrap_pymodule!(by_hand))?;
        module.add("JSONDecodeError", py.get_type::<JSONDecodeError>())
    }

    #[pyfunction]
    fn fails(how: &str) -> PyResult<()> {
        Err(match how {
            "value" => PyValueError::new_err("value"),
            "type" => PyTypeError::new_err("type"),
            "runtime" => PyRuntimeError::new_err("runtime"),
            "index" => PyIndexError::new_err("index"),
            "io" => PyIOError::new_err("io"),
            "key" => PyKeyError::new_err("key"),
            "not implemented" => PyNotImplementedError::new_err(()),
            "os" => PyOSError::new_err((2, "os")),
            "imported" => JSONDecodeError::new_err(("text", "doc", 0)),
            "plain" => PlainError::new_err("plain"),
            "missing" => Failure::Missing.into(),
            text => Failure::Custom(text.to_owned()).into(),
        })
    }

    /// An error with a cause, looked at from all sides.
    #[pyfunction]
    fn caused(py: Python<'_>) -> PyResult<bool> {
        let error = PyValueError::new_err("outer");
        error.set_cause(py, Some(PyKeyError::new_err("inner")));
        assert!(error.is_instance_of::<PyValueError>(py) && error.traceback(py).is_none());
        assert!(error.matches(py, py.get_type::<PyValueError>())?);
        error.clone_ref(py).restore(py);
        assert!(PyErr::occurred(py));
        let fetched = PyErr::fetch(py);
        assert!(PyErr::take(py).is_none());
        assert_eq!(fetched.value(py).to_string(), "outer");
        assert!(fetched.get_type(py).is(py.get_type::<PyValueError>()));
        Err(fetched)
    }

    #[pyfunction]
    fn warns(py: Python<'_>) -> PyResult<()> {
        PyErr::warn(py, &py.get_type::<PyUserWarning>(), c_str!("careful"), 0)
    }

    #[pyfunction]
    fn record(record: Record) -> Record {
        record
    }

    #[pyfunction]
    fn item(item: Item) -> (i64, i64) {
        (item.a, item.b)
    }

    #[pyfunction]
    fn transparent<'py>(py: Python<'py>, value: Transparent) -> PyResult<Bound<'py, PyAny>> {
        let copy = (&value).into_pyobject(py)?;
        assert!(copy.eq(&value.inner)?);
        Ok(value.into_pyobject(py)?.into_any())
    }

    #[pyfunction]
    fn either(value: Either) -> Either {
        value
    }

    #[pyfunction]
    fn shown(text: &str) -> Shown<'_> {
        Shown { text, list: vec![Some(true), None] }
    }

    #[pyfunction]
    fn celsius(value: Celsius) -> Celsius {
        Celsius(value.0 + 1.0)
    }

    /// Conversions of the standard library's types, there and back.
    #[pyfunction]
    #[allow(clippy::type_complexity)]
    fn standard(
        map: HashMap<String, Vec<i64>>,
        sorted: BTreeMap<i64, (bool, f64)>,
        set: HashSet<char>,
        array: [u8; 3],
        bytes: Cow<'_, [u8]>,
        path: PathBuf,
        big: i128,
    ) -> (
        HashMap<String, Vec<i64>>,
        BTreeMap<i64, (bool, f64)>,
        HashSet<char>,
        [u8; 3],
        Vec<u8>,
        PathBuf,
        i128,
    ) {
        (map, sorted, set, array, bytes.into_owned(), path, big)
    }

    #[pyfunction]
    fn closure(py: Python<'_>) -> PyResult<Bound<'_, pyo3::types::PyCFunction>> {
        pyo3::types::PyCFunction::new_closure(py, Some(c"double"), None, |args, _kwargs| {
            args.get_item(0)?.extract::<i64>().map(|number| number * 2)
        })
    }

    /// Calls and attributes.
    #[pyfunction]
    fn calls(py: Python<'_>, object: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
        static JOIN: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let fraction = JOIN.import(py, "fractions", "Fraction")?;
        let kwargs = PyDict::new(py);
        kwargs.set_item(intern!(py, "sep"), "-")?;
        let mut out = vec![
            object.call_method0("upper")?.to_string(),
            object.call_method1(intern!(py, "replace"), ("a", "b"))?.to_string(),
            object.call_method("split", (), Some(&kwargs))?.repr()?.to_string(),
            fraction.call1((1, 2))?.to_string(),
            fraction.call0()?.str()?.to_string(),
            fraction.call((3,), None)?.to_string(),
            py.import("os.path")?.getattr("sep")?.extract()?,
            py.eval(c"1 + 1", None, None)?.to_string(),
            object.get_type().qualname()?.to_string(),
        ];
        let holder = py.import("types")?.getattr("SimpleNamespace")?.call0()?;
        holder.setattr("x", 5)?;
        out.push(format!("{} {}", holder.hasattr("x")?, holder.hasattr("y")?));
        holder.delattr("x")?;
        assert!(holder.getattr_opt("x")?.is_none() && !holder.is_callable());
        assert!(object.is_truthy()? && !object.is_none() && object.is_instance_of::<PyString>());
        assert!(py.None().bind(py).is_none() && object.hash()? == object.str()?.hash()?);
        assert!(object.lt("zzz")? && object.ne(1)? && object.compare("a")?.is_gt());
        py.run(c"import sys; sys.seen_by_run = 1", None, None)?;
        py.import("sys")?.delattr("seen_by_run")?;
        let iterated: PyResult<Vec<String>> =
            object.try_iter()?.map(|each| each?.extract::<String>()).collect();
        out.push(iterated?.concat());
        Ok(out)
    }

    /// References of every kind, detaching, and what they count.
    #[pyfunction]
    fn references<'py>(py: Python<'py>, object: Bound<'py, PyList>) -> PyResult<Bound<'py, PyAny>> {
        let owned: Py<PyList> = object.clone().unbind();
        let cloned = owned.clone_ref(py);
        let sum = py.detach(|| Python::attach(|py| owned.bind(py).len() + cloned.bind(py).len()));
        assert_eq!(sum, 2 * object.len());
        let pointer = object.as_ptr();
        // SAFETY: the pointer is the list's, which is alive; a new reference, and a borrowed one.
        let (again, borrowed) = unsafe {
            pyo3::ffi::Py_INCREF(pointer);
            let again = Bound::from_owned_ptr(py, pointer).cast_into::<PyList>()?;
            (again, Borrowed::from_ptr(py, pointer).to_owned())
        };
        assert!(again.is(&borrowed) && cloned.is(&again) && object.as_any().is(&again));
        let any: Py<PyAny> = cloned.into_any();
        Ok(any.into_bound(py))
    }
}

/// A module that is a function.
#[pymodule(gil_used = false)]
fn by_hand(py: Python<'_>, module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("python", py.version_info().major)?;
    module.add_class::<InByHand>()?;
    Ok(())
}

#[pyclass(new = "from_fields", get_all)]
struct InByHand {
    value: i64,
}
