//! `PyBuffer`: typed and untyped views of bytes, arrays and memoryviews.

use everbind::buffer::{PyBuffer, PyUntypedBuffer};
use everbind::prelude::*;

/// The shape and the strides.
type Shape = (Vec<usize>, Vec<isize>);

/// The format, size and number of the items, and the size of all.
type Items = (String, usize, usize, usize);

#[pymodule(submodule, name = "buffers")]
pub mod topic {
    use super::*;

    #[pyfunction]
    #[expect(deprecated, reason = "older sources read the memory itself")]
    fn sum_bytes(py: Python<'_>, buffer: PyBuffer<u8>) -> Option<u64> {
        buffer.as_slice(py).map(|bytes| bytes.iter().map(|byte| u64::from(byte.get())).sum())
    }

    #[pyfunction]
    fn floats(py: Python<'_>, buffer: PyBuffer<f64>) -> PyResult<Vec<f64>> {
        buffer.to_vec(py)
    }

    #[pyfunction]
    #[expect(deprecated, reason = "older sources write to the memory itself")]
    fn double_in_place(py: Python<'_>, buffer: PyBuffer<i32>) -> bool {
        let Some(cells) = buffer.as_mut_slice(py) else { return false };
        cells.iter().for_each(|cell| cell.set(cell.get() * 2));
        true
    }

    #[pyfunction]
    fn fill(py: Python<'_>, buffer: PyBuffer<i32>, values: Vec<i32>) -> PyResult<()> {
        buffer.copy_from_slice(py, &values)
    }

    #[pyfunction]
    fn copy_out(py: Python<'_>, buffer: PyBuffer<i32>, length: usize) -> PyResult<Vec<i32>> {
        let mut target = vec![0; length];
        buffer.copy_to_slice(py, &mut target)?;
        Ok(target)
    }

    #[pyfunction]
    fn facts(object: &Bound<'_, PyAny>) -> PyResult<(Items, Shape, bool, bool)> {
        let buffer = PyUntypedBuffer::get(object)?;
        Ok((
            (
                buffer.format().to_string_lossy().into_owned(),
                buffer.item_size(),
                buffer.item_count(),
                buffer.len_bytes(),
            ),
            (buffer.shape().to_vec(), buffer.strides().to_vec()),
            buffer.readonly(),
            buffer.is_c_contiguous(),
        ))
    }

    #[pyfunction]
    fn release(py: Python<'_>, object: &Bound<'_, PyAny>) -> PyResult<usize> {
        let buffer = PyUntypedBuffer::get(object)?;
        let length = buffer.len_bytes();
        buffer.release(py);
        Ok(length)
    }

    /// A buffer that is let go on a detached thread.
    #[pyfunction]
    fn drop_detached(py: Python<'_>, object: &Bound<'_, PyAny>) -> PyResult<()> {
        let buffer = PyBuffer::<u8>::get(object)?;
        py.detach(move || drop(buffer));
        Ok(())
    }

    #[pyfunction]
    fn is_floats(object: &Bound<'_, PyAny>) -> PyResult<bool> {
        Ok(PyUntypedBuffer::get(object)?.as_typed::<f64>().is_ok())
    }
}
