//! Every special method that is not a number's.

use std::ffi::{c_int, c_void};

use pyo3::class::basic::CompareOp;
use pyo3::exceptions::{PyAttributeError, PyBufferError, PyIndexError, PyKeyError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};
use pyo3::{PyTraverseError, PyVisit, ffi};

#[pyclass(new = "from_fields")]
struct Text {
    value: i64,
}

#[pymethods]
impl Text {
    fn __str__(&self) -> String {
        format!("text {}", self.value)
    }

    fn __repr__(&self) -> String {
        format!("Text({})", self.value)
    }

    fn __format__(&self, spec: &str) -> String {
        format!("{spec}:{}", self.value)
    }

    fn __bytes__(&self) -> [u8; 2] {
        [1, 2]
    }

    fn __hash__(&self) -> isize {
        self.value as isize
    }

    fn __bool__(&self) -> bool {
        self.value != 0
    }
}

#[pyclass(new = "from_fields")]
struct RichCompare {
    value: i64,
}

#[pymethods]
impl RichCompare {
    fn __richcmp__(&self, other: i64, op: CompareOp) -> bool {
        op.matches(self.value.cmp(&other))
    }
}

#[pyclass(new = "from_fields")]
struct Compare {
    value: i64,
}

#[pymethods]
impl Compare {
    fn __lt__(&self, other: &Self) -> bool {
        self.value < other.value
    }

    fn __le__(&self, other: &Self) -> bool {
        self.value <= other.value
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.value == other.value
    }

    fn __ne__(&self, other: &Self) -> bool {
        self.value != other.value
    }

    fn __gt__(&self, other: &Self) -> bool {
        self.value > other.value
    }

    fn __ge__(&self, other: &Self) -> bool {
        self.value >= other.value
    }
}

/// Attributes made up when they are asked for.
#[pyclass(new = "from_fields")]
struct Attributes {
    known: Vec<String>,
}

#[pymethods]
impl Attributes {
    fn __getattr__(&self, name: String) -> PyResult<String> {
        match self.known.contains(&name) {
            true => Ok(format!("value of {name}")),
            false => Err(PyAttributeError::new_err(name)),
        }
    }

    fn __setattr__(&mut self, name: String, _value: &Bound<'_, PyAny>) {
        self.known.push(name);
    }

    fn __delattr__(&mut self, name: String) {
        self.known.retain(|known| *known != name);
    }

    fn __dir__(&self) -> Vec<String> {
        self.known.clone()
    }
}

#[pyclass(new = "from_fields")]
struct AllAttributes {
    name: String,
}

#[pymethods]
impl AllAttributes {
    fn __getattribute__(&self, name: &str) -> PyResult<String> {
        match name == self.name {
            true => Ok("here".to_owned()),
            false => Err(PyAttributeError::new_err("nowhere")),
        }
    }

    fn __getattr__(&self, name: &str) -> String {
        format!("in place of {name}")
    }
}

#[pyclass]
struct Callable;

#[pymethods]
impl Callable {
    #[new]
    fn new() -> Self {
        Callable
    }

    #[pyo3(signature = (*args, **kwargs))]
    fn __call__(&self, args: &Bound<'_, PyTuple>, kwargs: Option<&Bound<'_, PyDict>>) -> usize {
        args.len() + kwargs.map_or(0, |kwargs| kwargs.len())
    }
}

#[pyclass(subclass)]
struct Init {
    #[pyo3(get)]
    given: Option<i64>,
}

#[pymethods]
impl Init {
    #[new]
    #[pyo3(signature = (*_args))]
    fn new(_args: &Bound<'_, PyTuple>) -> Self {
        Init { given: None }
    }

    fn __init__(&mut self, given: i64) {
        self.given = Some(given);
    }
}

/// Elements by key.
#[pyclass(new = "from_fields")]
struct Container {
    values: Vec<i64>,
}

#[pymethods]
impl Container {
    fn __len__(&self) -> usize {
        self.values.len()
    }

    fn __getitem__(&self, index: usize) -> PyResult<i64> {
        self.values.get(index).copied().ok_or_else(|| PyIndexError::new_err("too far"))
    }

    fn __setitem__(&mut self, index: usize, value: i64) -> PyResult<()> {
        *self.values.get_mut(index).ok_or_else(|| PyIndexError::new_err("too far"))? = value;
        Ok(())
    }

    fn __delitem__(&mut self, index: usize) -> PyResult<()> {
        if index >= self.values.len() {
            return Err(PyKeyError::new_err(index));
        }
        self.values.remove(index);
        Ok(())
    }

    fn __contains__(&self, value: i64) -> bool {
        self.values.contains(&value)
    }

    fn __iter__(&self) -> Rest {
        Rest { rest: self.values.clone() }
    }

    fn __reversed__(&self) -> Vec<i64> {
        self.values.iter().rev().copied().collect()
    }
}

#[pyclass(new = "from_fields")]
struct Rest {
    rest: Vec<i64>,
}

#[pymethods]
impl Rest {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(mut slf: PyRefMut<'_, Self>) -> Option<i64> {
        if slf.rest.is_empty() { None } else { Some(slf.rest.remove(0)) }
    }

