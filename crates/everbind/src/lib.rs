//! Python extension modules in Rust: built once, imported by every CPython from
//! 3.12 on, with or without the GIL, and as fast as C written for that one version.
//!
//! ```no_run
//! use everbind::prelude::*;
//!
//! /// Adds two numbers.
//! #[pyfunction]
//! fn add(a: i64, b: i64) -> i64 {
//!     a + b
//! }
//!
//! #[pymodule]
//! fn hello(m: &Bound<'_, PyModule>) -> PyResult<()> {
//!     m.add_function(wrap_pyfunction!(add, m)?)
//! }
//! ```
//!
//! The vocabulary is PyO3's. Where to look:
//! - handles to objects: [`Bound`], [`Py`], [`Borrowed`]; the token [`Python`];
//! - object types and their methods: [`types`];
//! - conversions: [`FromPyObject`], [`IntoPyObject`];
//! - errors: [`PyErr`], [`exceptions`];
//! - classes: [`pyclass`](macro@pyclass), [`PyRef`], [`PyRefMut`];
//! - the raw stable ABI: [`ffi`].

#![deny(missing_docs)]
#![deny(clippy::undocumented_unsafe_blocks)]

extern crate self as everbind;

pub(crate) use everbind_abi as abi;
/// CPython's stable ABI under its own names, through the table that everbind fills at load.
pub use everbind_abi as ffi;

#[macro_use]
mod far;
mod first;
#[macro_use]
mod macros;

pub mod buffer;
pub mod call;
pub mod class;
pub mod conversion {
    //! The conversion traits.
    pub use crate::convert::{FromPyObject, FromPyObjectOwned, IntoPyObject, IntoPyObjectExt};
}
pub(crate) mod convert;
#[cfg(feature = "experimental-async")]
pub mod coroutine;
pub(crate) mod enums;
mod error;
pub mod exceptions;
pub mod items;
pub mod marshal;
mod module;
mod object;
pub(crate) mod overriding;
#[cfg(feature = "serde")]
pub mod pickle;
#[cfg(not(feature = "serde"))]
#[path = "no_pickle.rs"]
mod pickle;
pub mod prelude;
pub mod pybacked;
pub mod pycell;
pub mod pyclass;
mod python;
#[doc(hidden)]
pub mod rt;
mod run;
pub mod sync;
#[doc(hidden)]
pub mod traverse;
pub mod types;

/// Errors.
pub mod err {
    pub use crate::error::{CastError, CastIntoError, PyErr, PyErrArguments, PyResult, ToPyErr};
}
/// Handles.
pub mod instance {
    pub use crate::object::{Borrowed, Bound, BoundObject, Py};
}
/// Making instances of classes.
pub mod pyclass_init {
    pub use crate::class::PyClassInitializer;
}
/// The token.
pub mod marker {
    pub use crate::python::{Python, Ungil};
}
/// What Rust types say about Python types.
pub mod type_object {
    pub use crate::class::PyTypeData;
    pub use crate::object::{PyTypeCheck, PyTypeInfo};
}
/// The exception that a Rust panic becomes.
pub mod panic {
    pub use crate::error::PanicException;
}

pub use class::{
    PyClass, PyClassGuard, PyClassGuardMut, PyClassInitializer, PyRef, PyRefMut, PyTraverseError,
    PyTypeData, PyVisit, Within, basic, gc,
};
pub use convert::{FromPyObject, IntoPyObject, IntoPyObjectExt};
pub use error::{CastError, CastIntoError, PyErr, PyErrArguments, PyResult, ToPyErr};
#[allow(deprecated)]
pub use error::{DowncastError, DowncastIntoError};
/// # Examples
/// ```no_run
/// use everbind::prelude::*;
///
/// #[pyfunction(overload)]
/// fn area_of_circle(radius: f64) -> f64 {
///     radius * radius * std::f64::consts::PI
/// }
///
/// #[pyfunction(overload)]
/// fn area_of_polygon(corners: Vec<(f64, f64)>) -> f64 {
///     let after = corners.iter().cycle().skip(1);
///     corners.iter().zip(after).map(|(a, b)| a.0 * b.1 - a.1 * b.0).sum::<f64>() / 2.0
/// }
///
/// overloads!(
///     /// The area of a shape.
///     pub area = area_of_circle, area_of_polygon;
/// );
///
/// # fn main() -> PyResult<()> {
/// Python::attach(|py| {
///     let area = wrap_pyfunction!(area, py)?;
///     assert_eq!(area.call1((vec![(0.0, 0.0), (1.0, 0.0), (0.0, 2.0)],))?.extract::<f64>()?, 1.0);
///     Ok(())
/// })
/// # }
/// ```
#[cfg(feature = "macros")]
pub use everbind_macros::overloads;
#[cfg(feature = "macros")]
pub use everbind_macros::{
    FromPyObject, IntoPyObject, IntoPyObjectRef, Traverse, overridable, pyclass, pyfunction,
    pymethods, pymodule,
};
pub use object::{Borrowed, Bound, BoundObject, Py, PyTypeCheck, PyTypeInfo};
#[allow(deprecated)]
pub use python::prepare_freethreaded_python;
pub use python::{Python, PythonVersionInfo, with_embedded_python_interpreter};
pub use traverse::Traverse;
pub use types::PyAny;

/// PyO3's name until 0.26 for a reference to any object.
#[deprecated(note = "write `Py<PyAny>`")]
pub type PyObject = Py<PyAny>;
