//! Text, paths and bytes, both ways.

use std::borrow::Cow;
use std::ffi::{CStr, CString, OsStr, OsString};
use std::path::{Path, PathBuf};

use everbind::prelude::*;
use everbind::pybacked::{PyBackedBytes, PyBackedStr};

use crate::identity::identities;

identities! {
    string: String, character: char, path: PathBuf, os_string: OsString, c_string: CString,
    bytes: Vec<u8>, option_string: Option<String>, backed_str: PyBackedStr,
    backed_bytes: PyBackedBytes, array_of_bytes: [u8; 4],
}

#[pymodule(submodule, name = "text")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn str_ref(value: &str) -> &str {
        value
    }

    #[pyfunction]
    fn option_str_ref(value: Option<&str>) -> Option<&str> {
        value
    }

    #[pyfunction]
    fn cow_str(value: Cow<'_, str>) -> Cow<'_, str> {
        value
    }

    #[pyfunction]
    fn c_str(value: &CStr) -> &CStr {
        value
    }

    #[pyfunction]
    fn cow_path(value: Cow<'_, Path>) -> Cow<'_, Path> {
        value
    }

    #[pyfunction]
    fn path_ref(value: PathBuf) -> PyResult<Py<PyAny>> {
        Python::attach(|py| Ok(value.as_path().into_pyobject(py)?.into_any().unbind()))
    }

    #[pyfunction]
    fn cow_os_str(value: Cow<'_, OsStr>) -> Cow<'_, OsStr> {
        value
    }

    #[pyfunction]
    fn bytes_ref(value: &[u8]) -> &[u8] {
        value
    }

    #[pyfunction]
    fn cow_bytes(value: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
        value
    }

    #[pyfunction]
    fn byte_count(value: &[u8]) -> usize {
        value.len()
    }

    #[pyfunction]
    fn scalar_values(value: &str) -> Vec<u32> {
        value.chars().map(u32::from).collect()
    }

    #[pyfunction]
    fn from_scalar_values(values: Vec<u32>) -> Option<String> {
        values.into_iter().map(char::from_u32).collect()
    }

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        identities::register(m)
    }
}
