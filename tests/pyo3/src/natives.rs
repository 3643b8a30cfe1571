//! Classes that extend Python's own types.

use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{
    PyComplex, PyDate, PyDateTime, PyDelta, PyDict, PyFloat, PyFrozenSet, PyList, PySet, PyTime,
    PyTuple, PyTzInfo, PyWeakrefReference,
};

/// A class with a value and a method of its own on top of a native type, which gets the arguments.
macro_rules! extending {
    ($($class:ident: $base:ty;)*) => {
        $(
            #[pyclass(extends = $base, subclass)]
            #[derive(Default)]
            struct $class {
                #[pyo3(get, set)]
                note: Option<String>,
            }

            #[pymethods]
            impl $class {
                #[new]
                #[pyo3(signature = (*_args))]
                fn new(_args: &Bound<'_, PyTuple>) -> Self {
                    Self::default()
                }

                fn base_repr(slf: &Bound<'_, Self>) -> PyResult<String> {
                    Ok(slf.as_super().repr()?.to_string())
                }
            }
        )*
    };
}

extending! {
    Dict: PyDict;
    List: PyList;
    Set: PySet;
    FrozenSet: PyFrozenSet;
    Float: PyFloat;
    Complex: PyComplex;
    Date: PyDate;
    DateTime: PyDateTime;
    Time: PyTime;
    Delta: PyDelta;
    TzInfo: PyTzInfo;
    WeakReference: PyWeakrefReference;
    ValueError: PyValueError;
    OsError: PyOSError;
}

#[pymodule]
pub mod natives {
    #[pymodule_export]
    use super::{
        Complex, Date, DateTime, Delta, Dict, Float, FrozenSet, List, OsError, Set, Time, TzInfo,
        ValueError, WeakReference,
    };
}
