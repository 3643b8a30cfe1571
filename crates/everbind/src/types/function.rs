//! Functions, those written in Python and those written in C or Rust.

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_int};
use std::ptr;
use std::sync::{Mutex, PoisonError};

use crate::call::entry::guard;
use crate::call::ret::{Return, ret};
use crate::error::{PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::native::native_type;
use crate::types::support::Imported;
use crate::types::{PyCapsule, PyDict, PyModule, PyModuleMethods, PyTuple, PyType};
use crate::{PyAny, ffi};

/// A function written in Python, a `lambda` included.
#[repr(transparent)]
pub struct PyFunction(PyAny);

static FUNCTION: Imported<PyType> = Imported::new("types", "FunctionType");

native_type!(PyFunction, |py| FUNCTION.type_ptr(py));

/// A function written in C or Rust: what [`wrap_pyfunction!`](crate::wrap_pyfunction)
/// makes, and Python's own.
#[repr(transparent)]
pub struct PyCFunction(PyAny);

native_type!(PyCFunction, PyCFunction_Type);

impl PyCFunction {
    /// A function without parameters, of a C function.
    ///
    /// # Errors
    /// `MemoryError`, or when the module has no name.
    #[inline]
    pub fn new<'py>(
        py: Python<'py>,
        fun: ffi::PyCFunction,
        name: &'static CStr,
        doc: &'static CStr,
        module: Option<&Bound<'py, PyModule>>,
    ) -> PyResult<Bound<'py, Self>> {
        let pointer = ffi::PyMethodDefPointer { PyCFunction: fun };
        of_module(py, definition(name, pointer, ffi::METH_NOARGS, doc), module)
    }

    /// A function with positional and keyword parameters, of a C function.
    ///
    /// # Errors
    /// `MemoryError`, or when the module has no name.
    #[inline]
    pub fn new_with_keywords<'py>(
        py: Python<'py>,
        fun: ffi::PyCFunctionWithKeywords,
        name: &'static CStr,
        doc: &'static CStr,
        module: Option<&Bound<'py, PyModule>>,
    ) -> PyResult<Bound<'py, Self>> {
        let pointer = ffi::PyMethodDefPointer { PyCFunctionWithKeywords: fun };
        let flags = ffi::METH_VARARGS | ffi::METH_KEYWORDS;
        of_module(py, definition(name, pointer, flags, doc), module)
    }

    /// A function of a Rust closure, which gets the positional arguments as a tuple
    /// and the keyword arguments as a dict. The closure is dropped with the function.
    ///
    /// # Errors
    /// `MemoryError`.
    ///
    /// # Examples
    #[doc = example!()]
    /// use everbind::prelude::*;
    /// use everbind::types::PyCFunction;
    ///
    /// # Python::attach(|py| -> PyResult<()> {
    /// let add = PyCFunction::new_closure(py, None, None, |args, _kwargs| -> PyResult<i64> {
    ///     let (a, b): (i64, i64) = args.extract()?;
    ///     Ok(a + b)
    /// })?;
    /// assert_eq!(add.call1((1, 2))?.extract::<i64>()?, 3);
    /// # Ok(()) }).unwrap();
    /// ```
    pub fn new_closure<'py, F, R>(
        py: Python<'py>,
        name: Option<&'static CStr>,
        doc: Option<&'static CStr>,
        closure: F,
    ) -> PyResult<Bound<'py, Self>>
    where
        F: Fn(&Bound<'_, PyTuple>, Option<&Bound<'_, PyDict>>) -> R + Send + Sync + 'static,
        for<'p> R: Return<'p>,
    {
        let pointer = ffi::PyMethodDefPointer { PyCFunctionWithKeywords: run_closure::<F, R> };
        let definition = ffi::PyMethodDef {
            ml_name: name.unwrap_or(c"<closure>").as_ptr(),
            ml_meth: pointer,
            ml_flags: ffi::METH_VARARGS | ffi::METH_KEYWORDS,
            ml_doc: doc.unwrap_or(c"").as_ptr(),
        };
        let closure = Closure { closure, definition: UnsafeCell::new(definition) };
        let capsule = PyCapsule::new_with_value(py, closure, CLOSURE)?;
        // SAFETY: attached; the definition lives as long as the capsule, which the new
        // function owns as its `self`.
        unsafe {
            let closure = ffi::PyCapsule_GetPointer(capsule.as_ptr(), CLOSURE.as_ptr());
            let definition = (*closure.cast::<Closure<F>>()).definition.get();
            let ptr = ffi::PyCFunction_NewEx(definition, capsule.as_ptr(), ptr::null_mut());
            Bound::from_call(py, ptr)
        }
    }
}

