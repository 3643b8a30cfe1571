//! [`PyModule`]: Python's modules.

use std::ffi::CStr;

use crate::class::macros::ClassRecord;
use crate::class::macros::PyClassImpl;
use crate::error::{PyErr, PyResult, check};
use crate::object::{Bound, BoundObject};
use crate::python::Python;
use crate::types::PyStringMethods;
use crate::types::native::native_type;
use crate::types::support::Sealed;
use crate::types::{PyAnyMethods, PyCFunction, PyDict, PyList, PyString};
use crate::{IntoPyObject, PyAny, ffi, intern};

/// A Python module. Its methods are in [`PyModuleMethods`].
#[repr(transparent)]
pub struct PyModule(#[allow(dead_code)] PyAny);

native_type!(PyModule, PyModule_Type);

impl PyModule {
    /// A new, empty module.
    ///
    /// # Errors
    /// When memory runs out.
    ///
    /// # Examples
    #[doc = example!()]
    /// use everbind::prelude::*;
    ///
    /// # Python::attach(|py| -> PyResult<()> {
    /// let module = PyModule::new(py, "numbers")?;
    /// module.add("answer", 42)?;
    /// # Ok(()) }).unwrap();
    /// ```
    #[inline]
    pub fn new<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
        let name = PyString::new(py, name);
        // SAFETY: attached; a new reference to a module, or null.
        unsafe {
            let module = ffi::PyModule_NewObject(name.as_ptr());
            Ok(Bound::from_owned_ptr_or_err(py, module)?.cast_into_unchecked())
        }
    }

    /// Imports the module `name`, as `import` does.
    ///
    /// # Errors
    /// Those of the import.
    pub fn import<'py, N>(py: Python<'py>, name: N) -> PyResult<Bound<'py, PyModule>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        let name = name.into_pyobject(py).map_err(Into::into)?;
        // SAFETY: attached; a new reference or null. What `sys.modules` holds need
        // not be a module, but it is used through attributes only.
        unsafe {
            let module = ffi::PyImport_Import(name.as_ptr());
            Ok(Bound::from_owned_ptr_or_err(py, module)?.cast_into_unchecked())
        }
    }

    /// Runs Python source as the module `module_name` and puts it into `sys.modules`.
    ///
    /// `file_name` is for tracebacks; where it or the module's name is empty,
    /// `<string>` and a name that is not in use stand in.
    ///
    /// # Errors
    /// `SyntaxError`, or what the code raises.
    ///
    /// # Examples
    #[doc = example!()]
    /// use everbind::prelude::*;
    ///
    /// # Python::attach(|py| -> PyResult<()> {
    /// let module = PyModule::from_code(py, c"def f(x): return 2 * x", c"f.py", c"f")?;
    /// let result: i32 = module.getattr("f")?.call1((21,))?.extract()?;
    /// # Ok(()) }).unwrap();
    /// ```
    #[inline]
    pub fn from_code<'py>(
        py: Python<'py>,
        code: &CStr,
        file_name: &CStr,
        module_name: &CStr,
    ) -> PyResult<Bound<'py, PyModule>> {
        let file_name = if file_name.is_empty() { c"<string>" } else { file_name };
        let unnamed;
        let module_name = if module_name.is_empty() {
            unnamed = unused_name();
            &unnamed
        } else {
            module_name
        };
        // SAFETY: attached; C strings; new references or null.
        unsafe {
            let compiled =
                ffi::Py_CompileString(code.as_ptr(), file_name.as_ptr(), ffi::Py_file_input);
            let compiled = Bound::from_owned_ptr_or_err(py, compiled)?;
            let module = ffi::PyImport_ExecCodeModuleEx(
                module_name.as_ptr(),
                compiled.as_ptr(),
                file_name.as_ptr(),
            );
            Ok(Bound::from_owned_ptr_or_err(py, module)?.cast_into::<PyModule>()?)
        }
    }
}

