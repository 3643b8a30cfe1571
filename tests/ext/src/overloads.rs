//! Overloads: several functions under one name, chosen by a strict pass and then a converting one.

use std::collections::{BTreeMap, HashSet};

use everbind::exceptions::{PyKeyError, PyRuntimeError, PyValueError};
use everbind::prelude::*;
use everbind::types::{PyDict, PyTuple};

/// A type with a conversion of its own, which raises what the text asks for.
struct Picky(String);

impl<'a, 'py> FromPyObject<'a, 'py> for Picky {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let text: String = object.extract()?;
        match text.as_str() {
            "value" => Err(PyValueError::new_err("no such value")),
            "key" => Err(PyKeyError::new_err("no such key")),
            "stop" => Err(PyRuntimeError::new_err("stop here")),
            "panic" => panic!("a conversion panics"),
            _ => Ok(Picky(text)),
        }
    }
}

#[pymodule(submodule, name = "overloads")]
pub mod topic {
    use super::*;

    #[pyfunction]
    #[pyo3(name = "kind", overload)]
    fn kind_of_int(x: i64) -> String {
        format!("int {x}")
    }

    /// Of a number.
    ///
    /// Any number.
    #[pyfunction]
    #[pyo3(name = "kind", overload)]
    fn kind_of_float(x: f64) -> String {
        format!("float {x}")
    }

    #[pyfunction(overload, name = "kind")]
    fn kind_of_text(x: &str) -> String {
        format!("str {x}")
    }

    #[pyfunction(overload, name = "kind")]
    #[pyo3(signature = (x, /, *, deep=false))]
    fn kind_of_list(x: Vec<i32>, deep: bool) -> String {
        format!("list {x:?} {deep}")
    }

    overloads!(
        /// What kind of thing it is.
        kind = kind_of_int, kind_of_float, kind_of_text, kind_of_list;
    );

