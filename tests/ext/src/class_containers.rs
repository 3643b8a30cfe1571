//! Special methods of containers: length, items, membership, concatenation, iteration.

use everbind::exceptions::{PyIndexError, PyKeyError, PyValueError};
use everbind::prelude::*;
use everbind::types::PySlice;

/// A sequence, with negative indices by CPython's rules.
#[pyclass(module = "everbind_tests.class_dunders", sequence)]
pub struct Items {
    items: Vec<i64>,
}

#[pymethods]
impl Items {
    #[new]
    fn new(items: Vec<i64>) -> Self {
        Self { items }
    }

    fn __len__(&self) -> usize {
        self.items.len()
    }

    fn __getitem__(&self, index: usize) -> PyResult<i64> {
        self.items.get(index).copied().ok_or_else(|| PyIndexError::new_err("no such item"))
    }

    fn __setitem__(&mut self, index: usize, value: i64) -> PyResult<()> {
        let slot = self.items.get_mut(index);
        *slot.ok_or_else(|| PyIndexError::new_err("no such item"))? = value;
        Ok(())
    }

    fn __delitem__(&mut self, index: usize) -> PyResult<()> {
        if index >= self.items.len() {
            return Err(PyIndexError::new_err("no such item"));
        }
        self.items.remove(index);
        Ok(())
    }

    fn __contains__(&self, value: i64) -> bool {
        self.items.contains(&value)
    }

    fn __concat__(&self, other: &Self) -> Self {
        Self { items: [self.items.as_slice(), &other.items].concat() }
    }

    fn __repeat__(&self, count: isize) -> Self {
        Self { items: self.items.repeat(count.max(0) as usize) }
    }
}

#[derive(FromPyObject)]
enum IndexOrSlice<'py> {
    Index(isize),
    Slice(Bound<'py, PySlice>),
}

/// A mapping that takes indices, slices and names.
#[pyclass(module = "everbind_tests.class_dunders", mapping)]
pub struct Table {
    rows: Vec<i64>,
}

#[pymethods]
impl Table {
    #[new]
    #[pyo3(signature = (*rows))]
    fn new(rows: Vec<i64>) -> Self {
        Self { rows }
    }

    fn __len__(&self) -> usize {
        self.rows.len()
    }

    fn __getitem__(&self, key: IndexOrSlice<'_>) -> PyResult<Vec<i64>> {
        let length = self.rows.len() as isize;
        match key {
            IndexOrSlice::Index(index) => {
                let index = if index < 0 { index + length } else { index };
                let row = usize::try_from(index).ok().and_then(|index| self.rows.get(index));
                row.map(|row| vec![*row]).ok_or_else(|| PyKeyError::new_err(index))
            }
            IndexOrSlice::Slice(slice) => {
                let indices = slice.indices(length)?;
                let at = |n: usize| indices.start + n as isize * indices.step;
                Ok((0..indices.slicelength).map(|n| self.rows[at(n) as usize]).collect())
            }
        }
    }

    fn __setitem__(&mut self, _key: &Bound<'_, PyAny>, value: i64) {
        self.rows.push(value);
    }

    fn __delitem__(&mut self, key: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(PyKeyError::new_err(key.clone().unbind()))
    }
}

#[pyclass(module = "everbind_tests.class_dunders")]
pub struct CountDown {
    left: u32,
}

#[pymethods]
impl CountDown {
    #[new]
    fn new(left: u32) -> Self {
        Self { left }
    }

    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(mut slf: PyRefMut<'_, Self>) -> PyResult<Option<u32>> {
        if slf.left == 13 {
            return Err(PyValueError::new_err("unlucky"));
        }
        slf.left = match slf.left.checked_sub(1) {
            Some(left) => left,
            None => return Ok(None),
        };
        Ok(Some(slf.left))
    }

    fn __reversed__(&self) -> Vec<u32> {
        (0..self.left).collect()
    }

    fn __length_hint__(&self) -> usize {
        self.left as usize
    }
}

#[pymodule(submodule, name = "class_containers")]
pub mod topic {
    #[pymodule_export]
    use super::{CountDown, Items, Table};
}