/// A module's name that no other one has.
#[inline]
fn unused_name() -> std::ffi::CString {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    std::ffi::CString::new(format!("__everbind_code_{number}__")).expect("no NUL inside")
}

/// The methods of [`PyModule`].
pub trait PyModuleMethods<'py>: Sealed {
    /// The module's `__dict__`.
    fn dict(&self) -> Bound<'py, PyDict>;

    /// The module's `__all__`, made if there is none.
    ///
    /// # Errors
    /// When it is not a list.
    fn index(&self) -> PyResult<Bound<'py, PyList>>;

    /// The module's `__name__`.
    ///
    /// # Errors
    /// `SystemError` when it has none.
    fn name(&self) -> PyResult<Bound<'py, PyString>>;

    /// The module's `__file__`.
    ///
    /// # Errors
    /// `SystemError` when it has none.
    fn filename(&self) -> PyResult<Bound<'py, PyString>>;

    /// Sets the attribute `name` and lists it in `__all__`.
    ///
    /// # Errors
    /// When the value cannot be converted, or `__all__` is not a list.
    fn add<N, V>(&self, name: N, value: V) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
        V: IntoPyObject<'py>;

    /// Adds a `#[pyclass]` under its Python name.
    ///
    /// # Errors
    /// When the class cannot be made.
    fn add_class<T>(&self) -> PyResult<()>
    where
        T: PyClassImpl;

    /// Adds what `wrap_pyfunction!(f)` or `wrap_pymodule!(m)` gives, under its `__name__`.
    ///
    /// # Errors
    /// When it cannot be made, or has no name.
    fn add_wrapped<T>(&self, wrapper: &impl Fn(Python<'py>) -> T) -> PyResult<()>
    where
        T: WrappedObject<'py>;

    /// Adds a module under the last part of its name. It cannot be imported by itself: for
    /// `import parent.child`, put it into `sys.modules` too.
    ///
    /// # Errors
    /// When the module has no name.
    fn add_submodule(&self, module: &Bound<'_, PyModule>) -> PyResult<()>;

    /// Adds a function under its `__name__`.
    ///
    /// # Errors
    /// When the attribute cannot be set.
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
    fn add_function(&self, function: Bound<'_, PyCFunction>) -> PyResult<()>;

    /// PyO3's way to say at run time whether the module needs the GIL. It changes
    /// nothing here: say `#[pymodule(gil_used = true)]`, which every interpreter sees
    /// before it runs the module.
    ///
    /// # Errors
    /// Never.
    fn gil_used(&self, gil_used: bool) -> PyResult<()>;
}

/// What a wrapper given to [`PyModuleMethods::add_wrapped`] returns: an object, or a `Result` of one.
pub trait WrappedObject<'py> {
    #[doc(hidden)]
    fn wrapped(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>;
}

impl<'py, T: IntoPyObject<'py>> WrappedObject<'py> for T {
    fn wrapped(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self.into_pyobject(py) {
            Ok(object) => Ok(object.into_any().into_bound()),
            Err(err) => Err(err.into()),
        }
    }
}

impl<'py, T: IntoPyObject<'py>, E: Into<PyErr>> WrappedObject<'py> for Result<T, E> {
    fn wrapped(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.map_err(Into::into)?.wrapped(py)
    }
}

/// `c` of `a.b.c`.
#[inline]
fn last_part<'py>(name: Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
    let text = name.to_cow()?;
    let mut start = text.len();
    while start > 0 && text.as_bytes()[start - 1] != b'.' {
        start -= 1;
    }
    if start == 0 { Ok(name.clone()) } else { Ok(PyString::new(name.py(), &text[start..])) }
}

