//! Python extension modules in Rust: built once, imported by every CPython from
//! 3.12 on, with or without the GIL, and as fast as C written for that one version.
//!
//! ```
//! /// A module written in Rust.
//! #[everbind::pymodule]
//! mod hello {
//!     use everbind::prelude::*;
//!
//!     /// Adds two numbers.
//!     #[pyfunction]
//!     #[pyo3(signature = (a, b = 1))]
//!     fn add(a: i64, b: i64) -> i64 {
//!         a + b
//!     }
//!
//!     /// A place in the plane.
//!     #[pyclass(frozen, get_all, new = "from_fields")]
//!     struct Point {
//!         x: f64,
//!         y: f64,
//!     }
//!
//!     #[pymethods]
//!     impl Point {
//!         fn norm(&self) -> f64 {
//!             self.x.hypot(self.y)
//!         }
//!     }
//! }
//! # fn main() {}
//! ```
//!
//! ```python
//! import hello
//!
//! assert hello.add(1) == 2
//! assert hello.Point(3, 4).norm() == 5.0
//! ```
//!
//! The [guide](https://everbind.github.io/everbind/) begins with a project; this is the reference. The vocabulary is
//! [PyO3's](https://everbind.github.io/everbind/from-pyo3.html).
//!
//! # Where to look
//!
//! | for | see |
//! |---|---|
//! | functions | [`pyfunction`](macro@pyfunction), [`overloads!`], [`wrap_pyfunction!`] |
//! | modules | [`pymodule`](macro@pymodule), [`types::PyModule`], [`wrap_pymodule!`] |
//! | classes | [`pyclass`](macro@pyclass), [`pymethods`](macro@pymethods), [`PyRef`], [`PyRefMut`], [`PyClassInitializer`], [`class`] |
//! | methods that Python overrides, parts of instances, iterators | [`overridable`](macro@overridable), [`Within`], [`iterator!`] |
//! | handles to objects | [`Bound`], [`Py`], [`Borrowed`] |
//! | the interpreter, threads | [`Python`]: [`attach`](Python::attach), [`detach`](Python::detach); [`sync`] |
//! | object types and their methods | [`types`]; of any object, [`types::PyAnyMethods`] |
//! | conversions | [`FromPyObject`], [`IntoPyObject`], and the derive macros of these names |
//! | sequences, dicts and memory in place | [`items`], [`types::Pairs`], [`buffer`], [`pybacked`] |
//! | errors | [`PyErr`], [`PyResult`], [`exceptions`], [`create_exception!`] |
//! | garbage collection | [`Traverse`](macro@Traverse), [`gc`] |
//! | calls with constant keywords and names | [`kwargs!`], [`intern!`] |
//! | the raw stable ABI | [`ffi`](https://docs.rs/everbind-abi/latest/everbind_abi/) |
//!
//! # Three handles and a token
//!
//! [`Python<'py>`](Python) shows that the thread is attached to the interpreter: only then may objects be touched. [`Bound<'py, T>`](Bound) is an owned reference that
//! carries the token, so its methods need none. [`Py<T>`](Py) is one without: it can be a field, go to another thread, be dropped anywhere. [`Borrowed`] does not own.
//!
//! # Features
//!
//! Features are PyO3's: conversions of [other crates' types](https://everbind.github.io/everbind/integrations.html), `experimental-async`,
//! `multiple-pymethods`, `py-clone`, `auto-initialize`. Those that choose a version of Python (`abi3`, …) do nothing: there is one kind of build. `pure`
//! compiles the fast paths over known struct layouts out; `full` is every feature but that one and `auto-initialize`.
//!
//! # Panics and unwinding
//!
//! A panic in code that Python calls becomes [`PanicException`](panic::PanicException).

#![deny(missing_docs)]
#![deny(clippy::undocumented_unsafe_blocks)]

extern crate self as everbind;

pub(crate) use everbind_abi as abi;
/// CPython's stable ABI under its own names, through the table that everbind fills at load.
pub use everbind_abi as ffi;

/// Begins an example that needs an interpreter: it is run where the feature `auto-initialize` starts one, and
/// compiled elsewhere.
#[cfg(feature = "auto-initialize")]
macro_rules! example {
    () => {
        "```"
    };
}
#[cfg(not(feature = "auto-initialize"))]
macro_rules! example {
    () => {
        "```no_run"
    };
}

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
pub mod inspect {
    //! What type checkers are told of Rust types.
    pub use crate::stub::TypeHint;
}
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
mod stub;
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

#[doc(inline)]
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
#[doc(inline)]
pub use types::PyAny;

/// PyO3's name until 0.26 for a reference to any object.
#[deprecated(note = "write `Py<PyAny>`")]
pub type PyObject = Py<PyAny>;
