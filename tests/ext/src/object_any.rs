//! `PyAnyMethods`: what can be done with any object.

use everbind::class::basic::CompareOp;
use everbind::prelude::*;
use everbind::types::{PyDict, PyInt, PyString, PyTuple, PyType};
use everbind::{IntoPyObjectExt, intern};

use crate::arguments::{Args, unknown};

#[pymodule(submodule, name = "object_any")]
pub mod topic {
    use super::*;

    #[pyfunction]
    #[pyo3(signature = (object, operation, *args))]
    fn unary(
        object: &Bound<'_, PyAny>,
        operation: &str,
        args: &Bound<'_, PyTuple>,
    ) -> PyResult<Py<PyAny>> {
        let py = object.py();
        let args = Args(args);
        match operation {
            "neg" => object.neg()?.into_py_any(py),
            "pos" => object.pos()?.into_py_any(py),
            "abs" => object.abs()?.into_py_any(py),
            "bitnot" => object.bitnot()?.into_py_any(py),
            "is_callable" => object.is_callable().into_py_any(py),
            "is_truthy" => object.is_truthy()?.into_py_any(py),
            "is_none" => object.is_none().into_py_any(py),
            "is_empty" => object.is_empty()?.into_py_any(py),
            "iter" => object.try_iter()?.into_py_any(py),
            "get_type" => object.get_type().into_py_any(py),
            "repr" => object.repr()?.into_py_any(py),
            "str" => object.str()?.into_py_any(py),
            "hash" => object.hash()?.into_py_any(py),
            "len" => object.len()?.into_py_any(py),
            "dir" => object.dir()?.into_py_any(py),
            "display" => object.to_string().into_py_any(py),
            "debug" => format!("{object:?}").into_py_any(py),
            "hasattr" => object.hasattr(args.at::<String>(0)?)?.into_py_any(py),
            "getattr" => object.getattr(args.at::<String>(0)?)?.into_py_any(py),
            "getattr_opt" => object.getattr_opt(args.at::<String>(0)?)?.into_py_any(py),
            "setattr" => object.setattr(args.at::<String>(0)?, args.any(1)?)?.into_py_any(py),
            "delattr" => object.delattr(args.at::<String>(0)?)?.into_py_any(py),
            "get_item" => object.get_item(args.any(0)?)?.into_py_any(py),
            "set_item" => object.set_item(args.any(0)?, args.any(1)?)?.into_py_any(py),
            "del_item" => object.del_item(args.any(0)?)?.into_py_any(py),
            "contains" => object.contains(args.any(0)?)?.into_py_any(py),
            "is" => object.is(&args.any(0)?).into_py_any(py),
            "is_instance" => object.is_instance(&args.any(0)?)?.into_py_any(py),
            "is_exact_instance" => object.is_exact_instance(&args.any(0)?).into_py_any(py),
            "is_int" => object.is_instance_of::<PyInt>().into_py_any(py),
            "is_exact_int" => object.is_exact_instance_of::<PyInt>().into_py_any(py),
            "super" => object.py_super()?.into_py_any(py),
            other => Err(unknown(other)),
        }
    }

