//! Rust collections of pairs as dicts.

use crate::IntoPyObject;
use crate::error::PyResult;
use crate::object::Bound;
use crate::python::Python;
use crate::types::{PyDict, PyDictMethods};

/// Makes a [`PyDict`] of an iterator over pairs: of a map, a vector, an array.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::IntoPyDict;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let options = [("indent", 2)].into_py_dict(py)?;
/// py.import("json")?.call_method("dumps", ([1, 2],), Some(&options))?;
/// # Ok(()) }).unwrap();
/// ```
pub trait IntoPyDict<'py>: Sized {
    /// Makes the dict; of equal keys the last one counts.
    ///
    /// # Errors
    /// Those of converting; `TypeError` for a key that cannot be hashed.
    fn into_py_dict(self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>>;
}

impl<'py, T, I> IntoPyDict<'py> for I
where
    T: Pair<'py>,
    I: IntoIterator<Item = T>,
{
    fn into_py_dict(self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        self.into_iter().try_for_each(|pair| {
            let (key, value) = pair.split();
            dict.set_item(key, value)
        })?;
        Ok(dict)
    }
}

/// A key and a value, or a reference to a pair of them.
trait Pair<'py> {
    type Key: IntoPyObject<'py>;
    type Value: IntoPyObject<'py>;

    fn split(self) -> (Self::Key, Self::Value);
}

impl<'py, K: IntoPyObject<'py>, V: IntoPyObject<'py>> Pair<'py> for (K, V) {
    type Key = K;
    type Value = V;

    fn split(self) -> (K, V) {
        self
    }
}

impl<'a, 'py, K, V> Pair<'py> for &'a (K, V)
where
    &'a K: IntoPyObject<'py>,
    &'a V: IntoPyObject<'py>,
{
    type Key = &'a K;
    type Value = &'a V;

    fn split(self) -> (&'a K, &'a V) {
        (&self.0, &self.1)
    }
}