#[inline(never)]
fn add<'py>(
    module: &Bound<'py, PyModule>,
    name: &Bound<'py, PyString>,
    value: &Bound<'py, PyAny>,
) -> PyResult<()> {
    let index = module.index()?;
    // SAFETY: attached, living objects: a dict, and a list.
    unsafe {
        // A new name is not looked for in the list: of many functions that took longer than all else.
        let mut listed =
            ffi::PyDict_Contains(ffi::PyModule_GetDict(module.as_ptr()), name.as_ptr());
        if listed == 1 {
            listed = ffi::PySequence_Contains(index.as_ptr(), name.as_ptr());
        }
        if listed == 0 {
            listed = ffi::PyList_Append(index.as_ptr(), name.as_ptr());
        }
        if listed >= 0 {
            listed = ffi::PyObject_SetAttr(module.as_ptr(), name.as_ptr(), value.as_ptr());
        }
        check(module.py(), listed)
    }
}

/// Adds the class of that record.
pub(crate) fn add_class_of(
    module: &Bound<'_, PyModule>,
    record: &'static ClassRecord,
) -> PyResult<()> {
    let class = record.type_object(module.py())?;
    // SAFETY: attached; the class's own type object, which is alive.
    let class = unsafe { Bound::from_borrowed_ptr(module.py(), class.cast()) };
    if record.spec().enum_kind.is_some() && record.spec().module.is_none() {
        // By this `pickle` finds it.
        class.setattr(intern!(module.py(), "__module__"), module.name()?)?;
    }
    add(module, &PyString::new(module.py(), record.name()), &class)
}

impl<'py> PyModuleMethods<'py> for Bound<'py, PyModule> {
    #[inline]
    fn dict(&self) -> Bound<'py, PyDict> {
        // SAFETY: attached; a borrowed reference to the dict of a module.
        unsafe {
            let dict = ffi::PyModule_GetDict(self.as_ptr());
            Bound::from_borrowed_ptr(self.py(), dict).cast_into_unchecked()
        }
    }

    #[inline]
    fn index(&self) -> PyResult<Bound<'py, PyList>> {
        let name = intern!(self.py(), "__all__");
        match self.getattr_opt(name)? {
            Some(index) => Ok(index.cast_into::<PyList>()?),
            None => {
                let index = PyList::empty(self.py());
                self.setattr(name, index.as_any())?;
                Ok(index)
            }
        }
    }

    #[inline]
    fn name(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: attached; a new reference to a str, or null.
        unsafe {
            let name = ffi::PyModule_GetNameObject(self.as_ptr());
            Ok(Bound::from_owned_ptr_or_err(self.py(), name)?.cast_into_unchecked())
        }
    }

    #[inline]
    fn filename(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: attached; a new reference to a str, or null.
        unsafe {
            let name = ffi::PyModule_GetFilenameObject(self.as_ptr());
            Ok(Bound::from_owned_ptr_or_err(self.py(), name)?.cast_into_unchecked())
        }
    }

    fn add<N, V>(&self, name: N, value: V) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
        V: IntoPyObject<'py>,
    {
        let name = name.into_pyobject(self.py()).map_err(Into::into)?;
        let value = value.into_pyobject(self.py()).map_err(Into::into)?;
        add(self, &name.into_bound(), &value.into_any().into_bound())
    }

    fn add_class<T>(&self) -> PyResult<()>
    where
        T: PyClassImpl,
    {
        add_class_of(self, T::described())
    }

    fn add_wrapped<T>(&self, wrapper: &impl Fn(Python<'py>) -> T) -> PyResult<()>
    where
        T: WrappedObject<'py>,
    {
        let object = wrapper(self.py()).wrapped(self.py())?;
        let name = object.getattr(intern!(self.py(), "__name__"))?.cast_into::<PyString>()?;
        add(self, &last_part(name)?, &object)
    }

    #[inline]
    fn add_submodule(&self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        let name = last_part(module.name()?)?;
        add(self, &name, module.as_any())
    }

    #[inline]
    fn add_function(&self, function: Bound<'_, PyCFunction>) -> PyResult<()> {
        let name = function.getattr(intern!(self.py(), "__name__"))?.cast_into::<PyString>()?;
        add(self, &name, function.as_any())
    }

    #[inline]
    fn gil_used(&self, _gil_used: bool) -> PyResult<()> {
        Ok(())
    }
}
