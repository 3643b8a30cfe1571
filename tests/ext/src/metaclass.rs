//! Metaclasses written in Rust, and Rust data in type objects.

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::types::{PyDict, PySuper, PyTuple, PyType};

/// How many values of [`Counted`] are alive.
static ALIVE: AtomicI64 = AtomicI64::new(0);
/// How often the hook of [`Unit`] has run.
static HOOKS: AtomicUsize = AtomicUsize::new(0);

/// A value that is counted.
pub struct Counted;

impl Counted {
    fn new() -> Self {
        ALIVE.fetch_add(1, Ordering::Relaxed);
        Counted
    }
}

impl Default for Counted {
    fn default() -> Self {
        Counted::new()
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A metaclass with data that never change, and that Python may derive.
#[pyclass(module = "everbind_tests.metaclass", extends = PyType, frozen, subclass)]
#[derive(Default)]
pub struct Unit {
    #[pyo3(get)]
    symbol: String,
    #[pyo3(get)]
    depth: usize,
    #[pyo3(get)]
    origin: Option<Py<PyAny>>,
    _counted: Counted,
}

#[pymethods]
impl Unit {
    /// What a class that Python derives gets.
    #[subclass_data]
    fn derived(base: &Self, class: &Bound<'_, PyType>) -> PyResult<Self> {
        HOOKS.fetch_add(1, Ordering::Relaxed);
        let py = class.py();
        let name: String = class.name()?.extract()?;
        match name.as_str() {
            "Refused" => return Err(PyValueError::new_err("refused by the hook")),
            "Panics" => panic!("the hook has panicked"),
            "Impatient" => {
                class.cast::<Unit>()?;
            }
            _ => {}
        }
        let symbol = match class.getattr("__dict__")?.get_item("symbol_") {
            Ok(symbol) => symbol.extract()?,
            Err(_) => format!("{}'", base.symbol),
        };
        let origin = base.origin.as_ref().map(|origin| origin.clone_ref(py));
        Ok(Unit { symbol, depth: base.depth + 1, origin, _counted: Counted::new() })
    }

    fn describe(slf: &Bound<'_, Self>) -> PyResult<String> {
        let name: String = slf.cast::<PyType>()?.name()?.extract()?;
        Ok(format!("{name} in {}", slf.get().symbol))
    }

    fn __len__(&self) -> usize {
        self.depth
    }
}

#[pyclass(
    module = "everbind_tests.metaclass",
    metaclass = Unit,
    type_data = Unit {
        symbol: "m".to_owned(),
        depth: 0,
        origin: Some(py.None()),
        _counted: Counted::new(),
    },
    subclass,
    dict,
    weakref,
    generic
)]
pub struct Metre {
    #[pyo3(get, set)]
    value: f64,
}

#[pymethods]
impl Metre {
    #[new]
    #[pyo3(signature = (value=0.0))]
    fn new(value: f64) -> Self {
        Metre { value }
    }

    fn text(slf: &Bound<'_, Self>) -> PyResult<String> {
        let value = slf.borrow().value;
        Ok(format!("{value}{}", slf.get_type().cast::<Unit>()?.get().symbol))
    }

    #[classmethod]
    #[pyo3(signature = (**kwargs))]
    fn __init_subclass__(
        cls: &Bound<'_, PyType>,
        kwargs: Option<Bound<'_, PyDict>>,
    ) -> PyResult<()> {
        // The data are there already.
        let symbol = cls.cast::<Unit>()?.get().symbol.clone();
        cls.setattr("seen_by_init_subclass", (symbol, kwargs))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyType>, (f64,)) {
        (slf.get_type(), (slf.borrow().value,))
    }
}

/// A native class that extends one with a metaclass, without naming it.
#[pyclass(module = "everbind_tests.metaclass", extends = Metre, subclass)]
pub struct Kilometre;

#[pymethods]
impl Kilometre {
    #[new]
    fn new(value: f64) -> (Self, Metre) {
        (Kilometre, Metre { value: value * 1000.0 })
    }
}

