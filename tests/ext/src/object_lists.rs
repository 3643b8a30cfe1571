//! `PyList`, `PyTuple`, `PySequence` and `PyIterator`.

use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::types::{PyIterator, PyList, PySequence, PyTuple};
use everbind::{IntoPyObjectExt, Py};

use crate::arguments::{Args, unknown};

#[pymodule(submodule, name = "object_lists")]
pub mod topic {
    use super::*;

    #[pyfunction]
    #[pyo3(signature = (list, operation, *args))]
    fn list(
        list: &Bound<'_, PyList>,
        operation: &str,
        args: &Bound<'_, PyTuple>,
    ) -> PyResult<Py<PyAny>> {
        let py = list.py();
        let args = Args(args);
        match operation {
            "len" => list.len().into_py_any(py),
            "is_empty" => list.is_empty().into_py_any(py),
            "get_item" => list.get_item(args.at(0)?)?.into_py_any(py),
            "get_slice" => list.get_slice(args.at(0)?, args.at(1)?).into_py_any(py),
            "set_item" => list.set_item(args.at(0)?, args.any(1)?)?.into_py_any(py),
            "del_item" => list.del_item(args.at(0)?)?.into_py_any(py),
            "set_slice" => list.set_slice(args.at(0)?, args.at(1)?, &args.any(2)?)?.into_py_any(py),
            "del_slice" => list.del_slice(args.at(0)?, args.at(1)?)?.into_py_any(py),
            "append" => list.append(args.any(0)?)?.into_py_any(py),
            "insert" => list.insert(args.at(0)?, args.any(1)?)?.into_py_any(py),
            "contains" => list.contains(args.any(0)?)?.into_py_any(py),
            "index" => list.index(args.any(0)?)?.into_py_any(py),
            "sort" => list.sort()?.into_py_any(py),
            "reverse" => list.reverse()?.into_py_any(py),
            "to_tuple" => list.to_tuple().into_py_any(py),
            "sequence" => list.as_sequence().len()?.into_py_any(py),
            "reversed" => list.iter().rev().collect::<Vec<_>>().into_py_any(py),
            "iter" => list
                .iter()
                .map(|item| item.extract())
                .collect::<PyResult<Vec<i64>>>()?
                .into_py_any(py),
            "size" => list.iter().len().into_py_any(py),
            other => Err(unknown(other)),
        }
    }