const CLOSURE: &CStr = c"everbind.closure";

/// What the capsule of a closure's function holds.
struct Closure<F> {
    closure: F,
    /// C takes it by a mutable pointer, and only reads it.
    definition: UnsafeCell<ffi::PyMethodDef>,
}

// SAFETY: the definition holds pointers to texts and code that live for ever.
unsafe impl<F: Send> Send for Closure<F> {}

/// # Safety
/// Called by CPython as a method of a capsule made by `new_closure` for the same `F`.
unsafe extern "C" fn run_closure<F, R>(
    capsule: *mut ffi::PyObject,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
) -> *mut ffi::PyObject
where
    F: Fn(&Bound<'_, PyTuple>, Option<&Bound<'_, PyDict>>) -> R,
    for<'p> R: Return<'p>,
{
    let run = |py: Python<'_>| {
        // SAFETY: the capsule is alive during the call, and the closure in it is shared
        // by reference only; arguments as the calling convention says.
        let (closure, args, kwargs) = unsafe {
            let closure = ffi::PyCapsule_GetPointer(capsule, CLOSURE.as_ptr());
            if closure.is_null() {
                return Err(PyErr::fetch(py));
            }
            let args = Borrowed::from_ptr(py, args).cast_unchecked::<PyTuple>();
            let kwargs = Borrowed::from_ptr_or_opt(py, kwargs);
            let kwargs = kwargs.map(|kwargs| kwargs.cast_unchecked::<PyDict>());
            (&(*closure.cast::<Closure<F>>()).closure, args, kwargs)
        };
        ret(py, closure(&args, kwargs.as_deref()))
    };
    // SAFETY: attached, as CPython calls functions.
    unsafe { guard(run) }
}

/// A function's definition: C takes it by a mutable pointer, and only reads it.
struct Definition(UnsafeCell<ffi::PyMethodDef>);

// SAFETY: only read; all it points to lives for ever.
unsafe impl Send for Definition {}
// SAFETY: as above.
unsafe impl Sync for Definition {}

/// The definition of these parts. It must outlive the function and so is never freed;
/// but its parts live for ever themselves, and there is only one of the same parts.
#[inline]
fn definition(
    name: &'static CStr,
    function: ffi::PyMethodDefPointer,
    flags: c_int,
    doc: &'static CStr,
) -> *mut ffi::PyMethodDef {
    // A list, for there are few; a map would be compiled in every library.
    static KNOWN: Mutex<Vec<&'static Definition>> = Mutex::new(Vec::new());
    let (ml_name, ml_doc) = (name.as_ptr(), doc.as_ptr());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    for definition in &*known {
        // SAFETY: it is only read; `Void` is any of the function pointers.
        unsafe {
            let there = &*definition.0.get();
            let same = (there.ml_name, there.ml_flags, there.ml_doc) == (ml_name, flags, ml_doc);
            if same && there.ml_meth.Void == function.Void {
                return definition.0.get();
            }
        }
    }
    let definition = ffi::PyMethodDef { ml_name, ml_meth: function, ml_flags: flags, ml_doc };
    let definition = Box::leak(Box::new(Definition(UnsafeCell::new(definition))));
    known.push(definition);
    definition.0.get()
}

#[inline]
fn of_module<'py>(
    py: Python<'py>,
    definition: *mut ffi::PyMethodDef,
    module: Option<&Bound<'py, PyModule>>,
) -> PyResult<Bound<'py, PyCFunction>> {
    let name = module.map(|module| module.name()).transpose()?;
    let module = Bound::ptr_or_null(module);
    let name = Bound::ptr_or_null(name.as_ref());
    // SAFETY: attached; a definition for ever, objects alive or null; a new function
    // or null.
    unsafe { Bound::from_call(py, ffi::PyCFunction_NewEx(definition, module, name)) }
}