/// A class that cannot be derived from, with numbers alone.
#[pyclass(module = "everbind_tests.metaclass", metaclass = Unit, frozen, get_all, new = "from_fields")]
pub struct Point {
    x: f64,
    y: f64,
}

/// A metaclass that changes, that Python may not derive, and with class properties.
#[pyclass(module = "everbind_tests.metaclass", extends = PyType)]
#[derive(Default)]
pub struct Registry {
    #[pyo3(get, set)]
    limit: i64,
    names: Vec<String>,
    objects: Vec<Py<PyAny>>,
    initialised: bool,
    _counted: Counted,
}

#[pymethods]
impl Registry {
    #[pyo3(signature = (*_args, **_kwargs))]
    fn __init__(&mut self, _args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) {
        self.initialised = true;
    }

    #[getter]
    fn initialised(&self) -> bool {
        self.initialised
    }

    #[getter]
    fn names(&self) -> Vec<String> {
        self.names.clone()
    }

    #[setter]
    fn set_names(&mut self, names: Vec<String>) {
        self.names = names;
    }

    #[deleter]
    fn delete_names(&mut self) {
        self.names.clear();
    }

    fn keep(&mut self, object: Py<PyAny>) {
        self.objects.push(object);
    }

    fn hold(slf: &Bound<'_, Self>, during: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let _held = slf.borrow_mut();
        Ok(during.call0()?.unbind())
    }

    fn __iter__(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        let names = slf.borrow().names.clone().into_pyobject(slf.py())?;
        Ok(names.call_method0("__iter__")?.unbind())
    }

    fn __contains__(&self, name: &str) -> bool {
        self.names.iter().any(|each| each == name)
    }

    fn __getattr__(&self, name: &str) -> PyResult<String> {
        match self.names.iter().find(|each| *each == name) {
            Some(name) => Ok(name.to_uppercase()),
            None => Err(everbind::exceptions::PyAttributeError::new_err(name.to_owned())),
        }
    }
}

#[pyclass(module = "everbind_tests.metaclass", metaclass = Registry, subclass)]
pub struct Registered;

#[pymethods]
impl Registered {
    #[new]
    fn new() -> Self {
        Registered
    }
}

/// A metaclass that says what a call of its classes does.
#[pyclass(module = "everbind_tests.metaclass", extends = PyType, frozen)]
#[derive(Default)]
pub struct Calling;

#[pymethods]
impl Calling {
    #[pyo3(signature = (*args))]
    fn __call__<'py>(
        slf: &Bound<'py, Self>,
        args: Bound<'py, PyTuple>,
    ) -> PyResult<(&'static str, Bound<'py, PyAny>)> {
        let made =
            slf.py().get_type::<PyType>().call_method1("__call__", (slf,)).or_else(|_| {
                slf.py().get_type::<PyType>().getattr("__call__")?.call1((slf, args.get_item(0)?))
            })?;
        Ok(("called", made))
    }
}

#[pyclass(module = "everbind_tests.metaclass", metaclass = Calling, immutable_type)]
pub struct Called(#[pyo3(get, name = "value")] i64);

#[pymethods]
impl Called {
    #[new]
    fn new(value: i64) -> Self {
        Called(value)
    }
}

/// A metaclass that extends one of ours, with data of its own.
#[pyclass(module = "everbind_tests.metaclass", extends = Unit, frozen, subclass)]
#[derive(Default)]
pub struct Scaled {
    #[pyo3(get)]
    factor: f64,
}

#[pyclass(
    module = "everbind_tests.metaclass",
    extends = Metre,
    metaclass = Scaled,
    type_data = PyResult::Ok(Scaled { factor: 0.01 }),
    subclass
)]
pub struct Centimetre;

#[pymethods]
impl Centimetre {
    #[new]
    fn new(value: f64) -> (Self, Metre) {
        (Centimetre, Metre { value })
    }
}

/// A hook without a metaclass.
#[pyclass(module = "everbind_tests.metaclass", subclass)]
pub struct Hooked;

