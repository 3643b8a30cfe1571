//! Copying and pickling by hand: `__reduce__`, `__getstate__`, `__getnewargs__`, registered containers.

use everbind::PyTypeInfo;
use everbind::prelude::*;
use everbind::types::{PyDict, PyMapping, PySequence, PyTuple, PyType};

/// By `__reduce__`.
#[pyclass(module = "everbind_tests.class_pickle", frozen, eq)]
#[derive(PartialEq)]
pub struct Reduced {
    #[pyo3(get)]
    values: Vec<i64>,
}

#[pymethods]
impl Reduced {
    #[new]
    fn new(values: Vec<i64>) -> Self {
        Self { values }
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyType>, (Vec<i64>,))> {
        Ok((Self::type_object(slf.py()).unbind(), (slf.get().values.clone(),)))
    }
}

/// By `__getnewargs__` and a state.
#[pyclass(module = "everbind_tests.class_pickle")]
pub struct Stateful {
    #[pyo3(get)]
    name: String,
    #[pyo3(get, set)]
    count: i64,
}

#[pymethods]
impl Stateful {
    #[new]
    fn new(name: String) -> Self {
        Self { name, count: 0 }
    }

    fn __getnewargs__(&self) -> (String,) {
        (self.name.clone(),)
    }

    fn __getstate__(&self) -> i64 {
        self.count
    }

    fn __setstate__(&mut self, state: i64) {
        self.count = state;
    }

    fn __copy__(&self) -> Self {
        Self { name: self.name.clone(), count: self.count }
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyDict>) -> Self {
        Self { name: format!("{} (deep)", self.name), count: self.count }
    }
}

/// By `__getnewargs_ex__`, with keywords; the state is set by hand.
#[pyclass(module = "everbind_tests.class_pickle", subclass)]
pub struct Keyworded {
    #[pyo3(get)]
    name: String,
    #[pyo3(get, set)]
    count: i64,
}

#[pymethods]
impl Keyworded {
    #[new]
    #[pyo3(signature = (name, *, count = 0))]
    fn new(name: String, count: i64) -> Self {
        Self { name, count }
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((String,), Bound<'py, PyDict>)> {
        let keywords = PyDict::new(py);
        keywords.set_item("count", self.count)?;
        Ok(((self.name.clone(),), keywords))
    }
}

/// By `__reduce_ex__`, which is told the protocol.
#[pyclass(module = "everbind_tests.class_pickle")]
pub struct ReducedEx(#[pyo3(get, name = "protocol")] u32);

#[pymethods]
impl ReducedEx {
    #[new]
    fn new(protocol: u32) -> Self {
        Self(protocol)
    }

    fn __reduce_ex__(&self, py: Python<'_>, protocol: u32) -> (Py<PyType>, (u32,)) {
        (Self::type_object(py).unbind(), (protocol,))
    }
}

/// A mapping that is registered as one.
#[pyclass(module = "everbind_tests.class_pickle", mapping, frozen)]
pub struct Registered;

#[pymethods]
impl Registered {
    #[new]
    fn new() -> Self {
        Self
    }

    fn __getitem__(&self, key: i64) -> i64 {
        key * 2
    }

    fn __len__(&self) -> usize {
        1
    }

    fn keys(&self) -> Vec<i64> {
        vec![1]
    }
}

#[pyclass(module = "everbind_tests.class_pickle", sequence, frozen)]
pub struct RegisteredSequence;

#[pymethods]
impl RegisteredSequence {
    #[new]
    fn new() -> Self {
        Self
    }

    fn __getitem__(&self, index: usize) -> PyResult<usize> {
        if index < 3 { Ok(index) } else { Err(everbind::exceptions::PyIndexError::new_err(index)) }
    }

    fn __len__(&self) -> usize {
        3
    }
}

#[pymodule(submodule, name = "class_pickle")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Keyworded, Reduced, ReducedEx, Registered, RegisteredSequence, Stateful};

    #[pyfunction]
    fn as_mapping(object: &Bound<'_, PyAny>) -> PyResult<(usize, i64)> {
        let mapping = object.cast::<PyMapping>()?;
        Ok((mapping.len()?, mapping.get_item(1)?.extract()?))
    }

    #[pyfunction]
    fn as_sequence(object: &Bound<'_, PyAny>) -> PyResult<(usize, Vec<usize>)> {
        let sequence = object.cast::<PySequence>()?;
        Ok((sequence.len()?, object.extract()?))
    }

    #[pyfunction]
    fn as_tuple<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
        object.cast::<PySequence>()?.to_tuple()
    }

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        PyMapping::register::<Registered>(m.py())?;
        PySequence::register::<RegisteredSequence>(m.py())
    }
}
