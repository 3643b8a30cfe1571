//! Python exceptions as Rust errors.
//!
//! [`PyErr`] is a Python exception, raised or yet to be made. Everything that can
//! fail returns [`PyResult`]. The built-in exception types are in
//! [`exceptions`](crate::exceptions).

mod cast_error;
mod chain;
mod check;
mod exception_class;
mod failure;
mod from_std;
mod line;
mod panic;
mod pyerr;
mod report;
mod state;

pub use cast_error::{CastError, CastIntoError};
pub(crate) use check::check;
pub use exception_class::{ExceptionClass, base_class};
pub(crate) use failure::{Failure, Kind};
pub use panic::PanicException;
pub(crate) use panic::panic_to_err;
pub use pyerr::{PyErr, PyErrArguments, PyResult, ToPyErr};

/// PyO3's name until 0.27.
#[deprecated(note = "renamed to `CastError`")]
pub type DowncastError<'a, 'py> = CastError<'a, 'py>;
/// PyO3's name until 0.27.
#[deprecated(note = "renamed to `CastIntoError`")]
pub type DowncastIntoError<'py> = CastIntoError<'py>;
