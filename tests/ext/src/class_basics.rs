//! Classes: constructors, methods with every receiver, instances as arguments and results.

use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::types::{PyDict, PyTuple, PyType};

/// A counter.
///
/// It counts.
#[pyclass(module = "everbind_tests.class_basics")]
pub struct Counter {
    count: i64,
    step: i64,
}

#[pymethods]
impl Counter {
    #[new]
    #[pyo3(signature = (start=0, *, step=1))]
    fn new(start: i64, step: i64) -> PyResult<Self> {
        if step == 0 {
            return Err(PyValueError::new_err("step must not be zero"));
        }
        Ok(Self { count: start, step })
    }

    /// The count.
    fn value(&self) -> i64 {
        self.count
    }

    /// Counts on by `times` steps.
    #[pyo3(signature = (times=1))]
    fn advance(&mut self, times: i64) -> i64 {
        self.count += self.step * times;
        self.count
    }

    fn chained(mut slf: PyRefMut<'_, Self>) -> PyRefMut<'_, Self> {
        slf.count += 1;
        slf
    }

    fn by_ref(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn by_bound<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        slf.clone()
    }

    fn by_owned_bound(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn by_py(slf: Py<Self>, py: Python<'_>) -> (Py<Self>, i64) {
        let count = slf.borrow(py).count;
        (slf, count)
    }

    #[pyo3(signature = (a, /, b=2, *args, c, **kwargs))]
    fn many(
        &self,
        a: i64,
        b: i64,
        args: &Bound<'_, PyTuple>,
        c: i64,
        kwargs: Option<&Bound<'_, PyDict>>,
    ) -> (i64, i64, usize, i64, usize) {
        (a, b, args.len(), c, kwargs.map_or(0, |kwargs| kwargs.len()))
    }

    #[staticmethod]
    #[pyo3(signature = (a, b=2))]
    fn add(a: i64, b: i64) -> i64 {
        a + b
    }

    #[classmethod]
    fn from_text<'py>(cls: &Bound<'py, PyType>, text: &str) -> PyResult<Bound<'py, PyAny>> {
        cls.call1((text.parse::<i64>()?,))
    }

    #[classmethod]
    fn class_name(cls: &Bound<'_, PyType>) -> PyResult<String> {
        cls.name()?.extract()
    }

    #[pyo3(name = "given_name")]
    fn rust_name(&self) -> &'static str {
        "given"
    }

    #[pyo3(text_signature = "($self, anything)")]
    fn own_text(&self, value: i64) -> i64 {
        value
    }

    fn add_other(&self, other: &Counter) -> i64 {
        self.count + other.count
    }

    fn absorb(&mut self, mut other: PyRefMut<'_, Counter>) {
        self.count += std::mem::take(&mut other.count);
    }
}

/// Made only by Rust.
#[pyclass(module = "everbind_tests.class_basics", frozen)]
pub struct NoConstructor;

#[pyclass(module = "everbind_tests.class_basics", name = "Renamed")]
pub struct RustName {
    values: Vec<i64>,
}

#[pymethods]
impl RustName {
    #[new]
    #[pyo3(signature = (*values))]
    fn new(values: Vec<i64>) -> Self {
        Self { values }
    }

    fn total(&self) -> i64 {
        self.values.iter().sum()
    }
}

/// Taken by value: a copy.
#[pyclass(module = "everbind_tests.class_basics", from_py_object)]
#[derive(Clone)]
pub struct Copied {
    #[pyo3(get, set)]
    text: String,
}

#[pymethods]
impl Copied {
    #[new]
    #[pyo3(text_signature = "(text)")]
    fn new(text: String) -> Self {
        Self { text }
    }
}

#[pyclass(module = "everbind_tests.class_basics", frozen)]
pub struct Tuple(#[pyo3(get, name = "first")] i64, #[pyo3(get, name = "second")] String);

#[pymodule(submodule, name = "class_basics")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Copied, Counter, NoConstructor, RustName, Tuple};

    #[pyfunction]
    fn make(py: Python<'_>, count: i64) -> PyResult<Py<Counter>> {
        Py::new(py, Counter { count, step: 1 })
    }

    #[pyfunction]
    fn make_bound(py: Python<'_>, count: i64) -> PyResult<Bound<'_, Counter>> {
        Bound::new(py, Counter { count, step: 1 })
    }

    #[pyfunction]
    fn make_by_value(count: i64) -> Counter {
        Counter { count, step: 1 }
    }

    #[pyfunction]
    fn make_others() -> (NoConstructor, Option<Copied>, Vec<Copied>) {
        let copied = Copied { text: "x".to_owned() };
        (NoConstructor, Some(copied.clone()), vec![copied])
    }

    #[pyfunction]
    fn make_tuple() -> Tuple {
        Tuple(1, "two".to_owned())
    }

    #[pyfunction]
    fn read(counter: &Counter) -> i64 {
        counter.count
    }

    #[pyfunction]
    fn read_ref(counter: PyRef<'_, Counter>) -> i64 {
        counter.count
    }

    #[pyfunction]
    fn write(counter: &mut Counter, value: i64) {
        counter.count = value;
    }

    #[pyfunction]
    fn read_py(py: Python<'_>, counter: Py<Counter>) -> i64 {
        counter.borrow(py).count
    }

    #[pyfunction]
    fn maybe(counter: Option<&Counter>) -> Option<i64> {
        counter.map(|counter| counter.count)
    }

    #[pyfunction]
    fn total(counters: Vec<PyRef<'_, Counter>>) -> i64 {
        counters.iter().map(|counter| counter.count).sum()
    }

    #[pyfunction]
    fn change_copy(mut copied: Copied) -> Copied {
        copied.text.push('!');
        copied
    }

    #[pyfunction]
    fn is_counter(object: &Bound<'_, PyAny>) -> (bool, bool, bool) {
        (
            object.is_instance_of::<Counter>(),
            object.is_exact_instance_of::<Counter>(),
            object.cast::<Counter>().is_ok(),
        )
    }

    #[pyfunction]
    fn class_of(py: Python<'_>) -> Bound<'_, PyType> {
        py.get_type::<Counter>()
    }
}
