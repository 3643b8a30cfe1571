//! The types of Python's that real projects use, by their constructors and methods.

use pyo3::buffer::PyBuffer;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{
    IntoPyDict, PyBool, PyByteArray, PyBytes, PyCapsule, PyDate, PyDateAccess, PyDateTime, PyDelta,
    PyDeltaAccess, PyDict, PyFloat, PyFrozenSet, PyFunction, PyInt, PyIterator, PyList, PyMapping,
    PyRange, PyRangeMethods, PySequence, PySet, PySlice, PyString, PyTime, PyTimeAccess, PyTuple,
    PyTzInfo, PyTzInfoAccess,
};
use pyo3::{BoundObject, CastError, IntoPyObjectExt, PyTypeInfo};

/// `Bound` of anything.
fn any<'py, T: IntoPyObject<'py>>(py: Python<'py>, value: T) -> PyResult<Bound<'py, PyAny>> {
    value.into_bound_py_any(py)
}

#[pymodule]
pub mod corpus_types {
    use super::*;

    #[pyfunction]
    fn dicts(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("a", 1)?;
        dict.set_item("b", py.None())?;
        assert!(dict.contains("a")? && dict.len() == 2 && !dict.is_empty());
        assert_eq!(dict.get_item("a")?.map(|value| value.extract::<i64>()).transpose()?, Some(1));
        assert!(dict.get_item("none")?.is_none());
        let keys: Vec<String> = dict.iter().map(|(key, _)| key.to_string()).collect();
        assert_eq!(keys, ["a", "b"]);
        assert_eq!((dict.keys().len(), dict.values().len(), dict.items().len()), (2, 2, 2));
        dict.del_item("b")?;
        let other = [("c", 3), ("d", 4)].into_py_dict(py)?;
        dict.update(other.as_mapping())?;
        dict.update_if_missing(other.as_mapping())?;
        let copy = dict.copy()?;
        copy.clear();
        assert!(copy.is_empty());
        Ok(vec![("e", 5)].into_py_dict(py)?.iter().fold(dict, |dict, (key, value)| {
            dict.set_item(key, value).expect("a string as key");
            dict
        }))
    }

    #[pyfunction]
    fn lists(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
        let list = PyList::new(py, [3, 1, 2])?;
        list.append(5)?;
        list.insert(0, 4)?;
        list.set_item(1, 9)?;
        list.del_item(2)?;
        list.sort()?;
        list.reverse()?;
        assert_eq!(list.get_item(0)?.extract::<i64>()?, 9);
        assert!(list.contains(9)? && list.index(9)? == 0 && list.len() == 4);
        assert_eq!(list.iter().map(|each| each.extract::<i64>().unwrap()).sum::<i64>(), 20);
        assert_eq!(
            list.get_slice(0, 2).len() + list.to_tuple().len() + list.as_sequence().len()?,
            10
        );
        assert!(PyList::empty(py).is_empty());
        Ok(list)
    }

    #[pyfunction]
    fn tuples(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        let tuple = PyTuple::new(py, ["x", "y"])?;
        assert_eq!(tuple.get_item(1)?.extract::<&str>()?, "y");
        assert_eq!(tuple.get_borrowed_item(0)?.to_string(), "x");
        assert_eq!((tuple.len(), tuple.iter().count(), tuple.iter_borrowed().count()), (2, 2, 2));
        assert!(PyTuple::empty(py).is_empty() && tuple.contains("x")? && tuple.index("y")? == 1);
        assert_eq!(tuple.to_list().len() + tuple.get_slice(0, 1).len(), 3);
        (1, "two", 3.0, tuple).into_pyobject(py)
    }

    #[pyfunction]
    fn texts<'py>(text: &Bound<'py, PyString>) -> PyResult<(Bound<'py, PyString>, usize)> {
        let py = text.py();
        assert_eq!(text.to_str()?, text.to_cow()?);
        assert_eq!(text.to_string_lossy(), text.to_str()?);
        assert_eq!(text.encode_utf8()?.as_bytes(), text.to_str()?.as_bytes());
        let backed: PyBackedStr = text.extract()?;
        let interned = PyString::intern(py, &backed);
        assert!(interned.as_any().eq(text)?);
        Ok((PyString::new(py, &backed.to_uppercase()), backed.len()))
    }

    #[pyfunction]
    fn bytes<'py>(
        bytes: &Bound<'py, PyBytes>,
    ) -> PyResult<(Bound<'py, PyBytes>, Bound<'py, PyByteArray>)> {
        let py = bytes.py();
        let backed: PyBackedBytes = bytes.extract()?;
        assert_eq!(&*backed, bytes.as_bytes());
        let filled = PyBytes::new_with(py, 3, |out| {
            out.copy_from_slice(&[7; 3]);
            Ok(())
        })?;
        assert_eq!(PyBytes::new(py, &backed).as_bytes(), bytes.as_bytes());
        let array = PyByteArray::new(py, &backed);
        assert_eq!((array.len(), array.to_vec()), (backed.len(), backed.to_vec()));
        array.resize(2)?;
        Ok((filled, array))
    }

    #[pyfunction]
    fn scalars(py: Python<'_>) -> PyResult<(bool, f64, Bound<'_, PyInt>)> {
        let yes: Borrowed<'_, '_, PyBool> = PyBool::new(py, true);
        let number: Bound<'_, PyInt> = 5_i64.into_pyobject(py)?;
        assert!(any(py, 1.5)?.is_exact_instance_of::<PyFloat>());
        Ok((yes.is_true(), PyFloat::new(py, 2.5).value(), number))
    }

    #[pyfunction]
    fn sets(py: Python<'_>) -> PyResult<(Bound<'_, PySet>, Bound<'_, PyFrozenSet>)> {
        let set = PySet::new(py, [1, 2])?;
        set.add(3)?;
        assert!(set.contains(1)? && set.discard(1)? && set.len() == 2 && set.iter().count() == 2);
        assert!(PySet::empty(py)?.pop().is_none());
        Ok((set, PyFrozenSet::new(py, ["a"])?))
    }

    #[pyfunction]
    fn abstracts(
        mapping: &Bound<'_, PyMapping>,
        sequence: &Bound<'_, PySequence>,
        iterator: &Bound<'_, PyIterator>,
    ) -> PyResult<(usize, usize, Vec<i64>)> {
        assert!(mapping.contains(sequence.get_item(0)?)? || mapping.keys()?.is_empty());
        let rest: PyResult<Vec<i64>> = iterator.clone().map(|each| each?.extract()).collect();
        Ok((mapping.len()?, sequence.to_list()?.len(), rest?))
    }

    #[pyfunction]
    fn slices(slice: &Bound<'_, PySlice>, length: isize) -> PyResult<(isize, isize, isize, usize)> {
        let indices = slice.indices(length)?;
        assert!(PySlice::full(slice.py()).indices(4)?.slicelength == 4);
        assert!(PySlice::new(slice.py(), 1, 3, 1).indices(9)?.slicelength == 2);
        Ok((indices.start, indices.stop, indices.step, indices.slicelength))
    }

    #[pyfunction]
    fn dates<'py>(when: &Bound<'py, PyDateTime>) -> PyResult<Bound<'py, PyDateTime>> {
        let py = when.py();
        let delta = PyDelta::new(py, 1, 2, 3, true)?;
        assert_eq!((delta.get_days(), delta.get_seconds(), delta.get_microseconds()), (1, 2, 3));
        let date = PyDate::new(py, when.get_year(), when.get_month(), when.get_day())?;
        assert!(when.is_instance_of::<PyDate>() && date.get_day() == when.get_day());
        let time = PyTime::new(py, 1, 2, 3, 4, None)?;
        assert_eq!(
            (time.get_hour(), time.get_fold(), when.get_minute()),
            (1, false, when.get_minute())
        );
        assert!(when.get_tzinfo().is_none() && PyTzInfo::utc(py)?.is_instance_of::<PyTzInfo>());
        when.add(delta)?.cast_into().map_err(PyErr::from)
    }

    #[pyfunction]
    fn buffers(py: Python<'_>, object: &Bound<'_, PyAny>) -> PyResult<(usize, Vec<u8>, bool)> {
        let buffer: PyBuffer<u8> = PyBuffer::get(object)?;
        Ok((buffer.item_count(), buffer.to_vec(py)?, buffer.is_c_contiguous() && buffer.readonly()))
    }

    #[pyfunction]
    fn others(py: Python<'_>, function: &Bound<'_, PyFunction>) -> PyResult<(i64, usize, bool)> {
        let capsule = PyCapsule::new_with_value(py, 5_i64, c"a.number")?;
        assert!(capsule.is_valid_checked(Some(c"a.number")));
        // SAFETY: the value is an i64, and the capsule is alive.
        let number = unsafe { *capsule.pointer_checked(Some(c"a.number"))?.cast::<i64>().as_ref() };
        let range = PyRange::new(py, 1, 4)?;
        Ok((function.call1((number,))?.extract()?, range.try_iter()?.count(), range.step()? == 1))
    }

    /// Casts that succeed and that fail.
    #[pyfunction]
    fn casts(object: Bound<'_, PyAny>) -> PyResult<String> {
        let failed: Result<&Bound<'_, PyDict>, CastError<'_, '_>> = object.cast::<PyDict>();
        let text = match failed {
            Ok(dict) => return Ok(format!("dict of {}", dict.len())),
            Err(error) => PyErr::from(error).to_string(),
        };
        assert!(
            object.cast_exact::<PyDict>().is_err()
                && PyList::type_object(object.py()).is_callable()
        );
        match object.cast_into::<PyList>() {
            Ok(list) => Ok(format!("list of {}", list.len())),
            Err(error) => Ok(format!("{text}; {}", error.into_inner().get_type().name()?)),
        }
    }

    /// Results by every route.
    #[pyfunction]
    fn routes(py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
        let text: Bound<'_, PyString> = "text".into_pyobject(py)?;
        Ok(vec![
            5_u8.into_py_any(py)?,
            any(py, (1, Some("x")))?.unbind(),
            text.into_any().unbind(),
            true.into_pyobject(py)?.into_bound().into_any().unbind(),
            py.Ellipsis(),
            py.NotImplemented(),
        ])
    }
}
