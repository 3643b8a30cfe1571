//! Handles to Python objects.
//!
//! Three handles, one object:
//!
//! | handle | owns a reference | knows it is attached | may cross threads |
//! |---|---|---|---|
//! | [`Py<T>`] | yes | no | yes |
//! | [`Bound<'py, T>`] | yes | yes | no |
//! | [`Borrowed<'a, 'py, T>`] | no, borrows one | yes | no |
//!
//! All three are one pointer. `T` says what the object is known to be: a type
//! of [`types`](crate::types), a `#[pyclass]`, or [`PyAny`](crate::PyAny).

mod borrowed;
mod bound;
mod bound_object;
mod format;
mod old_names;
mod py;
mod py_methods;
mod type_info;

pub use borrowed::Borrowed;
pub use bound::Bound;
pub use bound_object::BoundObject;
pub use py::Py;
pub use type_info::{DerefToPyAny, PyTypeCheck, PyTypeInfo, Variable};