#[pymethods]
impl Hooked {
    #[new]
    fn new() -> Self {
        Hooked
    }

    #[classmethod]
    #[pyo3(signature = (tag=None, **kwargs))]
    fn __init_subclass__(
        cls: &Bound<'_, PyType>,
        tag: Option<String>,
        kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<()> {
        let name: String = cls.name()?.extract()?;
        if tag.as_deref() == Some("refuse") {
            return Err(PyValueError::new_err(format!("not as {name}")));
        }
        cls.setattr("tag", tag.unwrap_or(name))?;
        let own = cls.py().get_type::<Hooked>();
        PySuper::new(&own, cls)?.call_method("__init_subclass__", (), kwargs)?;
        Ok(())
    }
}

#[overridable]
pub trait Measuring {
    fn measure(&self, scale: f64) -> PyResult<f64>;
}

/// Has a metaclass and methods to be overridden.
#[pyclass(module = "everbind_tests.metaclass", metaclass = Unit, subclass, overridable = Measuring)]
pub struct Measured;

#[pymethods]
impl Measured {
    #[new]
    fn new() -> Self {
        Measured
    }
}

impl Measuring for Measured {
    fn measure(&self, scale: f64) -> PyResult<f64> {
        Ok(scale)
    }
}

/// What cannot be made; the tests ask for it.
#[pyclass(metaclass = Unit, type_data = PyResult::<Unit>::Err(PyValueError::new_err("no data")))]
struct NoData;

#[pyclass(metaclass = Unit, type_data = endless(py))]
struct Endless;

fn endless(py: Python<'_>) -> PyResult<Unit> {
    PyModule::new(py, "nothing")?.add_class::<Endless>()?;
    Ok(Unit::default())
}

#[pyclass(extends = Metre, metaclass = Registry)]
struct Conflict;

#[pymodule(submodule, name = "metaclass")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{
        Called, Calling, Centimetre, Hooked, Kilometre, Measured, Metre, Point, Registered,
        Registry, Scaled, Unit,
    };

    /// How many data of `Unit` and `Registry` are alive.
    #[pyfunction]
    fn alive() -> i64 {
        ALIVE.load(Ordering::Relaxed)
    }

    #[pyfunction]
    fn hooks() -> usize {
        HOOKS.load(Ordering::Relaxed)
    }

    /// By `type_data`, a cast and a reference parameter.
    #[pyfunction]
    fn symbol_of_metre(py: Python<'_>) -> String {
        Metre::type_data(py).get().symbol.clone()
    }

    #[pyfunction]
    fn symbol(class: &Bound<'_, PyAny>) -> PyResult<String> {
        Ok(class.cast::<Unit>()?.get().symbol.clone())
    }

    #[pyfunction]
    fn symbol_by_reference(unit: &Unit) -> String {
        unit.symbol.clone()
    }

    #[pyfunction]
    fn exactly(class: &Bound<'_, PyAny>) -> PyResult<String> {
        Ok(class.cast_exact::<Unit>()?.get().symbol.clone())
    }

    #[pyfunction]
    fn limit(registry: PyRef<'_, Registry>) -> i64 {
        registry.limit
    }

    #[pyfunction]
    fn base_symbol(class: &Bound<'_, Scaled>) -> String {
        format!("{} {}", class.as_super().get().symbol, class.get().factor)
    }

    #[pyfunction]
    fn new_unit(py: Python<'_>) -> PyResult<Py<Unit>> {
        Py::new(py, Unit::default())
    }

    #[pyfunction]
    fn measure(measured: &Bound<'_, Measured>) -> PyResult<f64> {
        measured.py_measure(2.0)
    }

    /// Makes a class whose making fails.
    #[pyfunction]
    fn make(py: Python<'_>, which: &str) -> PyResult<()> {
        let module = PyModule::new(py, "nothing")?;
        match which {
            "no_data" => module.add_class::<NoData>(),
            "endless" => module.add_class::<Endless>(),
            "conflict" => module.add_class::<Conflict>(),
            _ => module.add_class::<Metre>(),
        }
    }
}
