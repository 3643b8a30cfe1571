//! Items and chunks, arrays of numbers, and what happens when the source changes meanwhile:
//! `test_items.py` and `test_items_change.py`.

use std::time::Duration;

use everbind::conversion::FromPyObjectOwned;
use everbind::items::{Chunks, ItemSlice, Items};
use everbind::prelude::*;
use everbind::types::PyList;

/// How many values are read at a time: few, so that it takes several times.
const SMALL: usize = 5;

type Any<'py> = Bound<'py, PyAny>;

fn owned<'py>(items: &ItemSlice<'py>) -> Vec<Any<'py>> {
    items.iter().cloned().collect()
}

/// Reads everything in small pieces.
fn read_all<'py, T>(mut chunks: Chunks<'py>, mut buffer: [T; SMALL]) -> PyResult<Vec<T>>
where
    T: FromPyObjectOwned<'py> + Copy,
{
    let mut all = Vec::new();
    loop {
        match chunks.read(&mut buffer)? {
            0 => return Ok(all),
            count => all.extend_from_slice(&buffer[..count]),
        }
    }
}

/// The numbers in an object as a vector, as an array of three, and read in pieces.
fn numbers<'py, T>(how: &str, obj: &Any<'py>, zero: T) -> PyResult<Any<'py>>
where
    T: FromPyObjectOwned<'py> + IntoPyObject<'py> + Copy,
{
    let py = obj.py();
    let list = |values: Vec<T>| Ok(PyList::new(py, values)?.into_any());
    match how {
        "vec" => list(obj.extract::<Vec<T>>()?),
        "array" => list(obj.extract::<[T; 3]>()?.to_vec()),
        "read" => list(read_all(obj.item_chunks()?, [zero; SMALL])?),
        "items" => list(obj.to_items()?.to_vec::<T>()?),
        _ => panic!("{how}"),
    }
}

#[pymodule(submodule, name = "items")]
pub mod topic {
    use super::*;

