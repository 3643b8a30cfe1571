//! What a refused borrow says.

use std::fmt;

use crate::error::{CastError, PyErr};
use crate::exceptions::PyRuntimeError;

macro_rules! borrow_error {
    ($(#[$doc:meta])* $name:ident, $message:literal) => {
        $(#[$doc])*
        pub struct $name(());

        impl $name {
            #[inline]
            pub(crate) fn new() -> Self {
                $name(())
            }
        }

        impl fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }

        impl fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($message)
            }
        }

        impl std::error::Error for $name {}

        impl From<$name> for PyErr {
            #[cold]
            #[inline]
            fn from(_: $name) -> PyErr {
                crate::PyErr::worded::<PyRuntimeError>($message)
            }
        }
    };
}

borrow_error! {
    /// The instance is borrowed mutably, so it cannot be borrowed; `RuntimeError` in Python.
    PyBorrowError, "Already mutably borrowed"
}

borrow_error! {
    /// The instance is borrowed, so it cannot be borrowed mutably; `RuntimeError` in Python.
    PyBorrowMutError, "Already borrowed"
}

macro_rules! guard_error {
    ($(#[$doc:meta])* $name:ident, $borrow:ident) => {
        $(#[$doc])*
        pub struct $name<'a, 'py>(pub(crate) Option<CastError<'a, 'py>>);

        impl $name<'_, '_> {
            /// The instance is of the class but borrowed.
            #[inline]
            pub(crate) fn borrowed() -> Self {
                $name(None)
            }
        }

        impl<'a, 'py> From<CastError<'a, 'py>> for $name<'a, 'py> {
            #[inline]
            fn from(error: CastError<'a, 'py>) -> Self {
                $name(Some(error))
            }
        }

        impl fmt::Debug for $name<'_, '_> {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match &self.0 {
                    Some(cast) => fmt::Debug::fmt(cast, f),
                    None => fmt::Debug::fmt(&$borrow::new(), f),
                }
            }
        }

        impl fmt::Display for $name<'_, '_> {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match &self.0 {
                    Some(cast) => fmt::Display::fmt(cast, f),
                    None => fmt::Display::fmt(&$borrow::new(), f),
                }
            }
        }

        impl From<$name<'_, '_>> for PyErr {
            #[cold]
            #[inline]
            fn from(error: $name<'_, '_>) -> PyErr {
                match error.0 {
                    Some(cast) => cast.into(),
                    None => $borrow::new().into(),
                }
            }
        }
    };
}

guard_error! {
    /// The object is not of the class, or is borrowed mutably.
    PyClassGuardError, PyBorrowError
}

guard_error! {
    /// The object is not of the class, or is borrowed.
    PyClassGuardMutError, PyBorrowMutError
}