    #[pyfunction]
    fn binary<'py>(
        a: &Bound<'py, PyAny>,
        operation: &str,
        b: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        match operation {
            "+" => a.add(b),
            "-" => a.sub(b),
            "*" => a.mul(b),
            "@" => a.matmul(b),
            "/" => a.div(b),
            "//" => a.floor_div(b),
            "%" => a.rem(b),
            "divmod" => a.divmod(b),
            "<<" => a.lshift(b),
            ">>" => a.rshift(b),
            "**" => a.pow(b, a.py().None()),
            "&" => a.bitand(b),
            "|" => a.bitor(b),
            "^" => a.bitxor(b),
            "<" => a.lt(b)?.into_bound_py_any(a.py()),
            "<=" => a.le(b)?.into_bound_py_any(a.py()),
            "==" => a.eq(b)?.into_bound_py_any(a.py()),
            "!=" => a.ne(b)?.into_bound_py_any(a.py()),
            ">" => a.gt(b)?.into_bound_py_any(a.py()),
            ">=" => a.ge(b)?.into_bound_py_any(a.py()),
            "rich" => a.rich_compare(b, CompareOp::Lt),
            "compare" => (a.compare(b)? as i8).into_bound_py_any(a.py()),
            other => Err(unknown(other)),
        }
    }

    #[pyfunction]
    fn power_modulo<'py>(a: &Bound<'py, PyAny>, b: i64, c: i64) -> PyResult<Bound<'py, PyAny>> {
        a.pow(b, c)
    }

    #[pyfunction]
    #[pyo3(signature = (f, *args, **kwargs))]
    fn call<'py>(
        f: &Bound<'py, PyAny>,
        args: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        f.call(args, kwargs)
    }

    /// The ways to call, each with the number of arguments its name says.
    #[pyfunction]
    fn calls<'py>(f: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let kwargs = PyDict::new(f.py());
        kwargs.set_item("k", 9)?;
        Ok(vec![
            f.call0()?,
            f.call1((1,))?,
            f.call1((1, "two", 3.0))?,
            f.call((), None)?,
            f.call((1,), Some(&kwargs))?,
            f.call1(PyTuple::new(f.py(), [7, 8])?)?,
            f.call1((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))?,
        ])
    }

    #[pyfunction]
    fn method_calls<'py>(object: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let kwargs = PyDict::new(object.py());
        kwargs.set_item("k", 9)?;
        Ok(vec![
            object.call_method0("method")?,
            object.call_method1("method", (1,))?,
            object.call_method("method", (1, 2), Some(&kwargs))?,
            object.call_method0(intern!(object.py(), "method"))?,
            object.call_method1(PyString::new(object.py(), "method"), ("x",))?,
        ])
    }

    /// `Py<T>` has its own versions of the common operations.
    #[pyfunction]
    fn unbound(py: Python<'_>, object: Py<PyAny>) -> PyResult<Vec<Py<PyAny>>> {
        object.setattr(py, "added", 5)?;
        let again = object.clone_ref(py);
        Ok(vec![
            object.getattr(py, "added")?,
            object.call_method0(py, "method")?,
            object.call_method1(py, "method", (1,))?,
            again.is(&object).into_py_any(py)?,
            again.is_none(py).into_py_any(py)?,
            object.bind(py).get_type().name()?.into_py_any(py)?,
            object.extract::<Py<PyAny>>(py)?,
            again.into_bound(py).into_py_any(py)?,
        ])
    }

    /// Casting by type, by exact type and by check.
    #[pyfunction]
    fn casts(object: &Bound<'_, PyAny>) -> (bool, bool, (bool, String)) {
        let text = match object.cast::<PyString>() {
            Ok(text) => (true, text.to_string()),
            Err(error) => (false, error.to_string()),
        };
        (object.cast::<PyInt>().is_ok(), object.cast_exact::<PyInt>().is_ok(), text)
    }

    #[pyfunction]
    fn cast_error(object: &Bound<'_, PyAny>) -> PyResult<usize> {
        Ok(object.cast::<PyType>()?.mro().len())
    }

    #[pyfunction]
    fn cast_into_error(object: Bound<'_, PyAny>) -> PyResult<usize> {
        Ok(object.cast_into::<PyTuple>()?.len())
    }

    #[pyfunction]
    fn borrowed<'py>(object: &Bound<'py, PyAny>) -> Bound<'py, PyAny> {
        let lent: Borrowed<'_, 'py, PyAny> = object.as_borrowed();
        lent.to_owned()
    }

    #[pyfunction]
    fn evaluate<'py>(py: Python<'py>, n: i64) -> PyResult<Bound<'py, PyAny>> {
        let locals = PyDict::new(py);
        locals.set_item("n", n)?;
        py.run(c"m = n * 2", None, Some(&locals))?;
        py.eval(c"m + 1", None, Some(&locals))
    }

    #[pyfunction]
    fn run_broken(py: Python<'_>) -> PyResult<()> {
        py.run(c"1 +", None, None)
    }
}
