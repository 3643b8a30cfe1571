//! Names that are keywords, or that the macros' code might be suspected to use.
#![deny(warnings)]
#![allow(dead_code)]

use everbind::prelude::*;
use everbind::types::PyType;

/// Keywords of Rust.
#[pyclass(get_all, set_all)]
struct Record {
    r#type: i64,
    r#match: String,
}

#[pymethods]
impl Record {
    #[new]
    #[pyo3(signature = (r#type, r#match = String::new()))]
    fn new(r#type: i64, r#match: String) -> Self {
        Record { r#type, r#match }
    }

    fn r#move(&self, r#in: i64) -> i64 {
        self.r#type + r#in
    }

    #[getter]
    fn r#loop(&self) -> i64 {
        0
    }

    #[staticmethod]
    fn r#static(r#fn: i64) -> i64 {
        r#fn
    }

    #[classmethod]
    fn r#const(cls: &Bound<'_, PyType>) -> PyResult<String> {
        Ok(cls.name()?.to_string())
    }
}

#[pyclass(eq, eq_int)]
#[derive(PartialEq)]
enum Kind {
    r#Struct,
    #[pyo3(name = "None")]
    Nothing,
}

#[pyfunction]
fn r#type(r#struct: i64) -> i64 {
    r#struct
}

#[pyfunction]
#[pyo3(signature = (r#struct = 1, *, r#enum = 2))]
fn r#impl(r#struct: i64, r#enum: i64) -> i64 {
    r#struct + r#enum
}

/// Keywords and built-in names of Python.
#[pyfunction]
fn lambda(def: i64, class: i64, elif: i64) -> i64 {
    def + class + elif
}

#[pyfunction(name = "print")]
fn pass() {}

/// Words of the generated code.
mod words {
    use super::*;

    #[pyfunction]
    fn entry(slf: i64, args: i64, nargs: i64, kwnames: i64, py: i64, call: i64) -> i64 {
        slf + args + nargs + kwnames + py + call
    }

    #[pyfunction]
    fn definition(holder: i64, module: i64, value: i64, out: i64, body: i64) -> i64 {
        holder + module + value + out + body
    }

    #[pyfunction]
    fn fill() {}

    #[pymodule]
    fn module(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add_function(wrap_pyfunction!(entry, module)?)?;
        module.add_function(wrap_pyfunction!(definition, module)?)?;
        module.add_function(wrap_pyfunction!(self::fill, module)?)?;
        module.add_function(wrap_pyfunction!(super::words::fill, module)?)
    }

    pub mod inner {
        use everbind::prelude::*;

        #[pymodule]
        fn fill(py: Python<'_>, fill: &Bound<'_, PyModule>) -> PyResult<()> {
            fill.add("one", 1u8.into_pyobject(py)?)
        }

        #[pymodule]
        fn exec(_m: &Bound<'_, PyModule>) -> PyResult<()> {
            Ok(())
        }
    }
}

/// Types named like those of the runtime.
mod types {
    #[everbind::pyclass]
    struct Args {
        #[pyo3(get, set)]
        call: i64,
    }

    #[everbind::pymethods]
    impl Args {
        #[new]
        fn construct(call: i64) -> Self {
            Args { call }
        }

        fn entry(&self, out: &Args, body: &mut Args) -> i64 {
            body.call = out.call;
            self.call
        }

        fn __add__(&self, value: &Args) -> i64 {
            self.call + value.call
        }
    }

    #[everbind::pyclass]
    struct Python {}

    #[everbind::pyclass]
    struct PyResult;

    #[everbind::pyclass]
    struct Probe(i64);

    #[everbind::pyclass]
    enum Bound {
        Upper { limit: i64 },
        Lower(i64),
    }

    #[everbind::pyclass]
    enum ClassItems {
        MakeDef,
        True,
        False,
    }
}

fn main() {}