    #[pyfunction]
    fn new_list<'py>(py: Python<'py>, n: i64) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, 0..n)
    }

    #[pyfunction]
    fn mixed_list(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
        let list = PyList::empty(py);
        list.append(1)?;
        list.append("two")?;
        list.append(3.0)?;
        list.append(())?;
        list.append(py.None())?;
        Ok(list)
    }

    /// An iterator that says it has more than it gives must not leave a hole.
    #[pyfunction]
    fn for_each(list: &Bound<'_, PyList>) -> PyResult<i64> {
        let total = std::cell::Cell::new(0);
        list.locked_for_each(|item| {
            total.set(total.get() + item.extract::<i64>()?);
            Ok(())
        })?;
        Ok(total.get())
    }

    #[pyfunction]
    #[pyo3(signature = (tuple, operation, *args))]
    fn tuple(
        tuple: &Bound<'_, PyTuple>,
        operation: &str,
        args: &Bound<'_, PyTuple>,
    ) -> PyResult<Py<PyAny>> {
        let py = tuple.py();
        let args = Args(args);
        match operation {
            "len" => tuple.len().into_py_any(py),
            "is_empty" => tuple.is_empty().into_py_any(py),
            "get_item" => tuple.get_item(args.at(0)?)?.into_py_any(py),
            "borrowed" => tuple.get_borrowed_item(args.at(0)?)?.to_owned().into_py_any(py),
            "get_slice" => tuple.get_slice(args.at(0)?, args.at(1)?).into_py_any(py),
            "contains" => tuple.contains(args.any(0)?)?.into_py_any(py),
            "index" => tuple.index(args.any(0)?)?.into_py_any(py),
            "to_list" => tuple.to_list().into_py_any(py),
            "reversed" => tuple.iter().rev().collect::<Vec<_>>().into_py_any(py),
            "iter_borrowed" => tuple
                .iter_borrowed()
                .map(|item| item.extract())
                .collect::<PyResult<Vec<i64>>>()?
                .into_py_any(py),
            "size" => tuple.iter().len().into_py_any(py),
            "sequence" => tuple.as_sequence().len()?.into_py_any(py),
            other => Err(unknown(other)),
        }
    }

    #[pyfunction]
    fn new_tuple<'py>(py: Python<'py>, n: usize) -> PyResult<Bound<'py, PyTuple>> {
        if n == 0 { Ok(PyTuple::empty(py)) } else { PyTuple::new(py, 0..n) }
    }

    /// `n` times the object; the one at `failing` cannot be converted.
    struct Element<'py>(Bound<'py, PyAny>, bool);

    impl<'py> IntoPyObject<'py> for Element<'py> {
        type Target = PyAny;
        type Output = Bound<'py, PyAny>;
        type Error = PyErr;

        fn into_pyobject(self, _: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
            if self.1 { Err(PyValueError::new_err("no element")) } else { Ok(self.0) }
        }
    }

    #[pyfunction]
    #[pyo3(signature = (object, n, failing = None))]
    fn filled<'py>(
        object: &Bound<'py, PyAny>,
        n: usize,
        failing: Option<usize>,
    ) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyList>)> {
        let elements = || (0..n).map(|i| Element(object.clone(), Some(i) == failing));
        Ok((PyTuple::new(object.py(), elements())?, PyList::new(object.py(), elements())?))
    }

    #[pyfunction]
    #[pyo3(signature = (sequence, operation, *args))]
    fn sequence(
        sequence: &Bound<'_, PySequence>,
        operation: &str,
        args: &Bound<'_, PyTuple>,
    ) -> PyResult<Py<PyAny>> {
        let py = sequence.py();
        let args = Args(args);
        match operation {
            "len" => sequence.len()?.into_py_any(py),
            "is_empty" => sequence.is_empty()?.into_py_any(py),
            "concat" => sequence.concat(&args.cast::<PySequence>(0)?)?.into_py_any(py),
            "repeat" => sequence.repeat(args.at(0)?)?.into_py_any(py),
            "iconcat" => sequence.in_place_concat(&args.cast::<PySequence>(0)?)?.into_py_any(py),
            "irepeat" => sequence.in_place_repeat(args.at(0)?)?.into_py_any(py),
            "get_item" => sequence.get_item(args.at(0)?)?.into_py_any(py),
            "get_slice" => sequence.get_slice(args.at(0)?, args.at(1)?)?.into_py_any(py),
            "set_item" => sequence.set_item(args.at(0)?, args.any(1)?)?.into_py_any(py),
            "del_item" => sequence.del_item(args.at(0)?)?.into_py_any(py),
            "count" => sequence.count(args.any(0)?)?.into_py_any(py),
            "contains" => sequence.contains(args.any(0)?)?.into_py_any(py),
            "index" => sequence.index(args.any(0)?)?.into_py_any(py),
            "to_list" => sequence.to_list()?.into_py_any(py),
            "to_tuple" => sequence.to_tuple()?.into_py_any(py),
            other => Err(unknown(other)),
        }
    }

    /// What an iterator gives until it ends or fails.
    #[pyfunction]
    fn drain(iterable: &Bound<'_, PyAny>) -> PyResult<(Vec<i64>, Option<String>)> {
        let mut values = Vec::new();
        for item in iterable.try_iter()? {
            match item.and_then(|item| item.extract::<i64>()) {
                Ok(value) => values.push(value),
                Err(error) => return Ok((values, Some(error.to_string()))),
            }
        }
        Ok((values, None))
    }

    #[pyfunction]
    fn next_of<'py>(mut iterator: Bound<'py, PyIterator>) -> PyResult<Option<Bound<'py, PyAny>>> {
        iterator.next().transpose()
    }
}
