//! Fields handed out by reference, parts of values, and iterators that notice changes.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound::{Excluded, Unbounded};
use std::sync::atomic::{AtomicUsize, Ordering};

use everbind::class::{Cursor, Watched};
use everbind::prelude::*;
use everbind::{Traverse, Within};

static ALIVE: AtomicUsize = AtomicUsize::new(0);

/// Counts how many of it there are.
pub struct Counted;

impl Counted {
    fn new() -> Self {
        ALIVE.fetch_add(1, Ordering::Relaxed);
        Counted
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

#[pyclass(within, dict, weakref, subclass, from_py_object)]
#[derive(Traverse)]
pub struct Point {
    #[pyo3(get, set)]
    x: f64,
    #[pyo3(get, set)]
    y: f64,
    #[pyo3(get, set)]
    label: Option<Py<PyAny>>,
    _counted: Counted,
}

impl Clone for Point {
    fn clone(&self) -> Self {
        Point::at(self.x, self.y)
    }
}

impl Point {
    fn at(x: f64, y: f64) -> Self {
        Point { x, y, label: None, _counted: Counted::new() }
    }
}

#[pymethods]
impl Point {
    #[new]
    fn new(x: f64, y: f64) -> Self {
        Point::at(x, y)
    }

    fn norm(&self) -> f64 {
        self.x.hypot(self.y)
    }

    fn shift(&mut self, by: f64) {
        self.x += by;
    }

    fn call(&mut self, function: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Ok(function.call0()?.unbind())
    }

    fn doubled(slf: PyRef<'_, Self>) -> (f64, Py<Self>) {
        (slf.x * 2.0, slf.into())
    }

    fn swap(mut slf: PyRefMut<'_, Self>, other: &mut Point) {
        std::mem::swap(&mut slf.x, &mut other.x);
    }

    fn __repr__(&self) -> String {
        format!("({}, {})", self.x, self.y)
    }
}

#[pyclass(extends = Point)]
pub struct Pixel;

#[pymethods]
impl Pixel {
    #[new]
    fn new() -> (Self, Point) {
        (Pixel, Point::at(1.0, 2.0))
    }
}

#[pyclass(within, weakref)]
#[derive(Traverse)]
pub struct Line {
    #[pyo3(get, set, within)]
    start: Point,
    /// Where it ends.
    #[pyo3(get, within, name = "end")]
    end: Point,
}

#[pyclass(dict)]
pub struct Drawing {
    #[pyo3(get, within)]
    line: Line,
}

#[pymethods]
impl Drawing {
    #[new]
    fn new() -> Self {
        Drawing { line: Line { start: Point::at(1.0, 2.0), end: Point::at(3.0, 4.0) } }
    }

    fn xs(&self) -> (f64, f64) {
        (self.line.start.x, self.line.end.x)
    }

    fn replace(&mut self) {
        *self = Drawing::new();
    }

    fn during(&mut self, function: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Ok(function.call0()?.unbind())
    }

    fn reading(&self, function: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Ok(function.call0()?.unbind())
    }
}

#[pyclass(frozen, within)]
pub struct Fixed {
    #[pyo3(get)]
    value: i64,
    #[pyo3(get)]
    object: Py<PyAny>,
}

#[pyclass(frozen)]
pub struct FixedOwner {
    #[pyo3(get, within)]
    fixed: Fixed,
}

#[pymethods]
impl FixedOwner {
    #[new]
    fn new(value: i64, object: Py<PyAny>) -> Self {
        FixedOwner { fixed: Fixed { value, object } }
    }
}

/// Particles in a map: they can go away.
#[pyclass(dict)]
pub struct Cloud {
    masses: HashMap<String, f64>,
}

#[pyclass(dict)]
pub struct Particle(Within<Cloud, f64, String>);

#[pymethods]
impl Cloud {
    #[new]
    fn new() -> Self {
        Cloud { masses: HashMap::from([("a".into(), 1.0), ("b".into(), 2.0)]) }
    }

    fn __getitem__(slf: &Bound<'_, Self>, name: String) -> Particle {
        let part = Within::new(slf, name, |cloud, name| cloud.masses.get(name));
        Particle(part.with_mut(|cloud, name| cloud.masses.get_mut(name)))
    }

    fn fixed(slf: &Bound<'_, Self>, name: String) -> Particle {
        Particle(Within::new(slf, name, |cloud, name| cloud.masses.get(name)))
    }

    fn remove(&mut self, name: &str) -> Option<f64> {
        self.masses.remove(name)
    }

    fn during(&mut self, function: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Ok(function.call0()?.unbind())
    }
}

#[pymethods]
impl Particle {
    #[getter]
    fn mass(&self, py: Python<'_>) -> PyResult<f64> {
        Ok(*self.0.borrow(py)?)
    }

    #[setter]
    fn set_mass(&self, py: Python<'_>, mass: f64) -> PyResult<()> {
        *self.0.borrow_mut(py)? = mass;
        Ok(())
    }

    #[getter]
    fn cloud(&self, py: Python<'_>) -> Py<Cloud> {
        self.0.owner().clone_ref(py)
    }

    #[getter]
    fn name(&self) -> &str {
        self.0.key()
    }

    fn detached(&self, py: Python<'_>) -> PyResult<f64> {
        let mass = self.0.borrow(py)?;
        Ok(py.detach(|| *mass))
    }
}

#[pyclass(dict)]
pub struct Bag {
    items: Watched<Vec<i64>>,
}

everbind::iterator! {
    /// Iterates over a bag.
    pub struct BagIter -> i64 {
        |bag: Bag| bag.items
    }
}

#[pymethods]
impl Bag {
    #[new]
    fn new(items: Vec<i64>) -> Self {
        Bag { items: items.into() }
    }

    fn __iter__(slf: &Bound<'_, Self>) -> PyResult<BagIter> {
        BagIter::new(slf)
    }

    fn add(&mut self, item: i64) {
        self.items.push(item);
    }

    fn __setitem__(&mut self, index: usize, item: i64) {
        self.items.quietly()[index] = item;
    }
}

#[pyclass]
pub struct Index {
    entries: Watched<BTreeMap<String, i64>>,
}

#[pyclass]
pub struct Keys(Cursor<Index, Option<String>>);

#[pymethods]
impl Index {
    #[new]
    fn new(entries: BTreeMap<String, i64>) -> Self {
        Index { entries: entries.into() }
    }

    fn __iter__(slf: &Bound<'_, Self>) -> PyResult<Keys> {
        Ok(Keys(Cursor::new(slf, |index| index.entries.changes(), None)?))
    }

    fn __delitem__(&mut self, name: &str) {
        self.entries.remove(name);
    }
}

#[pymethods]
impl Keys {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<String>> {
        self.0.next(py, |index, last| {
            let key = match &*last {
                None => index.entries.keys().next()?,
                Some(last) => {
                    index.entries.range::<String, _>((Excluded(last), Unbounded)).next()?.0
                }
            };
            *last = Some(key.clone());
            Some(key.clone())
        })
    }
}

#[pymodule(submodule, name = "lifetimes")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{Bag, Cloud, Drawing, FixedOwner, Index, Line, Particle, Pixel, Point};

    #[pyfunction]
    fn alive() -> usize {
        ALIVE.load(Ordering::Relaxed)
    }

    #[pyfunction]
    fn copied(point: Point) -> Point {
        point
    }

    #[pyfunction]
    fn norm(point: &Point) -> f64 {
        point.norm()
    }

    #[pyfunction]
    fn detached(py: Python<'_>, point: everbind::PyClassGuard<'_, Point>) -> f64 {
        py.detach(|| point.norm())
    }

    #[pyfunction]
    fn held(point: everbind::PyClassGuardMut<'_, Point>, f: &Bound<'_, PyAny>) -> PyResult<f64> {
        f.call0()?;
        Ok(point.x)
    }
}
