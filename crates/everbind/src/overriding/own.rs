//! What a class itself has, whatever its metaclass says.
//!
//! *Problem.* A metaclass may have a `__mro__` or a `__dict__` of its own, which `getattr` of the class would give. The
//! interpreter does not ask those when it looks up a method, and what `asked.rs` keeps is only safe to keep if it
//! belongs to the class.
//!
//! *How.* The descriptors of `type` are called, which is also shorter than `getattr`.

use crate::object::Bound;
use crate::python::PerInterpreter;
use crate::types::descriptor::Descriptor;
use crate::types::{PyTuple, PyType};
use crate::{PyAny, PyResult};

static MRO: PerInterpreter<Descriptor> = PerInterpreter::new();
static DICT: PerInterpreter<Descriptor> = PerInterpreter::new();

/// The class and its bases, in the order in which they are asked.
#[inline]
pub(super) fn mro<'py>(class: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyTuple>> {
    Ok(ask(&MRO, "__mro__", class.as_any())?.cast_into()?)
}

/// A view of the dict that a class has its attributes in.
///
/// # Errors
/// When it is no class.
#[inline]
pub(super) fn namespace<'py>(class: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    ask(&DICT, "__dict__", class)
}

#[inline]
fn ask<'py>(
    cell: &'static PerInterpreter<Descriptor>,
    name: &str,
    class: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = class.py();
    // The metaclass of `type` is `type`, which cannot be changed.
    cell.get_or_try_init(py, || Descriptor::new(&py.get_type::<PyType>(), name))?.of(class)
}