    fn __length_hint__(&self) -> usize {
        self.rest.len()
    }
}

#[pyclass(sequence, new = "from_fields")]
struct Concat {
    value: String,
}

#[pymethods]
impl Concat {
    fn __len__(&self) -> usize {
        self.value.len()
    }

    fn __concat__(&self, other: &str) -> String {
        format!("{}{other}", self.value)
    }

    fn __repeat__(&self, count: isize) -> String {
        self.value.repeat(count as usize)
    }

    fn __inplace_concat__<'py>(mut slf: PyRefMut<'py, Self>, other: &str) -> PyRefMut<'py, Self> {
        slf.value.push_str(other);
        slf
    }

    fn __inplace_repeat__(mut slf: PyRefMut<'_, Self>, count: isize) -> PyRefMut<'_, Self> {
        slf.value = slf.value.repeat(count as usize);
        slf
    }

    fn text(&self) -> &str {
        &self.value
    }
}

/// Awaited, and iterated over with `async for`.
#[pyclass(new = "from_fields")]
struct Awaited {
    object: Py<PyAny>,
}

#[pymethods]
impl Awaited {
    fn __await__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.object.bind(py).call_method0("__await__")
    }

    fn __aiter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __anext__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.object.call_method0(py, "step").map(Some)
    }
}

#[pyclass(new = "from_fields", get_all)]
struct Context {
    log: Vec<String>,
}

#[pymethods]
impl Context {
    fn __enter__(mut slf: PyRefMut<'_, Self>) -> PyRefMut<'_, Self> {
        slf.log.push("enter".to_owned());
        slf
    }

    #[pyo3(signature = (kind=None, _value=None, _traceback=None))]
    fn __exit__(
        &mut self,
        kind: Option<&Bound<'_, PyType>>,
        _value: Option<&Bound<'_, PyAny>>,
        _traceback: Option<&Bound<'_, PyAny>>,
    ) -> bool {
        self.log.push(if kind.is_some() { "failed" } else { "done" }.to_owned());
        true
    }
}

/// What is stored under a name of other classes.
#[pyclass(new = "from_fields")]
struct Descriptor {
    value: i64,
}

#[pymethods]
impl Descriptor {
    fn __get__(&self, instance: &Bound<'_, PyAny>, owner: &Bound<'_, PyAny>) -> (i64, bool, bool) {
        (self.value, instance.is_none(), owner.is_none())
    }

    fn __set__(&mut self, _instance: &Bound<'_, PyAny>, value: i64) {
        self.value = value;
    }

    fn __delete__(&mut self, _instance: &Bound<'_, PyAny>) {
        self.value = -1;
    }
}

/// Refers to itself, perhaps.
#[pyclass(weakref)]
struct Collected {
    #[pyo3(get, set)]
    object: Option<Py<PyAny>>,
}

#[pymethods]
impl Collected {
    #[new]
    fn new() -> Self {
        Collected { object: None }
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.object)
    }

    fn __clear__(&mut self) {
        self.object = None;
    }
}

/// Told of its subclasses.
#[pyclass(subclass)]
struct Told;

#[pymethods]
impl Told {
    #[classmethod]
    #[pyo3(signature = (*, note="none"))]
    fn __init_subclass__(cls: &Bound<'_, PyType>, note: &str) -> PyResult<()> {
        cls.setattr("note", note)
    }
}

/// Its memory can be looked at.
#[pyclass(new = "from_fields")]
struct Buffer {
    bytes: Vec<u8>,
    released: Option<Py<PyAny>>,
}

#[pymethods]
impl Buffer {
    // SAFETY: `view` is the interpreter's; what is put there lives as long as the instance, whose
    // bytes nothing changes.
    unsafe fn __getbuffer__(
        slf: PyRefMut<'_, Self>,
        view: *mut ffi::Py_buffer,
        flags: c_int,
    ) -> PyResult<()> {
        if view.is_null() {
            return Err(PyBufferError::new_err("no view"));
        }
        let (bytes, length) = (slf.bytes.as_ptr(), slf.bytes.len());
        // SAFETY: as above.
        let status = unsafe {
            let bytes = bytes.cast_mut().cast::<c_void>();
            ffi::PyBuffer_FillInfo(view, slf.as_ptr(), bytes, length as isize, 1, flags)
        };
        if status < 0 { Err(PyErr::fetch(slf.py())) } else { Ok(()) }
    }

    // SAFETY: looks at nothing of the view.
    unsafe fn __releasebuffer__(&self, py: Python<'_>, _view: *mut ffi::Py_buffer) {
        if let Some(released) = &self.released {
            released.call_method1(py, "append", (self.bytes.len(),)).unwrap();
        }
    }
}

#[pymodule]
pub mod dunders {
    #[pymodule_export]
    use super::{
        AllAttributes, Attributes, Awaited, Buffer, Callable, Collected, Compare, Concat,
        Container, Context, Descriptor, Init, Rest, RichCompare, Text, Told,
    };
}