    #[pyfunction(overload)]
    fn wide(x: f64) -> &'static str {
        let _ = x;
        "float"
    }

    #[pyfunction(overload)]
    fn small(x: u8) -> &'static str {
        let _ = x;
        "u8"
    }

    #[pyfunction(overload)]
    fn truth(x: bool) -> &'static str {
        let _ = x;
        "bool"
    }

    #[pyfunction(overload)]
    fn large(x: i128) -> &'static str {
        let _ = x;
        "i128"
    }

    overloads!(number = wide, small, truth, large);
    everbind::overloads! { #[pyo3(name = "renamed")] alias = wide; only = small }

    #[pyfunction(overload)]
    fn opt(x: Option<f64>) -> String {
        format!("{x:?}")
    }

    #[pyfunction(overload)]
    fn opt_int(x: Option<i32>) -> String {
        format!("{x:?}")
    }

    overloads!(optional = opt, opt_int);

    #[pyfunction(overload)]
    fn of_floats(x: Vec<f64>) -> String {
        format!("list of floats {x:?}")
    }

    #[pyfunction(overload)]
    fn of_pair(x: (i32, String)) -> String {
        format!("pair {x:?}")
    }

    #[pyfunction(overload)]
    fn of_ints(x: [i32; 3]) -> String {
        format!("array of ints {x:?}")
    }

    #[pyfunction(overload)]
    fn of_dict(x: BTreeMap<String, i32>) -> String {
        format!("dict of ints {x:?}")
    }

    #[pyfunction(overload)]
    fn of_dict_of_floats(x: BTreeMap<String, f64>) -> String {
        format!("dict of floats {x:?}")
    }

    #[pyfunction(overload)]
    fn of_set(x: HashSet<i32>) -> String {
        format!("set of {} ints", x.len())
    }

    #[pyfunction(overload)]
    fn of_bytes(x: Vec<u8>) -> String {
        format!("bytes {x:?}")
    }

    overloads!(
        container =
            of_floats, of_pair, of_ints, of_dict, of_dict_of_floats, of_set, of_bytes;
    );

    #[pyfunction(overload)]
    #[pyo3(signature = (x, /))]
    fn one_int(x: i64) -> String {
        format!("int {x}")
    }

    #[pyfunction(overload)]
    #[pyo3(signature = (x, /))]
    fn one_text(x: String) -> String {
        format!("str {x}")
    }

    overloads!(one = one_int, one_text);
    overloads!(one_or_more = one_int, wide, one_text, truth, of_pair, of_set);

    #[pyfunction(overload)]
    fn by_radius(radius: f64) -> f64 {
        radius * radius * 3.0
    }

    #[pyfunction(overload)]
    #[pyo3(signature = (width, height=1.0))]
    fn by_sides(width: f64, height: f64) -> f64 {
        width * height
    }

    #[pyfunction(overload)]
    #[pyo3(signature = (*sides, **options))]
    fn by_many<'py>(
        sides: &Bound<'py, PyTuple>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> (usize, usize) {
        (sides.len(), options.map_or(0, |options| options.len()))
    }

    overloads!(area = by_radius, by_sides);
    overloads!(area_or_more = by_radius, by_sides, by_many);

    #[pyfunction(overload)]
    fn nothing() -> &'static str {
        "nothing"
    }

    overloads!(some_or_none = nothing, wide);

    #[pyfunction(overload)]
    fn picky(x: Picky) -> String {
        x.0
    }

    #[pyfunction(overload)]
    fn lazy(x: &Bound<'_, PyAny>) -> String {
        let _ = x;
        "any".to_owned()
    }

    overloads!(picked = picky, lazy);
    overloads!(refused = small, picky);

    #[pyfunction(overload)]
    fn fails(x: i64) -> PyResult<i64> {
        Err(PyValueError::new_err(format!("not {x}")))
    }

    #[pyfunction(overload)]
    fn panics(x: &str) -> i64 {
        panic!("{x}")
    }

    #[pyfunction(overload)]
    fn never(x: &Bound<'_, PyAny>) -> i64 {
        let _ = x;
        0
    }

    overloads!(failing = fails, panics, never);

    #[pyfunction(overload)]
    #[pyo3(pass_module, signature = (x, *, py_name="m"))]
    fn in_module(module: &Bound<'_, PyModule>, x: i64, py_name: &str) -> PyResult<String> {
        Ok(format!("{} {x} {py_name}", module.name()?))
    }

    fn doubled(x: &Bound<'_, PyAny>) -> PyResult<i64> {
        Ok(x.extract::<i64>()? * 2)
    }

    #[pyfunction(overload)]
    fn with_own(py: Python<'_>, #[pyo3(from_py_with = doubled)] x: i64, y: i64) -> String {
        let _ = py;
        format!("doubled {x} {y}")
    }

    overloads!(mixed = in_module, with_own);

    #[pyclass(subclass)]
    pub struct Shape {
        sides: Vec<f64>,
    }

    #[pymethods]
    impl Shape {
        /// A circle.
        #[new]
        #[pyo3(overload)]
        fn circle(radius: f64) -> Self {
            Shape { sides: vec![radius] }
        }

        #[new]
        #[pyo3(overload)]
        fn polygon(sides: Vec<f64>) -> PyResult<Self> {
            if sides.is_empty() {
                return Err(PyValueError::new_err("no sides"));
            }
            Ok(Shape { sides })
        }

        #[new]
        #[pyo3(overload, signature = (*, width, height=2.0))]
        fn rectangle(width: f64, height: f64) -> Self {
            Shape { sides: vec![width, height, width, height] }
        }

        #[getter]
        fn sides(&self) -> Vec<f64> {
            self.sides.clone()
        }

        /// All the same.
        #[pyo3(name = "scale", overload)]
        fn scale_by_int(&mut self, by: i64) -> String {
            self.sides.iter_mut().for_each(|side| *side *= by as f64);
            format!("int {by}")
        }

        #[pyo3(name = "scale", overload)]
        fn scale_by_float(mut slf: PyRefMut<'_, Self>, by: f64) -> String {
            slf.sides.iter_mut().for_each(|side| *side *= by);
            format!("float {by}")
        }

        #[pyo3(name = "scale", overload)]
        fn scale_by_each(slf: &Bound<'_, Self>, by: Vec<f64>) -> String {
            for (side, by) in slf.borrow_mut().sides.iter_mut().zip(&by) {
                *side *= by;
            }
            format!("each {by:?}")
        }

        #[staticmethod]
        #[pyo3(name = "of", overload)]
        fn of_int(x: i32) -> String {
            format!("of int {x}")
        }

        #[staticmethod]
        #[pyo3(name = "of", overload)]
        fn of_text(x: &str) -> String {
            format!("of str {x}")
        }

        #[classmethod]
        #[pyo3(name = "made", overload)]
        fn made_of_int(cls: &Bound<'_, everbind::types::PyType>, x: i32) -> PyResult<String> {
            Ok(format!("{} {x}", cls.name()?))
        }

        #[classmethod]
        #[pyo3(name = "made", overload)]
        fn made_of_shape(cls: &Bound<'_, everbind::types::PyType>, x: &Shape) -> PyResult<String> {
            Ok(format!("{} of {} sides", cls.name()?, x.sides.len()))
        }

        #[pyo3(name = "__call__", overload)]
        fn call_with_int(&self, x: i64) -> String {
            format!("called with int {x}")
        }

        #[pyo3(name = "__call__", overload, signature = (*texts, sep=" "))]
        fn call_with_texts(&self, texts: Vec<String>, sep: &str) -> String {
            format!("called with {}", texts.join(sep))
        }

        #[pyo3(name = "__add__", overload)]
        fn add_shape(&self, other: &Shape) -> Shape {
            Shape { sides: [&self.sides[..], &other.sides[..]].concat() }
        }

        #[pyo3(name = "__add__", overload)]
        fn add_number(&self, other: f64) -> Shape {
            Shape { sides: [&self.sides[..], &[other]].concat() }
        }

        #[pyo3(name = "__radd__", overload)]
        fn radd_number(&self, other: f64) -> Shape {
            Shape { sides: [&[other], &self.sides[..]].concat() }
        }

        #[pyo3(name = "__radd__", overload)]
        fn radd_text(&self, other: &str) -> String {
            format!("{other}{:?}", self.sides)
        }

        #[pyo3(name = "__iadd__", overload)]
        fn iadd_number(&mut self, other: f64) {
            self.sides.push(other);
        }

        #[pyo3(name = "__iadd__", overload)]
        fn iadd_list(&mut self, other: Vec<f64>) {
            self.sides.extend(other);
        }

        #[pyo3(name = "__eq__", overload)]
        fn eq_shape(&self, other: &Shape) -> bool {
            self.sides == other.sides
        }

        #[pyo3(name = "__eq__", overload)]
        fn eq_count(&self, other: usize) -> bool {
            self.sides.len() == other
        }

        #[pyo3(name = "__getitem__", overload)]
        fn get_by_index(&self, index: usize) -> PyResult<f64> {
            self.sides.get(index).copied().ok_or_else(|| PyKeyError::new_err(index))
        }

        #[pyo3(name = "__getitem__", overload)]
        fn get_by_name(&self, name: &str) -> String {
            format!("side {name}")
        }

        #[pyo3(name = "__setitem__", overload)]
        fn set_by_index(&mut self, index: usize, value: f64) -> PyResult<()> {
            let side = self.sides.get_mut(index);
            *side.ok_or_else(|| PyKeyError::new_err(index))? = value;
            Ok(())
        }

        #[pyo3(name = "__setitem__", overload)]
        fn set_by_name(&mut self, name: &str, value: f64) {
            let at = name.len();
            self.sides[at] = value;
        }

        #[pyo3(name = "__contains__", overload)]
        fn contains_side(&self, side: f64) -> bool {
            self.sides.contains(&side)
        }

        #[pyo3(name = "__contains__", overload)]
        fn contains_text(&self, text: &str) -> bool {
            text == "shape"
        }

        #[pyo3(name = "one", overload, signature = (x, /))]
        fn one_int(&self, x: u16) -> String {
            format!("u16 {x}")
        }

        #[pyo3(name = "one", overload, signature = (x, /))]
        fn one_bool(&self, x: bool) -> String {
            format!("bool {x}")
        }

        #[cfg(not(any()))]
        #[pyo3(name = "one", overload, signature = (x, /))]
        fn one_text(&self, x: &str) -> String {
            format!("str {x}")
        }

        #[cfg(any())]
        #[pyo3(name = "one", overload, signature = (x, /))]
        fn one_never(&self, x: Missing) -> String {
            x
        }

        #[pyo3(name = "one", overload, signature = (x, /))]
        fn one_float(&self, x: f64) -> String {
            format!("float {x}")
        }

        /// Runs `call` while the shape is borrowed mutably.
        fn during(&mut self, call: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
            call.call0().map(Bound::unbind)
        }
    }
}
