//! The built-in exception and warning classes, and macros for more.
//!
//! `PyValueError::new_err("message")` makes a [`PyErr`](crate::PyErr); a tuple gives several
//! arguments. [`create_exception!`](crate::create_exception) defines a class,
//! [`import_exception!`](crate::import_exception) names one that Python code defines.

use crate::PyAny;
use crate::types::native::native_type;

/// What every exception marker has: handles, `new_err`, conversion into `PyErr`.
#[doc(hidden)]
#[macro_export]
macro_rules! __exception_common {
    ($name:ident) => {
        impl $crate::ToPyErr for $name {}
        impl $crate::rt::NativeBase for $name {
            type Kind = $crate::rt::Objects;
        }

        impl $name {
            /// An exception of this class with the given arguments, made when it is needed.
            #[inline]
            #[allow(dead_code)]
            pub fn new_err<A>(args: A) -> $crate::PyErr
            where
                A: $crate::PyErrArguments + ::core::marker::Send + ::core::marker::Sync + 'static,
            {
                $crate::PyErr::new::<$name, A>(args)
            }
        }
    };
}

/// What exceptions with a computed type object have besides.
#[doc(hidden)]
#[macro_export]
macro_rules! __exception_computed {
    ($name:ident) => {
        impl $crate::types::DerefToPyAny for $name {}

        impl $name {
            #[doc(hidden)]
            #[allow(dead_code)]
            pub const _PYO3_DEF: $crate::rt::AddTypeToModule<Self> =
                $crate::rt::AddTypeToModule::new();
        }

        $crate::__exception_common!($name);
    };
}

