//! Special methods: text, hashing, comparison, calls, contexts, attributes.

use std::hash::{DefaultHasher, Hash, Hasher};

use everbind::class::basic::CompareOp;
use everbind::exceptions::{PyAttributeError, PyValueError};
use everbind::prelude::*;
use everbind::types::{PyDict, PyTuple, PyType};

#[pyclass(module = "everbind_tests.class_dunders", frozen)]
#[derive(Hash, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u32,
    minor: u32,
}

#[pymethods]
impl Version {
    #[new]
    fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }

    fn __repr__(&self) -> String {
        format!("Version({}, {})", self.major, self.minor)
    }

    fn __str__(&self) -> String {
        format!("{}.{}", self.major, self.minor)
    }

    fn __format__(&self, spec: &str) -> String {
        format!("{spec}{}.{}", self.major, self.minor)
    }

    fn __bytes__(&self) -> Vec<u8> {
        vec![self.major as u8, self.minor as u8]
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    fn __richcmp__(&self, other: &Self, op: CompareOp) -> bool {
        op.matches(self.cmp(other))
    }

    fn __bool__(&self) -> bool {
        self.major != 0
    }
}

#[pyclass(module = "everbind_tests.class_dunders", frozen)]
pub struct Separate(i64);

#[pymethods]
impl Separate {
    #[new]
    fn new(value: i64) -> Self {
        Self(value)
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    fn __lt__(&self, other: PyRef<'_, Self>) -> PyResult<bool> {
        if self.0 < 0 { Err(PyValueError::new_err("negative")) } else { Ok(self.0 < other.0) }
    }
}

/// Compared, ordered, hashed and shown by what Rust derives.
#[pyclass(module = "everbind_tests.class_dunders", frozen, eq, ord, hash, str)]
#[derive(PartialEq, PartialOrd, Hash)]
pub struct Derived {
    value: i64,
}

impl std::fmt::Display for Derived {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{}>", self.value)
    }
}

#[pymethods]
impl Derived {
    #[new]
    fn new(value: i64) -> Self {
        Self { value }
    }
}

/// Callable, a context manager, and with attributes made up when they are asked for.
#[pyclass(module = "everbind_tests.class_dunders")]
#[derive(Default)]
pub struct Magic {
    log: Vec<String>,
}

#[pymethods]
impl Magic {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[pyo3(signature = (*args, **kwargs))]
    fn __call__(
        &self,
        args: &Bound<'_, PyTuple>,
        kwargs: Option<&Bound<'_, PyDict>>,
    ) -> (usize, usize) {
        (args.len(), kwargs.map_or(0, |kwargs| kwargs.len()))
    }

    fn __enter__(mut slf: PyRefMut<'_, Self>) -> PyRefMut<'_, Self> {
        slf.log.push("enter".to_owned());
        slf
    }

    fn __exit__(
        &mut self,
        kind: Option<&Bound<'_, PyType>>,
        _value: &Bound<'_, PyAny>,
        _traceback: &Bound<'_, PyAny>,
    ) -> PyResult<bool> {
        let name = kind.map(|kind| kind.name()).transpose()?;
        self.log.push(name.map_or_else(|| "exit".to_owned(), |name| name.to_string()));
        Ok(kind.is_some())
    }

    fn __getattr__(&self, name: &str) -> PyResult<String> {
        match name.strip_prefix("made_") {
            Some(rest) => Ok(rest.to_owned()),
            None => Err(PyAttributeError::new_err(format!("no {name}"))),
        }
    }

    fn __setattr__(&mut self, name: &str, value: i64) {
        self.log.push(format!("{name}={value}"));
    }

    fn __delattr__(&mut self, name: &str) {
        self.log.push(format!("del {name}"));
    }

    fn __dir__(&self) -> Vec<&'static str> {
        vec!["made_up", "log"]
    }

    #[getter]
    fn log(&self) -> Vec<String> {
        self.log.clone()
    }

    #[classmethod]
    fn __class_getitem__<'py>(cls: &Bound<'py, PyType>, key: i64) -> (Bound<'py, PyType>, i64) {
        (cls.clone(), key)
    }
}

#[pymodule(submodule, name = "class_dunders")]
pub mod topic {
    #[pymodule_export]
    use super::{Derived, Magic, Separate, Version};
}
