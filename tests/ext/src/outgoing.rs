//! Calls from Rust into Python, with and without keywords.

use everbind::prelude::*;
use everbind::types::{PyDict, PyTuple};
use everbind::{intern, kwargs};

/// A value that no Python object can be made of.
struct Hopeless;

impl<'py> IntoPyObject<'py> for Hopeless {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, _py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Err(everbind::exceptions::PyValueError::new_err("hopeless"))
    }
}

#[pymodule(submodule, name = "outgoing")]
pub mod topic {
    use super::*;

    /// `f(…, **kwargs)` with as many positional arguments as `count` says.
    #[pyfunction]
    fn by_dict<'py>(
        f: &Bound<'py, PyAny>,
        count: usize,
        kwargs: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (kwargs, pair) = (Some(kwargs), &(1, "two"));
        match count {
            0 => f.call((), kwargs),
            1 => f.call((1,), kwargs),
            2 => f.call(pair, kwargs),
            12 => f.call((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), kwargs),
            _ => f.call(PyTuple::new(f.py(), 0..count)?, kwargs),
        }
    }

    #[pyfunction]
    #[pyo3(signature = (object, count, kwargs = None))]
    fn method_by_dict<'py>(
        object: &Bound<'py, PyAny>,
        count: usize,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (name, pair) = (intern!(object.py(), "method"), &(1, "two"));
        match count {
            0 => object.call_method(name, (), kwargs),
            1 => object.call_method(name, (1,), kwargs),
            2 => object.call_method(name, pair, kwargs),
            _ => object.call_method(name, PyTuple::new(object.py(), 0..count)?, kwargs),
        }
    }

    /// Constant keywords, one of them a keyword of Rust.
    #[pyfunction]
    fn constant<'py>(
        f: &Bound<'py, PyAny>,
        count: usize,
        value: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let pair = &(1, "two");
        match count {
            0 => f.call_kw((), kwargs!(a = 1, r#type = value)),
            1 => f.call_kw((1,), kwargs!(a = "x", r#type = value,)),
            2 => f.call_kw(pair, kwargs!(b = value)),
            12 => f.call_kw(
                (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
                kwargs!(
                    a = 1,
                    b = 2,
                    c = 3,
                    d = 4,
                    e = 5,
                    f = 6,
                    g = 7,
                    h = 8,
                    i = 9,
                    j = 10,
                    k = 11,
                    l = 12
                ),
            ),
            _ => f.call_kw(PyTuple::new(f.py(), 0..count)?, kwargs!(a = value)),
        }
    }

    #[pyfunction]
    fn method_constant<'py>(
        object: &Bound<'py, PyAny>,
        count: usize,
        value: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let name = intern!(object.py(), "method");
        match count {
            0 => object.call_method_kw(name, (), kwargs!(a = value)),
            1 => object.call_method_kw(name, (value,), kwargs!(a = 1, b = value)),
            _ => {
                let args = PyTuple::new(object.py(), 0..count)?;
                object.call_method_kw(name, &args, kwargs!(a = value))
            }
        }
    }

    #[pyfunction]
    fn hopeless(f: &Bound<'_, PyAny>, place: usize) -> PyResult<()> {
        let kwargs = PyDict::new(f.py());
        match place {
            0 => f.call_kw((Hopeless,), kwargs!(a = 1)).map(drop),
            1 => f.call_kw((1,), kwargs!(a = 1, b = Hopeless)).map(drop),
            2 => f.call((1, Hopeless), Some(&kwargs)).map(drop),
            3 => f.call_method(intern!(f.py(), "method"), (Hopeless,), Some(&kwargs)).map(drop),
            _ => f.call1((Hopeless,)).map(drop),
        }
    }
}
