//! Compiled code.

use std::ffi::CStr;

use crate::error::PyResult;
use crate::object::Bound;
use crate::python::Python;
use crate::types::native::native_type;
use crate::types::support::{Imported, Sealed};
use crate::types::{PyAnyMethods, PyDict, PyDictMethods, PyType};
use crate::{PyAny, ffi, intern};

/// Code, compiled from source or part of a function.
///
/// # Examples
#[doc = example!()]
/// use everbind::prelude::*;
/// use everbind::types::{PyCode, PyCodeInput, PyCodeMethods};
///
/// # Python::attach(|py| -> PyResult<()> {
/// let code = PyCode::compile(py, c"6 * 7", c"answer.py", PyCodeInput::Eval)?;
/// assert_eq!(code.run(None, None)?.extract::<i32>()?, 42);
/// # Ok(()) }).unwrap();
/// ```
#[repr(transparent)]
pub struct PyCode(PyAny);

static CLASS: Imported<PyType> = Imported::new("types", "CodeType");

native_type!(PyCode, |py| CLASS.type_ptr(py));

/// What the source is.
pub enum PyCodeInput {
    /// One expression, whose value [`run`](PyCodeMethods::run) returns.
    Eval,
    /// Statements; `run` returns `None`.
    File,
}

impl PyCode {
    /// Compiles source text. `filename` appears in tracebacks.
    ///
    /// # Errors
    /// `SyntaxError`.
    #[inline]
    pub fn compile<'py>(
        py: Python<'py>,
        code: &CStr,
        filename: &CStr,
        input: PyCodeInput,
    ) -> PyResult<Bound<'py, PyCode>> {
        let start = match input {
            PyCodeInput::Eval => ffi::Py_eval_input,
            PyCodeInput::File => ffi::Py_file_input,
        };
        // SAFETY: attached, nul-terminated texts, a start symbol; new code or null.
        unsafe {
            let ptr = ffi::Py_CompileString(code.as_ptr(), filename.as_ptr(), start);
            Bound::from_call(py, ptr)
        }
    }
}

/// The methods of [`PyCode`].
#[doc(alias = "PyCode")]
pub trait PyCodeMethods<'py>: Sealed {
    /// Runs the code. `globals` defaults to the dictionary of `__main__`, `locals` to
    /// `globals`.
    ///
    /// # Errors
    /// What the code raises.
    fn run(
        &self,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>>;
}

impl<'py> PyCodeMethods<'py> for Bound<'py, PyCode> {
    #[inline]
    fn run(
        &self,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = self.py();
        let main;
        let globals = match globals {
            Some(globals) => globals,
            None => {
                main = main_globals(py)?;
                &main
            }
        };
        let builtins = intern!(py, "__builtins__");
        if !globals.contains(builtins)? {
            globals.set_item(builtins, py.import(intern!(py, "builtins"))?)?;
        }
        let locals = locals.unwrap_or(globals);
        // SAFETY: attached, living code and dicts; a new reference or null.
        unsafe {
            let ptr = ffi::PyEval_EvalCode(self.as_ptr(), globals.as_ptr(), locals.as_ptr());
            Bound::from_owned_ptr_or_err(py, ptr)
        }
    }
}

#[inline]
fn main_globals(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    // SAFETY: attached; a new reference or null.
    let main = unsafe {
        Bound::from_owned_ptr_or_err(py, ffi::PyImport_AddModuleRef(c"__main__".as_ptr()))?
    };
    Ok(main.getattr(intern!(py, "__dict__"))?.cast_into()?)
}
