//! The standard library's errors as Python exceptions.

use std::convert::Infallible;
use std::ffi::{IntoStringError, NulError};
use std::io;
use std::string::FromUtf8Error;

use crate::error::{PyErr, PyErrArguments};
use crate::exceptions::*;
use crate::object::Py;
use crate::python::Python;
use crate::types::{PyAnyMethods, PyBytes};
use crate::{IntoPyObjectExt, PyAny};

impl From<Infallible> for PyErr {
    #[inline]
    fn from(never: Infallible) -> PyErr {
        match never {}
    }
}

/// One kind of I/O error, one exception class of the `OSError` family.
macro_rules! io_kinds {
    ($($kind:ident => $exception:ident),* $(,)?) => {
        /// The `errno` form is used where the operating system gave one, so that
        /// `err.errno` is set; Python itself then picks the subclass.
        impl From<io::Error> for PyErr {
            #[inline]
            fn from(err: io::Error) -> PyErr {
                if err.get_ref().is_some_and(|inner| inner.is::<PyErr>()) {
                    let inner = err.into_inner().expect("just seen");
                    return *inner.downcast::<PyErr>().expect("just seen");
                }
                match err.kind() {
                    $(io::ErrorKind::$kind => $exception::new_err(IoArguments(err)),)*
                    _ => PyOSError::new_err(IoArguments(err)),
                }
            }
        }

        impl From<PyErr> for io::Error {
            #[inline]
            fn from(err: PyErr) -> io::Error {
                let kind = Python::attach(|py| {
                    $(if err.is_instance_of::<$exception>(py) {
                        return io::ErrorKind::$kind;
                    })*
                    io::ErrorKind::Other
                });
                io::Error::new(kind, err)
            }
        }
    };
}

io_kinds! {
    BrokenPipe => PyBrokenPipeError,
    ConnectionRefused => PyConnectionRefusedError,
    ConnectionAborted => PyConnectionAbortedError,
    ConnectionReset => PyConnectionResetError,
    Interrupted => PyInterruptedError,
    NotFound => PyFileNotFoundError,
    PermissionDenied => PyPermissionError,
    AlreadyExists => PyFileExistsError,
    WouldBlock => PyBlockingIOError,
    TimedOut => PyTimeoutError,
    OutOfMemory => PyMemoryError,
    IsADirectory => PyIsADirectoryError,
    NotADirectory => PyNotADirectoryError,
}

struct IoArguments(io::Error);

impl PyErrArguments for IoArguments {
    #[inline]
    fn arguments(self, py: Python<'_>) -> Py<PyAny> {
        let text = format!("{}", self.0);
        let args = match self.0.raw_os_error() {
            Some(errno) => (errno, text).into_py_any(py),
            None => text.into_py_any(py),
        };
        args.unwrap_or_else(|err| err.into_value(py).into_any())
    }
}

impl<W: Send + Sync> From<io::IntoInnerError<W>> for PyErr {
    #[inline]
    fn from(err: io::IntoInnerError<W>) -> PyErr {
        err.into_error().into()
    }
}

/// The five arguments of `UnicodeDecodeError`.
struct DecodeArguments {
    bytes: Vec<u8>,
    at: usize,
    len: Option<usize>,
}

impl PyErrArguments for DecodeArguments {
    #[inline]
    fn arguments(self, py: Python<'_>) -> Py<PyAny> {
        let end = self.len.map_or(self.bytes.len(), |len| self.at + len);
        let bytes = PyBytes::new(py, &self.bytes);
        let args = ("utf-8", bytes, self.at, end, "invalid utf-8").into_py_any(py);
        args.unwrap_or_else(|err| err.into_value(py).into_any())
    }
}

impl From<FromUtf8Error> for PyErr {
    #[inline]
    fn from(err: FromUtf8Error) -> PyErr {
        let (at, len) = (err.utf8_error().valid_up_to(), err.utf8_error().error_len());
        PyUnicodeDecodeError::new_err(DecodeArguments { bytes: err.into_bytes(), at, len })
    }
}

impl From<IntoStringError> for PyErr {
    #[inline]
    fn from(err: IntoStringError) -> PyErr {
        let at = err.utf8_error().valid_up_to();
        let len = err.utf8_error().error_len();
        let bytes = err.into_cstring().into_bytes();
        PyUnicodeDecodeError::new_err(DecodeArguments { bytes, at, len })
    }
}

impl PyUnicodeDecodeError {
    /// The exception for bytes that are not UTF-8, with the place of the error.
    ///
    /// # Errors
    /// When an argument cannot be converted.
    #[inline]
    pub fn new_utf8<'py>(
        py: Python<'py>,
        input: &[u8],
        err: std::str::Utf8Error,
    ) -> crate::PyResult<crate::Bound<'py, PyUnicodeDecodeError>> {
        let args =
            DecodeArguments { bytes: input.to_vec(), at: err.valid_up_to(), len: err.error_len() };
        let args = args.arguments(py).into_bound(py);
        let args = args.cast_into::<crate::types::PyTuple>()?;
        let made = py.get_type::<PyUnicodeDecodeError>().as_any().call1(args)?;
        Ok(made.cast_into()?)
    }
}

macro_rules! value_errors {
    ($($error:ty),* $(,)?) => {$(
        impl From<$error> for PyErr {
            #[inline]
            fn from(err: $error) -> PyErr {
                PyValueError::new_err(format!("{err}"))
            }
        }
    )*};
}

value_errors! {
    std::array::TryFromSliceError,
    std::num::ParseIntError,
    std::num::ParseFloatError,
    std::num::TryFromIntError,
    std::str::ParseBoolError,
    std::str::Utf8Error,
    std::char::ParseCharError,
    std::char::CharTryFromError,
    std::char::DecodeUtf16Error,
    NulError,
    std::net::AddrParseError,
    std::time::SystemTimeError,
    std::time::TryFromFloatSecsError,
    std::path::StripPrefixError,
    std::env::JoinPathsError,
}
