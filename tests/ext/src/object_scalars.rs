//! `PyString`, `PyBytes`, `PyByteArray`, `PyMemoryView`, numbers, `PySlice`, `PyRange` and the
//! singletons.

use everbind::IntoPyObjectExt;
use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::types::{
    PyBool, PyByteArray, PyBytes, PyComplex, PyEllipsis, PyFloat, PyInt, PyMemoryView, PyNone,
    PyNotImplemented, PyRange, PyRangeMethods, PySlice, PyString,
};

#[pymodule(submodule, name = "object_scalars")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn string(text: &Bound<'_, PyString>, operation: &str) -> PyResult<Py<PyAny>> {
        let py = text.py();
        match operation {
            "to_str" => text.to_str()?.into_py_any(py),
            "to_cow" => text.to_cow()?.into_py_any(py),
            "lossy" => text.to_string_lossy().into_py_any(py),
            "encode" => text.encode_utf8()?.into_py_any(py),
            "display" => text.to_string().into_py_any(py),
            "equal" => (text == "equal", *text == *"equal").into_py_any(py),
            other => Err(PyValueError::new_err(other.to_owned())),
        }
    }

    #[pyfunction]
    fn new_strings(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyString>>> {
        let bytes = PyBytes::new(py, b"caf\xe9");
        Ok(vec![
            PyString::new(py, "naïve"),
            PyString::intern(py, "interned by everbind"),
            PyString::from_bytes(py, "é".as_bytes())?,
            PyString::from_encoded_object(&bytes, Some(c"latin-1"), None)?,
            PyString::from_fmt(py, format_args!("{}-{}", 1, 2))?,
        ])
    }

    #[pyfunction]
    fn bad_utf8(py: Python<'_>) -> PyResult<Bound<'_, PyString>> {
        PyString::from_bytes(py, b"ok\xff")
    }

    #[pyfunction]
    fn bytes<'py>(value: &Bound<'py, PyBytes>) -> (usize, u8, bool) {
        (value.as_bytes().len(), value[0], value == b"abc".as_slice())
    }

    #[pyfunction]
    fn new_bytes(py: Python<'_>, n: usize, fail: bool) -> PyResult<Bound<'_, PyBytes>> {
        PyBytes::new_with(py, n, |buffer| {
            if fail {
                return Err(PyValueError::new_err("while filling"));
            }
            assert!(buffer.iter().all(|byte| *byte == 0), "a fresh buffer holds zeros");
            buffer.fill(b'x');
            Ok(())
        })
    }

    #[pyfunction]
    fn byte_array(array: &Bound<'_, PyByteArray>) -> PyResult<(Vec<u8>, usize, bool)> {
        let before = array.to_vec();
        array.resize(before.len() + 2)?;
        Ok((before, array.len(), array.is_empty()))
    }

    #[pyfunction]
    fn new_byte_arrays(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyByteArray>>> {
        let made = PyByteArray::new_with(py, 2, |buffer| {
            buffer.copy_from_slice(b"ok");
            Ok(())
        })?;
        let copied = PyByteArray::from(&PyBytes::new(py, b"from"))?;
        Ok(vec![PyByteArray::new(py, b"new"), made, copied])
    }

    #[pyfunction]
    fn memory_view<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyMemoryView>> {
        PyMemoryView::from(value)
    }

    #[pyfunction]
    fn numbers(
        py: Python<'_>,
    ) -> (Bound<'_, PyInt>, Bound<'_, PyFloat>, Bound<'_, PyBool>, Bound<'_, PyComplex>) {
        (
            PyInt::new(py, u64::MAX),
            PyFloat::new(py, 0.5),
            PyBool::new(py, true).to_owned(),
            PyComplex::from_doubles(py, 1.0, -2.0),
        )
    }

    #[pyfunction]
    fn float_value(value: &Bound<'_, PyFloat>) -> (f64, bool) {
        (value.value(), *value == 0.5)
    }

    #[pyfunction]
    fn int_equal(value: &Bound<'_, PyInt>) -> (bool, bool) {
        (*value == 5_u8, *value == -1_i64)
    }

    #[pyfunction]
    fn bool_value(value: &Bound<'_, PyBool>) -> (bool, bool) {
        (value.is_true(), *value == true)
    }

    #[pyfunction]
    fn complex_parts(value: &Bound<'_, PyComplex>) -> (f64, f64) {
        (value.real(), value.imag())
    }

    #[pyfunction]
    fn slice_indices(
        slice: &Bound<'_, PySlice>,
        length: isize,
    ) -> PyResult<(isize, isize, isize, usize)> {
        let indices = slice.indices(length)?;
        Ok((indices.start, indices.stop, indices.step, indices.slicelength))
    }

    #[pyfunction]
    fn new_slices(py: Python<'_>) -> (Bound<'_, PySlice>, Bound<'_, PySlice>) {
        (PySlice::new(py, 1, 10, 2), PySlice::full(py))
    }

    #[pyfunction]
    fn ranges(py: Python<'_>) -> PyResult<(Bound<'_, PyRange>, isize, isize, isize)> {
        let range = PyRange::new_with_step(py, 1, 10, 3)?;
        let (start, stop, step) = (range.start()?, range.stop()?, range.step()?);
        Ok((range, start, stop, step))
    }

    #[pyfunction]
    fn singletons(py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
        Ok(vec![
            PyNone::get(py).into_py_any(py)?,
            PyEllipsis::get(py).into_py_any(py)?,
            PyNotImplemented::get(py).into_py_any(py)?,
            py.None(),
            py.Ellipsis(),
            py.NotImplemented(),
        ])
    }

    #[pyfunction]
    fn is_singleton(value: &Bound<'_, PyAny>) -> (bool, bool, bool) {
        (
            value.cast::<PyNone>().is_ok(),
            value.cast::<PyEllipsis>().is_ok(),
            value.cast::<PyNotImplemented>().is_ok(),
        )
    }
}
