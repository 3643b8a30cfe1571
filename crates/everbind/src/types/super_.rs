//! `super`.

use crate::PyAny;
use crate::error::PyResult;
use crate::object::Bound;
use crate::types::native::native_type;
use crate::types::{PyAnyMethods, PyType};

/// Python's `super`: looks attributes up in the classes after a given one.
///
/// See also [`py_super`](crate::types::PyAnyMethods::py_super).
#[repr(transparent)]
pub struct PySuper(PyAny);

native_type!(PySuper, PySuper_Type);

impl PySuper {
    /// `super(ty, obj)`.
    ///
    /// # Errors
    /// `TypeError` when `obj` is neither an instance nor a subclass of `ty`.
    #[inline]
    pub fn new<'py>(
        ty: &Bound<'py, PyType>,
        obj: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PySuper>> {
        let made = ty.py().get_type::<PySuper>().call1((ty, obj))?;
        // SAFETY: an instance of the class just called, which has no `__new__` of others.
        Ok(unsafe { made.cast_into_unchecked() })
    }
}
