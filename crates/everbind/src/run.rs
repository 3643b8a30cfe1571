//! [`py_run!`](crate::py_run): Python code in Rust tests.

use std::ffi::CString;

use crate::object::Bound;
use crate::python::Python;
use crate::types::PyDict;

/// Runs Python code in which the named Rust values are variables, and panics with the
/// code when it raises; the traceback is printed. Meant for tests.
///
/// The code may be indented as a whole. In place of the values may stand a dict of
/// variables: `py_run!(py, *dict, "…")`.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::PyList;
/// use everbind::py_run;
///
/// # Python::attach(|py| -> PyResult<()> {
/// let list = PyList::new(py, [1, 2, 3])?;
/// py_run!(py, list, "assert list == [1, 2, 3]");
/// # Ok(()) }).unwrap();
/// ```
#[macro_export]
macro_rules! py_run {
    ($py:expr, *$variables:expr, $code:expr) => {
        $crate::rt::run_code($py, &$variables, $code)
    };
    ($py:expr, $($value:ident)+, $code:expr) => {{
        let variables = $crate::types::PyDict::new($py);
        $(
            {
                use $crate::IntoPyObjectExt as _;
                // A method call, so that a value whose reference has no conversion is
                // taken by value.
                let value = (&$value).into_bound_py_any($py);
                let value = value.expect(concat!("`", stringify!($value), "` as a Python variable"));
                $crate::types::PyDictMethods::set_item(&variables, stringify!($value), value)
                    .expect("a new dict takes any item");
            }
        )+
        $crate::rt::run_code($py, &variables, $code)
    }};
}

/// What [`py_run!`](crate::py_run) calls.
///
/// # Panics
/// If the code raises or holds a nul character.
#[track_caller]
#[inline]
pub fn run_code<'py>(py: Python<'py>, variables: &Bound<'py, PyDict>, code: &str) {
    let code = dedent(code);
    let text = CString::new(code.as_bytes()).expect("Python code without nul characters");
    if let Err(err) = py.run(&text, None, Some(variables)) {
        err.print(py);
        panic!("{code}");
    }
}

/// The code without what all its lines are indented by, except the first, which
/// begins right after the quotation mark and is left out when it is empty.
#[inline]
fn dedent(code: &str) -> String {
    let (first, rest) = code.split_once('\n').unwrap_or((code, ""));
    let filled = rest.lines().filter(|line| !line.trim().is_empty());
    let common = filled.map(|line| line.len() - line.trim_start_matches(' ').len()).min();
    let cut = |line: &str| line.get(common.unwrap_or(0)..).unwrap_or("").to_owned() + "\n";
    let first = if first.trim().is_empty() { String::new() } else { format!("{first}\n") };
    first + &rest.lines().map(cut).collect::<String>()
}
