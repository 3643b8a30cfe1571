//! Python's `marshal` format, in which compiled code is stored.
//!
//! The format changes between versions of Python. The stable ABI has no functions for
//! it: these call the module.

use crate::PyAny;
use crate::error::PyResult;
use crate::object::Bound;
use crate::python::Python;
use crate::types::support::Imported;
use crate::types::{PyAnyMethods, PyBytes};

/// The version of the format that all supported Pythons write.
pub const VERSION: i32 = 4;

/// `marshal.dumps(object, version)`.
///
/// # Errors
/// `ValueError` for an object, or a part of it, that the format has no room for.
///
/// # Examples
#[doc = example!()]
/// use everbind::marshal;
/// use everbind::prelude::*;
/// use everbind::types::PyList;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let list = PyList::new(py, [1, 2])?;
/// let bytes = marshal::dumps(&list, marshal::VERSION)?;
/// let list: Vec<i32> = marshal::loads(py, bytes.as_bytes())?.extract()?;
/// assert_eq!(list, [1, 2]);
/// # Ok(()) }).unwrap();
/// ```
#[inline]
pub fn dumps<'py>(object: &Bound<'py, PyAny>, version: i32) -> PyResult<Bound<'py, PyBytes>> {
    static DUMPS: Imported = Imported::new("marshal", "dumps");
    Ok(DUMPS.get(object.py())?.call1((object, version))?.cast_into()?)
}

/// `marshal.loads(data)`. The data must come from a trusted source.
///
/// # Errors
/// `EOFError`, `ValueError` or `TypeError` when it is not in the format.
pub fn loads<'py, B>(py: Python<'py>, data: &B) -> PyResult<Bound<'py, PyAny>>
where
    B: AsRef<[u8]> + ?Sized,
{
    static LOADS: Imported = Imported::new("marshal", "loads");
    LOADS.get(py)?.call1((PyBytes::new(py, data.as_ref()),))
}
