//! Classes that are derived from: by other native classes, by Python, and from built-in types.

use everbind::PyTypeInfo;
use everbind::exceptions::{PyException, PyValueError};
use everbind::prelude::*;
use everbind::types::{PyDict, PyList, PyTuple};

#[pyclass(module = "everbind_tests.class_inherit", subclass)]
pub struct Base {
    #[pyo3(get, set)]
    value: i64,
}

#[pymethods]
impl Base {
    #[new]
    #[pyo3(signature = (value=1, *_args, **_kwargs))]
    fn new(value: i64, _args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> Self {
        Self { value }
    }

    fn describe(&self) -> String {
        format!("base {}", self.value)
    }

    fn base_only(&self) -> i64 {
        self.value * 10
    }

    #[classmethod]
    fn made_by(cls: &Bound<'_, everbind::types::PyType>) -> PyResult<String> {
        cls.name()?.extract()
    }

    fn __len__(&self) -> usize {
        usize::try_from(self.value).unwrap_or(0)
    }
}

#[pyclass(module = "everbind_tests.class_inherit", extends = Base, subclass)]
pub struct Middle {
    #[pyo3(get)]
    extra: String,
}

#[pymethods]
impl Middle {
    #[new]
    #[allow(deprecated, reason = "older sources give a base by a tuple")]
    fn new(value: i64, extra: String) -> (Self, Base) {
        (Self { extra }, Base { value })
    }

    fn describe(slf: PyRef<'_, Self>) -> String {
        format!("middle {} over {}", slf.extra, slf.as_super().describe())
    }

    fn change(mut slf: PyRefMut<'_, Self>, value: i64) {
        slf.as_super().value = value;
    }
}

#[pyclass(module = "everbind_tests.class_inherit", extends = Middle)]
pub struct Leaf {
    depth: f64,
}

#[pymethods]
impl Leaf {
    #[new]
    fn new(depth: f64) -> PyClassInitializer<Self> {
        PyClassInitializer::from(Base { value: 7 })
            .add_subclass(Middle { extra: "of leaf".to_owned() })
            .add_subclass(Self { depth })
    }

    fn all(slf: PyRef<'_, Self>) -> (f64, String, i64) {
        let depth = slf.depth;
        let middle = slf.into_super();
        let extra = middle.extra.clone();
        (depth, extra, middle.into_super().value)
    }
}

#[pyclass(module = "everbind_tests.class_inherit")]
pub struct Final;

#[pymethods]
impl Final {
    #[new]
    fn new() -> Self {
        Self
    }
}

#[pyclass(module = "everbind_tests.class_inherit", extends = PyException)]
pub struct CustomError {
    #[pyo3(get)]
    code: i64,
}

#[pymethods]
impl CustomError {
    #[new]
    #[pyo3(signature = (code, *_message))]
    fn new(code: i64, _message: &Bound<'_, PyTuple>) -> Self {
        Self { code }
    }
}

#[pyclass(module = "everbind_tests.class_inherit", extends = PyDict, subclass)]
pub struct CountingDict {
    #[pyo3(get)]
    lookups: usize,
}

#[pymethods]
impl CountingDict {
    #[new]
    fn new() -> Self {
        Self { lookups: 0 }
    }

    fn look_up<'py>(slf: &Bound<'py, Self>, key: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        slf.borrow_mut().lookups += 1;
        slf.as_super().get_item(key)
    }
}

#[pymodule(submodule, name = "class_inherit")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Base, CountingDict, CustomError, Final, Leaf, Middle};

    #[pyfunction]
    fn value_of(base: PyRef<'_, Base>) -> i64 {
        base.value
    }

    #[pyfunction]
    fn describe(object: &Bound<'_, Base>) -> PyResult<String> {
        object.call_method0("describe")?.extract()
    }

    #[pyfunction]
    fn make_leaves(py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
        let initializer = PyClassInitializer::from(Base { value: 1 })
            .add_subclass(Middle { extra: "made".to_owned() });
        let middle = Py::new(py, initializer)?;
        let by_tuple = Py::new(py, (Middle { extra: "pair".to_owned() }, Base { value: 2 }))?;
        Ok(vec![middle.into_any(), by_tuple.into_any()])
    }

    #[pyfunction]
    fn raise_custom(py: Python<'_>, code: i64) -> PyResult<()> {
        let kind = CustomError::type_object(py);
        Err(PyErr::from_value(kind.call1((code, "the message"))?))
    }

    #[pyfunction]
    fn casts(object: &Bound<'_, PyAny>) -> PyResult<Vec<bool>> {
        if object.is_none() {
            return Err(PyValueError::new_err("none"));
        }
        Ok(vec![
            object.cast::<Base>().is_ok(),
            object.cast::<Middle>().is_ok(),
            object.cast::<Leaf>().is_ok(),
            object.cast_exact::<Base>().is_ok(),
            object.cast::<PyList>().is_ok(),
        ])
    }
}
