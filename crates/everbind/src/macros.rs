//! The macros by which functions and modules are handed around.

/// Makes a Python function of a `#[pyfunction]`.
///
/// `wrap_pyfunction!(path, module)` gives a `PyResult<Bound<PyCFunction>>`; in place of the module
/// may stand a `Python` token. `wrap_pyfunction!(path)` gives a closure that takes either.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
///
/// #[pyfunction]
/// fn double(x: i64) -> i64 {
///     2 * x
/// }
///
/// #[pymodule]
/// fn numbers(m: &Bound<'_, PyModule>) -> PyResult<()> {
///     m.add_function(wrap_pyfunction!(double, m)?)
/// }
/// ```
#[macro_export]
macro_rules! wrap_pyfunction {
    // A path written out, so that the compiler's error about it names the function.
    ($($function:ident)::+) => {
        &|owner| $crate::rt::FunctionOwner::make_function(owner, $($function)::+::_PYO3_DEF)
    };
    ($($function:ident)::+, $owner:expr $(,)?) => {
        $crate::rt::FunctionOwner::make_function($owner, $($function)::+::_PYO3_DEF)
    };
    // A path that another macro has matched.
    ($function:path) => {
        &|owner| {
            use $function as wrapped;
            $crate::rt::FunctionOwner::make_function(owner, wrapped::_PYO3_DEF)
        }
    };
    ($function:path, $owner:expr) => {{
        use $function as wrapped;
        $crate::rt::FunctionOwner::make_function($owner, wrapped::_PYO3_DEF)
    }};
}

/// Makes a Python module of a `#[pymodule]`: a closure from the token to the module, for
/// [`PyModuleMethods::add_wrapped`](crate::types::PyModuleMethods::add_wrapped).
///
/// # Panics
/// If the module cannot be made.
#[macro_export]
macro_rules! wrap_pymodule {
    ($module:path) => {
        &|py| {
            use $module as wrapped;
            wrapped::_PYO3_DEF.make_module(py).expect("failed to make the module")
        }
    };
}

/// Makes a `#[pymodule]` importable in an interpreter that this program will start.
///
/// # Panics
/// If an interpreter runs already, or CPython cannot be found.
#[macro_export]
macro_rules! append_to_inittab {
    ($module:ident) => {
        $crate::rt::append_to_inittab(&$module::_PYO3_DEF, $module::__pyo3_init)
    };
}