    /// All items, by `Items`.
    #[pyfunction]
    fn all<'py>(items: Items<'py>) -> Vec<Any<'py>> {
        owned(&items)
    }

    /// The very tuple that the items are of.
    #[pyfunction]
    fn tuple_of<'py>(items: Items<'py>) -> Any<'py> {
        items.as_tuple().clone().into_any()
    }

    /// All items, in the chunks they come in.
    #[pyfunction]
    fn chunked<'py>(mut chunks: Chunks<'py, 4>) -> PyResult<Vec<Vec<Any<'py>>>> {
        let mut all = Vec::new();
        while let Some(chunk) = chunks.next_chunk()? {
            all.push(owned(chunk));
        }
        Ok(all)
    }

    /// The chunks that come before an error, and the error's name.
    #[pyfunction]
    fn chunks_until<'py>(mut chunks: Chunks<'py, 4>) -> (Vec<Vec<Any<'py>>>, Option<String>) {
        let mut all = Vec::new();
        loop {
            match chunks.next_chunk() {
                Ok(Some(chunk)) => all.push(owned(chunk)),
                Ok(None) => return (all, None),
                Err(err) => return (all, Some(err.to_string())),
            }
        }
    }

    /// The values that come before each error, and the errors.
    #[pyfunction]
    fn reads_until(mut chunks: Chunks<'_>) -> (Vec<Vec<f64>>, Vec<String>) {
        let (mut all, mut errors, mut buffer) = (Vec::new(), Vec::new(), [0.0; SMALL]);
        while errors.len() < 9 {
            match chunks.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => all.push(buffer[..count].to_vec()),
                Err(err) => errors.push(err.to_string()),
            }
        }
        (all, errors)
    }

    /// Chunks and values by turns.
    #[pyfunction]
    fn by_turns<'py>(mut chunks: Chunks<'py, 3>) -> PyResult<Vec<Any<'py>>> {
        let (mut all, mut buffer) = (Vec::new(), [0.0; 2]);
        loop {
            let before = all.len();
            if let Some(chunk) = chunks.next_chunk()? {
                all.extend(owned(chunk));
            }
            let count = chunks.read(&mut buffer)?;
            for value in buffer[..count].iter().copied() {
                all.push(f64::into_pyobject(value, chunks.py())?.into_any());
            }
            if all.len() == before {
                return Ok(all);
            }
        }
    }

    #[pyfunction]
    fn texts(items: Items<'_>) -> PyResult<String> {
        let mut all = String::new();
        for text in items.values::<&str>() {
            all.push_str(text?);
        }
        Ok(all)
    }

    #[pyfunction]
    fn flags(mut items: Chunks<'_>) -> PyResult<Vec<bool>> {
        let mut all = Vec::new();
        while let Some(chunk) = items.next_chunk()? {
            all.extend(chunk.to_vec::<bool>()?);
        }
        Ok(all)
    }

    /// Numbers of some Rust type, got in some way.
    #[pyfunction]
    fn numbers<'py>(how: &str, ty: &str, obj: &Any<'py>) -> PyResult<Any<'py>> {
        match ty {
            "i8" => super::numbers(how, obj, 0i8),
            "i16" => super::numbers(how, obj, 0i16),
            "i32" => super::numbers(how, obj, 0i32),
            "i64" => super::numbers(how, obj, 0i64),
            "isize" => super::numbers(how, obj, 0isize),
            "u8" => super::numbers(how, obj, 0u8),
            "u16" => super::numbers(how, obj, 0u16),
            "u32" => super::numbers(how, obj, 0u32),
            "u64" => super::numbers(how, obj, 0u64),
            "usize" => super::numbers(how, obj, 0usize),
            "f32" => super::numbers(how, obj, 0f32),
            "f64" => super::numbers(how, obj, 0f64),
            "bool" => super::numbers(how, obj, false),
            "pair" => super::numbers(how, obj, (0i64, 0f64)),
            "floats" => super::numbers(how, obj, (0f64, 0f64)),
            _ => panic!("{ty}"),
        }
    }

    /// Sees the items before and after `meanwhile` is called, the thread detached in between.
    #[pyfunction]
    fn around<'py>(items: Items<'py>, meanwhile: Any<'py>) -> PyResult<Vec<Vec<Any<'py>>>> {
        let slice: &ItemSlice<'py> = &items;
        let before = owned(slice);
        meanwhile.call0()?;
        items.py().detach(|| std::thread::sleep(Duration::from_millis(1)));
        Ok(vec![before, owned(slice)])
    }

    /// Calls `meanwhile` with each chunk while it is held, then gives what the chunk still has.
    #[pyfunction]
    fn chunks_around<'py>(
        mut chunks: Chunks<'py, 4>,
        meanwhile: Any<'py>,
    ) -> PyResult<Vec<Vec<Any<'py>>>> {
        let (py, mut all) = (chunks.py(), Vec::new());
        while let Some(chunk) = chunks.next_chunk()? {
            meanwhile.call1((all.len(),))?;
            py.detach(|| ());
            all.push(owned(chunk));
        }
        Ok(all)
    }

    /// Calls `meanwhile` between two reads.
    #[pyfunction]
    fn reads_around(mut chunks: Chunks<'_>, meanwhile: Any<'_>) -> PyResult<Vec<Vec<i64>>> {
        let (mut all, mut buffer) = (Vec::new(), [0; SMALL]);
        loop {
            let count = chunks.read(&mut buffer)?;
            if count == 0 {
                return Ok(all);
            }
            all.push(buffer[..count].to_vec());
            meanwhile.call1((all.len(),))?;
        }
    }

    /// The sum of `repeat` conversions, and how many items they had; for other threads to disturb.
    #[pyfunction]
    fn sums(py: Python<'_>, obj: &Any<'_>, repeat: usize) -> PyResult<(f64, usize)> {
        let (mut sum, mut count, mut buffer) = (0.0, 0, [0.0; 16]);
        for _ in 0..repeat {
            let values: Vec<f64> = obj.extract()?;
            sum += values.iter().sum::<f64>();
            count += values.len();
            for value in obj.to_items()?.values::<f64>() {
                sum += value?;
                count += 1;
            }
            let mut chunks = obj.item_chunks()?;
            while let Some(chunk) = chunks.next_chunk()? {
                for value in chunk.values::<f64>() {
                    sum += value?;
                    count += 1;
                }
            }
            let mut chunks = obj.item_chunks()?;
            loop {
                let read = chunks.read(&mut buffer)?;
                if read == 0 {
                    break;
                }
                sum += buffer[..read].iter().sum::<f64>();
                count += read;
            }
            py.detach(|| ());
        }
        Ok((sum, count))
    }
}