/// Defines a new exception class: `create_exception!(module, Name, Base, "doc")`.
///
/// `module` becomes its `__module__`. Add it to a module with
/// `m.add("Name", py.get_type::<Name>())`.
///
/// # Examples
#[doc = example!()]
/// use everbind::create_exception;
/// use everbind::exceptions::PyException;
///
/// create_exception!(mymodule, ParseError, PyException, "Raised for malformed input.");
/// ```
#[macro_export]
macro_rules! create_exception {
    ($(#[$attr:meta])* $module:expr, $name:ident, $base:ty) => {
        $crate::__create_exception!(
            [$(#[$attr])* #[doc = concat!("The Python exception `", stringify!($name), "`.")]]
            $module, $name, $base, ::core::option::Option::None
        );
        $crate::__tell_exception!($module, $name, $base, ::core::option::Option::None);
    };
    ($(#[$attr:meta])* $module:expr, $name:ident, $base:ty, $doc:expr) => {
        $crate::__create_exception!(
            [$(#[$attr])* #[doc = $doc]]
            $module, $name, $base, ::core::option::Option::Some($doc)
        );
        $crate::__tell_exception!($module, $name, $base, ::core::option::Option::Some($doc));
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __create_exception {
    ([$(#[$attr:meta])*] $module:expr, $name:ident, $base:ty, $doc:expr) => {
        $(#[$attr])*
        #[repr(transparent)]
        #[allow(non_camel_case_types)]
        pub struct $name($crate::PyAny);

        $crate::__exception_computed!($name);

        // SAFETY: the class is made once for each interpreter and kept by it.
        unsafe impl $crate::PyTypeInfo for $name {
            const TYPE_HINT: $crate::inspect::TypeHint = $crate::inspect::TypeHint::keyed(
                &$crate::rt::key(module_path!(), stringify!($name), line!()),
            );

            #[inline]
            fn type_object_raw(py: $crate::Python<'_>) -> *mut $crate::ffi::PyTypeObject {
                static CLASS: $crate::rt::ExceptionClass = $crate::rt::ExceptionClass::new();
                CLASS.created(
                    py,
                    concat!(stringify!($module), ".", stringify!($name)),
                    $doc,
                    |py| $crate::rt::base_class::<$base>(py),
                )
            }
        }
    };
}

/// The record of an exception class: see `stub/mod.rs`.
#[doc(hidden)]
#[macro_export]
macro_rules! __tell_exception {
    ($module:expr, $name:ident, $base:ty, $doc:expr) => {
        const _: () = {
            const KEY: [u8; 4] = $crate::rt::key(module_path!(), stringify!($name), line!());
            const DOC: Option<&str> = $doc;
            const PARTS: &[$crate::rt::Part] = &[
                $crate::rt::Part::Key(KEY),
                $crate::rt::Part::Hint(<$base as $crate::PyTypeInfo>::TYPE_HINT),
                $crate::rt::Part::Bytes(
                    concat!(stringify!($name), "\0", stringify!($module), "\0").as_bytes(),
                ),
                $crate::rt::Part::Bytes(match DOC {
                    Some(doc) => doc.as_bytes(),
                    None => b"",
                }),
                $crate::rt::Part::Bytes(b"\0"),
            ];
            #[used]
            #[unsafe(link_section = "__TEXT,__everbind")]
            static TOLD: [u8; $crate::rt::offset(PARTS, PARTS.len())] =
                $crate::rt::record(b'X', PARTS);
        };
    };
}

/// Names an exception class that Python code defines: `import_exception!(socket, gaierror)`.
///
/// The module is imported when the class is first used.
///
/// # Panics
/// On first use, if the module cannot be imported or has no such class.
#[macro_export]
macro_rules! import_exception {
    ($module:expr, $name:ident) => {
        #[doc = concat!("The Python exception `", stringify!($module), ".", stringify!($name), "`.")]
        #[repr(transparent)]
        #[allow(non_camel_case_types)]
        pub struct $name($crate::PyAny);

        $crate::__exception_computed!($name);

        // SAFETY: the class is imported once for each interpreter and kept by it.
        unsafe impl $crate::PyTypeInfo for $name {
            const TYPE_HINT: $crate::inspect::TypeHint = $crate::inspect::TypeHint::text(concat!(
                stringify!($module),
                ".",
                stringify!($name)
            ));

            #[inline]
            fn type_object_raw(py: $crate::Python<'_>) -> *mut $crate::ffi::PyTypeObject {
                static CLASS: $crate::rt::ExceptionClass = $crate::rt::ExceptionClass::new();
                CLASS.imported(py, stringify!($module), stringify!($name))
            }
        }
    };
}

macro_rules! builtin {
    ($($name:ident, $symbol:ident, $python:literal;)*) => {$(
        #[doc = concat!("Python's `", $python, "`.")]
        #[repr(transparent)]
        pub struct $name(#[allow(dead_code)] PyAny);

        native_type!($name, variable $symbol, $python);
        $crate::__exception_common!($name);
    )*};
}

builtin! {
    PyBaseException, PyExc_BaseException, "BaseException";
    PyBaseExceptionGroup, PyExc_BaseExceptionGroup, "BaseExceptionGroup";
    PyException, PyExc_Exception, "Exception";
    PyStopAsyncIteration, PyExc_StopAsyncIteration, "StopAsyncIteration";
    PyStopIteration, PyExc_StopIteration, "StopIteration";
    PyGeneratorExit, PyExc_GeneratorExit, "GeneratorExit";
    PyArithmeticError, PyExc_ArithmeticError, "ArithmeticError";
    PyLookupError, PyExc_LookupError, "LookupError";
    PyAssertionError, PyExc_AssertionError, "AssertionError";
    PyAttributeError, PyExc_AttributeError, "AttributeError";
    PyBufferError, PyExc_BufferError, "BufferError";
    PyEOFError, PyExc_EOFError, "EOFError";
    PyFloatingPointError, PyExc_FloatingPointError, "FloatingPointError";
    PyOSError, PyExc_OSError, "OSError";
    PyImportError, PyExc_ImportError, "ImportError";
    PyModuleNotFoundError, PyExc_ModuleNotFoundError, "ModuleNotFoundError";
    PyIndexError, PyExc_IndexError, "IndexError";
    PyKeyError, PyExc_KeyError, "KeyError";
    PyKeyboardInterrupt, PyExc_KeyboardInterrupt, "KeyboardInterrupt";
    PyMemoryError, PyExc_MemoryError, "MemoryError";
    PyNameError, PyExc_NameError, "NameError";
    PyOverflowError, PyExc_OverflowError, "OverflowError";
    PyRuntimeError, PyExc_RuntimeError, "RuntimeError";
    PyRecursionError, PyExc_RecursionError, "RecursionError";
    PyNotImplementedError, PyExc_NotImplementedError, "NotImplementedError";
    PySyntaxError, PyExc_SyntaxError, "SyntaxError";
    PyIndentationError, PyExc_IndentationError, "IndentationError";
    PyTabError, PyExc_TabError, "TabError";
    PyReferenceError, PyExc_ReferenceError, "ReferenceError";
    PySystemError, PyExc_SystemError, "SystemError";
    PySystemExit, PyExc_SystemExit, "SystemExit";
    PyTypeError, PyExc_TypeError, "TypeError";
    PyUnboundLocalError, PyExc_UnboundLocalError, "UnboundLocalError";
    PyUnicodeError, PyExc_UnicodeError, "UnicodeError";
    PyUnicodeDecodeError, PyExc_UnicodeDecodeError, "UnicodeDecodeError";
    PyUnicodeEncodeError, PyExc_UnicodeEncodeError, "UnicodeEncodeError";
    PyUnicodeTranslateError, PyExc_UnicodeTranslateError, "UnicodeTranslateError";
    PyValueError, PyExc_ValueError, "ValueError";
    PyZeroDivisionError, PyExc_ZeroDivisionError, "ZeroDivisionError";
    PyBlockingIOError, PyExc_BlockingIOError, "BlockingIOError";
    PyBrokenPipeError, PyExc_BrokenPipeError, "BrokenPipeError";
    PyChildProcessError, PyExc_ChildProcessError, "ChildProcessError";
    PyConnectionError, PyExc_ConnectionError, "ConnectionError";
    PyConnectionAbortedError, PyExc_ConnectionAbortedError, "ConnectionAbortedError";
    PyConnectionRefusedError, PyExc_ConnectionRefusedError, "ConnectionRefusedError";
    PyConnectionResetError, PyExc_ConnectionResetError, "ConnectionResetError";
    PyFileExistsError, PyExc_FileExistsError, "FileExistsError";
    PyFileNotFoundError, PyExc_FileNotFoundError, "FileNotFoundError";
    PyInterruptedError, PyExc_InterruptedError, "InterruptedError";
    PyIsADirectoryError, PyExc_IsADirectoryError, "IsADirectoryError";
    PyNotADirectoryError, PyExc_NotADirectoryError, "NotADirectoryError";
    PyPermissionError, PyExc_PermissionError, "PermissionError";
    PyProcessLookupError, PyExc_ProcessLookupError, "ProcessLookupError";
    PyTimeoutError, PyExc_TimeoutError, "TimeoutError";
    PyEnvironmentError, PyExc_EnvironmentError, "EnvironmentError";
    PyIOError, PyExc_IOError, "IOError";
    PyWarning, PyExc_Warning, "Warning";
    PyUserWarning, PyExc_UserWarning, "UserWarning";
    PyDeprecationWarning, PyExc_DeprecationWarning, "DeprecationWarning";
    PyPendingDeprecationWarning, PyExc_PendingDeprecationWarning, "PendingDeprecationWarning";
    PySyntaxWarning, PyExc_SyntaxWarning, "SyntaxWarning";
    PyRuntimeWarning, PyExc_RuntimeWarning, "RuntimeWarning";
    PyFutureWarning, PyExc_FutureWarning, "FutureWarning";
    PyImportWarning, PyExc_ImportWarning, "ImportWarning";
    PyUnicodeWarning, PyExc_UnicodeWarning, "UnicodeWarning";
    PyBytesWarning, PyExc_BytesWarning, "BytesWarning";
    PyResourceWarning, PyExc_ResourceWarning, "ResourceWarning";
    PyEncodingWarning, PyExc_EncodingWarning, "EncodingWarning";
}

/// Exceptions of the `asyncio` module.
pub mod asyncio {
    import_exception!(asyncio, CancelledError);
    import_exception!(asyncio, InvalidStateError);
    import_exception!(asyncio, TimeoutError);
    import_exception!(asyncio, IncompleteReadError);
    import_exception!(asyncio, LimitOverrunError);
    import_exception!(asyncio, QueueEmpty);
    import_exception!(asyncio, QueueFull);
}

/// Exceptions of the `socket` module.
pub mod socket {
    import_exception!(socket, herror);
    import_exception!(socket, gaierror);
    import_exception!(socket, timeout);
}

pub use crate::error::PanicException;
