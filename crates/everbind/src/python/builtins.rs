//! What the token itself gives: singletons, imports, `eval` and `run`.

use std::ffi::CStr;

use crate::error::PyResult;
use crate::object::{Borrowed, Bound, Py};
use crate::python::Python;
use crate::types::{
    PyAnyMethods, PyDict, PyDictMethods, PyEllipsis, PyModule, PyNone, PyNotImplemented, PyString,
    PyType,
};
use crate::{IntoPyObject, PyAny, PyTypeInfo, ffi};

#[allow(non_snake_case)] // Python's own names
impl<'py> Python<'py> {
    /// Python's `None`.
    #[inline]
    pub fn None(self) -> Py<PyAny> {
        PyNone::get(self).to_owned().into_any().unbind()
    }

    /// Python's `Ellipsis`, `...`.
    #[inline]
    pub fn Ellipsis(self) -> Py<PyAny> {
        PyEllipsis::get(self).to_owned().into_any().unbind()
    }

    /// Python's `NotImplemented`.
    #[inline]
    pub fn NotImplemented(self) -> Py<PyAny> {
        PyNotImplemented::get(self).to_owned().into_any().unbind()
    }

    /// The type object of `T`.
    #[inline]
    pub fn get_type<T: PyTypeInfo>(self) -> Bound<'py, PyType> {
        T::type_object(self)
    }

    /// Imports a module by its dotted name.
    ///
    /// # Errors
    /// `ModuleNotFoundError`, or what the module raises.
    pub fn import<N>(self, name: N) -> PyResult<Bound<'py, PyModule>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        PyModule::import(self, name)
    }

    /// Evaluates an expression.
    ///
    /// `globals` defaults to the dictionary of `__main__`, `locals` to `globals`.
    ///
    /// # Errors
    /// `SyntaxError`, or what the code raises.
    #[inline]
    pub fn eval(
        self,
        code: &CStr,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.run_code(code, ffi::Py_eval_input, globals, locals)
    }

    /// Runs statements. `globals` and `locals` as for [`eval`](Self::eval).
    ///
    /// # Errors
    /// `SyntaxError`, or what the code raises.
    #[inline]
    pub fn run(
        self,
        code: &CStr,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<()> {
        self.run_code(code, ffi::Py_file_input, globals, locals).map(drop)
    }

    #[inline]
    fn run_code(
        self,
        code: &CStr,
        start: std::ffi::c_int,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let main;
        let globals = match globals {
            Some(globals) => globals,
            None => {
                // SAFETY: attached; a borrowed reference or null with an exception.
                let module = unsafe { ffi::PyImport_AddModule(c"__main__".as_ptr()) };
                // SAFETY: as above; `sys.modules` owns it meanwhile.
                let module = unsafe { Borrowed::from_ptr_or_err(self, module) }?;
                main = module.getattr("__dict__")?.cast_into::<PyDict>()?;
                &main
            }
        };
        let locals = locals.unwrap_or(globals);
        if !globals.contains("__builtins__")? {
            globals.set_item("__builtins__", self.import("builtins")?)?;
        }
        // SAFETY: attached; nul-terminated text, a valid start symbol, living
        // dictionaries; both calls return new references or null.
        unsafe {
            let object = ffi::Py_CompileString(code.as_ptr(), c"<string>".as_ptr(), start);
            let object = Bound::from_owned_ptr_or_err(self, object)?;
            let result = ffi::PyEval_EvalCode(object.as_ptr(), globals.as_ptr(), locals.as_ptr());
            Bound::from_owned_ptr_or_err(self, result)
        }
    }
}
