//! Signatures: every form a parameter can take, and what Python's own tools see of each.

use std::collections::HashMap;

use everbind::prelude::*;
use everbind::types::{PyDict, PyTuple};

type Dict<'a, 'py> = &'a Bound<'py, PyDict>;

/// `(args, kwargs)` as a function saw them, sorted so that results compare.
fn seen(
    args: &Bound<'_, PyTuple>,
    kwargs: Option<Dict<'_, '_>>,
) -> PyResult<(Vec<i64>, Vec<String>)> {
    let mut names: Vec<String> = match kwargs {
        Some(dict) => dict.keys().extract()?,
        None => Vec::new(),
    };
    names.sort();
    Ok((args.extract()?, names))
}

#[pymodule(submodule, name = "functions")]
pub mod topic {
    use super::*;

    /// Nothing in, nothing out.
    #[pyfunction]
    fn nothing() {}

    #[pyfunction]
    fn one(x: i64) -> i64 {
        x
    }

    /// Adds two integers.
    ///
    /// The second line of a doc comment,
    /// and its third.
    #[pyfunction]
    fn add(a: i64, b: i64) -> i64 {
        a + b
    }

    #[pyfunction]
    fn many(a: u8, b: u16, c: u32, d: u64, e: i8, f: i16, g: i32) -> i64 {
        let unsigned = i64::from(a) + i64::from(b) + i64::from(c) + d as i64;
        unsigned + i64::from(e) + i64::from(f) + i64::from(g)
    }

    #[pyfunction]
    #[pyo3(signature = (a, b=10, c=None))]
    fn defaults(a: i64, b: i64, c: Option<i64>) -> (i64, i64, Option<i64>) {
        (a, b, c)
    }

    #[pyfunction(signature = (s="text", i=-1, f=1.5, t=true, n=None, v=vec![1, 2]))]
    fn kinds(
        s: &str,
        i: i32,
        f: f64,
        t: bool,
        n: Option<String>,
        v: Vec<i32>,
    ) -> (String, i32, f64, bool, Option<String>, Vec<i32>) {
        (s.to_owned(), i, f, t, n, v)
    }

    #[pyfunction]
    #[pyo3(signature = (a, b=0, /))]
    fn positional_only(a: i64, b: i64) -> i64 {
        a - b
    }

    #[pyfunction]
    #[pyo3(signature = (a, /))]
    fn single_positional_only(a: i64) -> i64 {
        -a
    }

    #[pyfunction]
    #[pyo3(signature = (*, a, b=2))]
    fn keyword_only(a: i64, b: i64) -> (i64, i64) {
        (a, b)
    }

    #[pyfunction]
    #[pyo3(signature = (a, /, b, *, c, d=4))]
    fn all_kinds(a: i64, b: i64, c: i64, d: i64) -> (i64, i64, i64, i64) {
        (a, b, c, d)
    }

    #[pyfunction]
    #[pyo3(signature = (*args))]
    fn var_args(args: &Bound<'_, PyTuple>) -> PyResult<Vec<i64>> {
        args.extract()
    }

    #[pyfunction]
    #[pyo3(signature = (*args))]
    fn var_args_as_vec(args: Vec<i64>) -> i64 {
        args.iter().sum()
    }

    #[pyfunction]
    #[pyo3(signature = (**kwargs))]
    fn var_kwargs(kwargs: Option<Dict<'_, '_>>) -> usize {
        kwargs.map_or(0, |dict| dict.len())
    }

    #[pyfunction]
    #[pyo3(signature = (**kwargs))]
    fn var_kwargs_as_map(kwargs: Option<HashMap<String, i64>>) -> i64 {
        kwargs.map_or(-1, |map| map.values().sum())
    }

    #[pyfunction]
    #[pyo3(signature = (*args, **kwargs))]
    fn anything(
        args: &Bound<'_, PyTuple>,
        kwargs: Option<Dict<'_, '_>>,
    ) -> PyResult<(Vec<i64>, Vec<String>)> {
        seen(args, kwargs)
    }

    #[pyfunction]
    #[pyo3(signature = (num=10, *args, name="Hello", **kwargs))]
    fn everything(
        num: i32,
        args: &Bound<'_, PyTuple>,
        name: &str,
        kwargs: Option<Dict<'_, '_>>,
    ) -> PyResult<(i32, String, Vec<i64>, Vec<String>)> {
        let (args, kwargs) = seen(args, kwargs)?;
        Ok((num, name.to_owned(), args, kwargs))
    }

    #[pyfunction]
    #[pyo3(signature = (a, /, **kwargs))]
    fn shadowed(a: i64, kwargs: Option<Dict<'_, '_>>) -> PyResult<(i64, Option<i64>)> {
        let inner = match kwargs.map(|dict| dict.get_item("a")).transpose()?.flatten() {
            Some(value) => Some(value.extract()?),
            None => None,
        };
        Ok((a, inner))
    }

    #[pyfunction]
    #[pyo3(signature = (args=0, kwargs=None))]
    fn named_args_and_kwargs(args: i64, kwargs: Option<i64>) -> Option<i64> {
        kwargs.map(|value| args + value)
    }

    #[pyfunction]
    #[pyo3(signature = (value))]
    fn required_option(value: Option<i64>) -> Option<i64> {
        value
    }

    #[pyfunction]
    #[pyo3(signature = (value=Some(5)))]
    fn some_by_default(value: Option<i64>) -> Option<i64> {
        value
    }

    #[pyfunction]
    #[pyo3(signature = (r#struct="foo", r#type=1))]
    fn raw_names(r#struct: &str, r#type: u8) -> String {
        format!("{struct}{type}", r#struct = r#struct, r#type = r#type)
    }

    #[pyfunction]
    #[pyo3(name = "given_name")]
    fn rust_name() -> &'static str {
        "given"
    }

    #[pyfunction(name = "name_in_head", signature = (x=3))]
    fn also_rust_name(x: i64) -> i64 {
        x
    }

    #[pyfunction]
    #[pyo3(signature = (a, b=0, *, c=0), text_signature = "(a, b=zero, *, c=...)")]
    fn own_text(a: i64, b: i64, c: i64) -> i64 {
        a + b + c
    }

    /// A doc, but no signature.
    #[pyfunction]
    #[pyo3(text_signature = None)]
    fn no_text(a: i64) -> i64 {
        a
    }

    #[pyfunction]
    fn with_token(py: Python<'_>, x: i64) -> PyResult<i64> {
        let three: i64 = py.eval(c"3", None, None)?.extract()?;
        Ok(three * x)
    }

    #[pyfunction]
    fn token_only(py: Python<'_>) -> bool {
        py.None().is_none(py)
    }

    #[pyfunction]
    fn token_last(x: i64, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(x.into_pyobject(py)?.into_any().unbind())
    }

    #[pyfunction]
    #[pyo3(pass_module, signature = (x=1, *, y=2))]
    fn module_and_more(m: &Bound<'_, PyModule>, x: i64, y: i64) -> PyResult<(bool, i64)> {
        Ok((m.name()?.to_string().ends_with("functions"), x + y))
    }
}
