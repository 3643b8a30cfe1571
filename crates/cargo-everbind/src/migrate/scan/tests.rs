//! Sources, and what is found in them.

use std::fs;

use super::{Conditions, scan};

/// What is found in a crate of this one file: line and start of the finding.
fn found(source: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let lib = folder.path().join("lib.rs");
    fs::write(&lib, source).unwrap();
    let findings = scan(&lib, "pyo3", Conditions { build_config: false }).unwrap();
    findings.iter().map(|finding| format!("{}: {}", finding.line, finding.what)).collect()
}

fn check(source: &str, expected: &[&str]) {
    let found = found(source);
    assert_eq!(found.len(), expected.len(), "{source}\n{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{source}\n{found:#?}");
    }
}

#[test]
fn absent_names_are_found_where_they_are_pyo3s() {
    check(
        "use pyo3::{prelude::*, ToPyObject};",
        &["1: `pyo3::ToPyObject`, which PyO3 has up to 0.24"],
    );
    check("use pyo3::prelude::*;\nimpl IntoPy<PyObject> for X {}", &["2: `pyo3::prelude::IntoPy`"]);
    check(
        "fn f(py: pyo3::Python) { pyo3::types::PyDict::new_bound(py); }",
        &["1: `PyDict::new_bound`"],
    );
    check("use pyo3::types::*;\nfn f() { PyList::empty_bound(py) }", &["2: `PyList::empty_bound`"]);
    check(
        "use pyo3::prelude::*;\nfn f() { x.into_py(py); y.to_object(py) }",
        &["2: `into_py`", "2: `to_object`"],
    );
    check(
        "use pyo3::ffi;\nfn f() { unsafe { ffi::PyUnicode_DATA(x) } }",
        &["2: `pyo3::ffi::PyUnicode_DATA`"],
    );
    check("use pyo3::sync::PyMutex;", &["1: `pyo3::sync::PyMutex`, which everbind has not"]);
    check("use pyo3::class::iter::IterNextOutput;", &["1: `pyo3::class::iter`"]);
}

#[test]
fn macros_are_looked_into() {
    check("fn f() { vec![x.into_py(py)] }", &["1: `into_py`"]);
    check(
        "macro_rules! m { ($x:expr) => { pyo3::types::PyDict::new_bound($x.into_py(py)) } }",
        &["1: `PyDict::new_bound`", "1: `into_py`"],
    );
}

#[test]
fn other_names_are_left_alone() {
    for source in [
        "// pyo3::ToPyObject, x.into_py(py), &PyAny\nconst A: &str = \"use pyo3::ToPyObject; x.into_py(py)\";",
        "/// `IntoPy`\nuse other::ToPyObject; impl ToPyObject for X {}",
        "use pyo3::prelude::*; struct ToPyObject; fn f(x: &ToPyObject) {}",
        "use pyo3::prelude::*; trait Mine { fn into_py(self); } fn f(x: X) { x.into_py() }",
        "use pyo3::prelude::*; fn f(x: &Bound<'_, PyAny>, y: PyRef<'_, C>) -> PyResult<PyObject> { Python::with_gil(g) }",
        "use pyo3::prelude::*; #[cfg(PyPy)] fn f() { x.into_py(py) }",
        "use pyo3::prelude::*; #[cfg(test)] mod tests { use pyo3::ToPyObject; }",
        "use mine::PyAny; fn f(x: &PyAny) {}",
        "fn f(x: &Thing) { x.ob_type; (*x).name; sender.send(1) }",
        "use pyo3::prelude::*; #[pyclass] #[derive(Clone)] struct C; #[pyfunction] fn f(c: &C, d: PyRef<C>) -> C { C }",
    ] {
        check(source, &[]);
    }
}

#[test]
fn references_as_of_old_are_found() {
    check(
        "use pyo3::prelude::*;\n#[pymodule]\nfn m(_py: Python, m: &PyModule) -> PyResult<()> { Ok(()) }",
        &["3: `&PyModule`, a reference"],
    );
    check(
        "use pyo3::{types::PyDict, PyAny};\nfn f<'p>(d: Option<&'p PyDict>, a: &'p PyAny) {}",
        &["2: `&PyDict`", "2: `&PyAny`"],
    );
    check(
        "impl<'s> pyo3::FromPyObject<'s> for X { }",
        &["1: `FromPyObject<'py>` with one lifetime"],
    );
}

#[test]
fn classes_taken_by_value_are_found() {
    let class = "use pyo3::prelude::*;\n#[pyclass]\n#[derive(Clone)]\nstruct C;\n";
    for (user, found) in [
        ("#[pyfunction] fn f(c: Option<C>) {}", true),
        ("#[pymethods] impl D { fn f(&self, c: Vec<C>) {} }", true),
        ("#[derive(FromPyObject)] struct D { c: C }", true),
        ("fn f() { let c: C = x.extract()?; }", true),
        ("fn f() { x.extract::<C>() }", true),
        ("#[pyclass] struct D { #[pyo3(get, set)] c: C }", true),
        ("#[pyclass] struct D { #[pyo3(get)] c: C }", false),
        ("#[pyfunction] fn f(c: Py<C>) {}", false),
        ("fn f(c: C) {}", false),
        ("impl<'a, 'py> FromPyObject<'a, 'py> for C {}\n#[pyfunction] fn f(c: C) {}", false),
    ] {
        check(
            &format!("{class}{user}"),
            if found { &["5: `C` is taken from Python by value"] } else { &[] },
        );
    }
    let says = class.replace("pyclass", "pyclass(from_py_object)");
    check(&format!("{says}#[pyfunction] fn f(c: C) {{}}"), &[]);
}

#[test]
fn members_that_are_hidden_are_found() {
    let source =
        "use pyo3::ffi;\nfn f(t: *mut ffi::PyTypeObject) { unsafe { (*t).tp_base; (*t).tp_new } }";
    check(source, &["2: the member `tp_base`", "2: the member `tp_new`"]);
}

#[test]
fn modules_are_followed_as_rustc_does() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "lib.rs",
        "mod a; mod b; #[cfg(test)] mod tests; #[path = \"odd.rs\"] mod c; mod d { mod e; }",
    );
    write("a.rs", "mod inner;");
    for name in ["a/inner.rs", "b/mod.rs", "tests.rs", "odd.rs", "d/e.rs", "stray.rs"] {
        write(name, "use pyo3::ToPyObject;");
    }
    let findings =
        scan(&folder.path().join("lib.rs"), "pyo3", Conditions { build_config: false }).unwrap();
    let mut files: Vec<_> = findings
        .iter()
        .map(|f| f.file.strip_prefix(folder.path()).unwrap().display().to_string())
        .collect();
    files.sort();
    assert_eq!(files, ["a/inner.rs", "b/mod.rs", "d/e.rs", "odd.rs"]);
    assert!(
        scan(&folder.path().join("absent.rs"), "pyo3", Conditions { build_config: false }).is_err()
    );
}
