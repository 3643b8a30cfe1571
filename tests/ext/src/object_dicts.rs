//! `PyDict`, `PyMapping`, `PySet` and `PyFrozenSet`.

use std::collections::HashMap;

use everbind::IntoPyObjectExt;
use everbind::prelude::*;
use everbind::types::{IntoPyDict, PyDict, PyFrozenSet, PyMapping, PySet, PyTuple};

use crate::arguments::{Args, unknown};

#[pymodule(submodule, name = "object_dicts")]
pub mod topic {
    use super::*;

    #[pyfunction]
    #[pyo3(signature = (dict, operation, *args))]
    fn dict(
        dict: &Bound<'_, PyDict>,
        operation: &str,
        args: &Bound<'_, PyTuple>,
    ) -> PyResult<Py<PyAny>> {
        let py = dict.py();
        let args = Args(args);
        match operation {
            "copy" => dict.copy()?.into_py_any(py),
            "clear" => {
                dict.clear();
                Ok(py.None())
            }
            "len" => dict.len().into_py_any(py),
            "is_empty" => dict.is_empty().into_py_any(py),
            "contains" => dict.contains(args.any(0)?)?.into_py_any(py),
            "get_item" => dict.get_item(args.any(0)?)?.into_py_any(py),
            "set_item" => dict.set_item(args.any(0)?, args.any(1)?)?.into_py_any(py),
            "del_item" => dict.del_item(args.any(0)?)?.into_py_any(py),
            "keys" => dict.keys().into_py_any(py),
            "values" => dict.values().into_py_any(py),
            "items" => dict.items().into_py_any(py),
            "iter" => dict.iter().collect::<Vec<_>>().into_py_any(py),
            "size" => dict.iter().len().into_py_any(py),
            "mapping" => dict.as_mapping().len()?.into_py_any(py),
            "update" => dict.update(&args.cast::<PyMapping>(0)?)?.into_py_any(py),
            "update_if_missing" => {
                dict.update_if_missing(&args.cast::<PyMapping>(0)?)?.into_py_any(py)
            }
            other => Err(unknown(other)),
        }
    }

    /// Iterating over a dictionary that changes size is refused.
    #[pyfunction]
    fn grow_while_iterating(dict: &Bound<'_, PyDict>) -> PyResult<()> {
        for (key, value) in dict {
            dict.set_item((key, 1), value)?;
        }
        Ok(())
    }

    #[pyfunction]
    fn for_each(dict: &Bound<'_, PyDict>) -> PyResult<i64> {
        let total = std::cell::Cell::new(0);
        dict.locked_for_each(|_, value| {
            total.set(total.get() + value.extract::<i64>()?);
            Ok(())
        })?;
        Ok(total.get())
    }

    #[pyfunction]
    fn made(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
        let sequence = vec![("a", 1), ("b", 2)];
        Ok(vec![
            sequence.clone().into_py_dict(py)?,
            [(1, true), (2, false)].into_py_dict(py)?,
            HashMap::from([("k", "v")]).into_py_dict(py)?,
            PyDict::from_sequence(&sequence.into_bound_py_any(py)?)?,
            PyDict::new(py),
        ])
    }

    #[pyfunction]
    fn from_sequence<'py>(pairs: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
        PyDict::from_sequence(pairs)
    }

    #[pyfunction]
    #[pyo3(signature = (mapping, operation, *args))]
    fn mapping(
        mapping: &Bound<'_, PyMapping>,
        operation: &str,
        args: &Bound<'_, PyTuple>,
    ) -> PyResult<Py<PyAny>> {
        let py = mapping.py();
        let args = Args(args);
        match operation {
            "len" => mapping.len()?.into_py_any(py),
            "is_empty" => mapping.is_empty()?.into_py_any(py),
            "contains" => mapping.contains(args.any(0)?)?.into_py_any(py),
            "get_item" => mapping.get_item(args.any(0)?)?.into_py_any(py),
            "set_item" => mapping.set_item(args.any(0)?, args.any(1)?)?.into_py_any(py),
            "del_item" => mapping.del_item(args.any(0)?)?.into_py_any(py),
            "keys" => mapping.keys()?.into_py_any(py),
            "values" => mapping.values()?.into_py_any(py),
            "items" => mapping.items()?.into_py_any(py),
            other => Err(unknown(other)),
        }
    }

    #[pyfunction]
    #[pyo3(signature = (set, operation, *args))]
    fn set(
        set: &Bound<'_, PySet>,
        operation: &str,
        args: &Bound<'_, PyTuple>,
    ) -> PyResult<Py<PyAny>> {
        let py = set.py();
        let args = Args(args);
        match operation {
            "clear" => {
                set.clear();
                Ok(py.None())
            }
            "len" => set.len().into_py_any(py),
            "is_empty" => set.is_empty().into_py_any(py),
            "contains" => set.contains(args.any(0)?)?.into_py_any(py),
            "add" => set.add(args.any(0)?)?.into_py_any(py),
            "discard" => set.discard(args.any(0)?)?.into_py_any(py),
            "pop" => set.pop().into_py_any(py),
            "iter" => {
                let mut values: Vec<i64> =
                    set.iter().map(|item| item.extract()).collect::<PyResult<_>>()?;
                values.sort_unstable();
                values.into_py_any(py)
            }
            "size" => set.iter().len().into_py_any(py),
            other => Err(unknown(other)),
        }
    }

    #[pyfunction]
    fn new_sets(
        py: Python<'_>,
    ) -> PyResult<(Bound<'_, PySet>, Bound<'_, PySet>, Bound<'_, PyFrozenSet>)> {
        Ok((PySet::new(py, [1, 2, 1])?, PySet::empty(py)?, PyFrozenSet::new(py, ["a", "a"])?))
    }

    #[pyfunction]
    fn set_of_lists(py: Python<'_>) -> PyResult<Bound<'_, PySet>> {
        PySet::new(py, [vec![1]])
    }

    #[pyfunction]
    fn frozen_set(set: &Bound<'_, PyFrozenSet>, value: i64) -> PyResult<(usize, bool, i64)> {
        let total = set.iter().map(|item| item.extract::<i64>()).sum::<PyResult<i64>>()?;
        Ok((set.len(), set.contains(value)?, total))
    }
}
