//! [`FunctionDef`]: a function for Python as a const table entry, and how a
//! function object is made of it.
//!
//! Without the GIL, threads that call one function object contend for its reference
//! count, unless it is counted in the deferred way. CPython does that for functions that
//! it puts into a module from a list, not for those of `PyCFunction_NewEx`, and the stable
//! ABI has no other way to ask for it. So there, a function is made by way of a list of
//! one, and the module's attribute is put back as it was.

use std::ffi::{CStr, c_int};
use std::ptr;

use crate::error::{PyResult, check};
use crate::ffi;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyCFunction, PyDictMethods, PyModule, PyModuleMethods, PyString};

/// A function: its name, C entry, calling convention and docstring; for C a list of one.
#[repr(C)]
pub struct FunctionDef {
    record: ffi::PyMethodDef,
    end: ffi::PyMethodDef,
}

impl FunctionDef {
    const fn new(
        name: &'static CStr,
        meth: ffi::PyMethodDefPointer,
        flags: c_int,
        doc: &'static CStr,
    ) -> Self {
        let record = ffi::PyMethodDef {
            ml_name: name.as_ptr(),
            ml_meth: meth,
            ml_flags: flags,
            ml_doc: doc.as_ptr(),
        };
        FunctionDef { record, end: ffi::PyMethodDef::zeroed() }
    }

    /// `METH_NOARGS`.
    pub const fn noargs(name: &'static CStr, entry: ffi::PyCFunction, doc: &'static CStr) -> Self {
        let meth = ffi::PyMethodDefPointer { PyCFunction: entry };
        Self::new(name, meth, ffi::METH_NOARGS, doc)
    }

    /// `METH_O`.
    pub const fn one_arg(name: &'static CStr, entry: ffi::PyCFunction, doc: &'static CStr) -> Self {
        let meth = ffi::PyMethodDefPointer { PyCFunction: entry };
        Self::new(name, meth, ffi::METH_O, doc)
    }

    /// `METH_FASTCALL`.
    pub const fn fast(
        name: &'static CStr,
        entry: unsafe extern "C" fn(
            *mut ffi::PyObject,
            *const *mut ffi::PyObject,
            ffi::Py_ssize_t,
        ) -> *mut ffi::PyObject,
        doc: &'static CStr,
    ) -> Self {
        let meth = ffi::PyMethodDefPointer { Void: entry as *mut _ };
        Self::new(name, meth, ffi::METH_FASTCALL, doc)
    }

    /// `METH_FASTCALL | METH_KEYWORDS`.
    pub const fn fast_keywords(
        name: &'static CStr,
        entry: ffi::PyCFunctionFastWithKeywords,
        doc: &'static CStr,
    ) -> Self {
        let meth = ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: entry };
        Self::new(name, meth, ffi::METH_FASTCALL | ffi::METH_KEYWORDS, doc)
    }

    /// The record that C reads; it can stand in a list of methods.
    pub const fn record(&self) -> ffi::PyMethodDef {
        self.record
    }

    /// A function object, of `module` if one is given.
    ///
    /// # Errors
    /// When memory runs out, or the module has no name.
    pub fn create<'py>(
        &'static self,
        py: Python<'py>,
        module: Option<&Bound<'py, PyModule>>,
    ) -> PyResult<Bound<'py, PyCFunction>> {
        if let Some(module) = module
            && ffi::interpreter().free_threaded
        {
            return self.create_deferred(module);
        }
        let name: Option<Bound<'py, PyString>> = module.map(PyModuleMethods::name).transpose()?;
        let name = name.as_ref().map_or(ptr::null_mut(), Bound::as_ptr);
        let module = module.map_or(ptr::null_mut(), Bound::as_ptr);
        // SAFETY: attached; the record lives for ever and is only read; a module
        // and its name, or nulls.
        unsafe {
            let function = ffi::PyCFunction_NewEx(self.list(), module, name);
            Ok(Bound::from_owned_ptr_or_err(py, function)?.cast_into_unchecked())
        }
    }

    fn list(&'static self) -> *mut ffi::PyMethodDef {
        ptr::from_ref(self).cast_mut().cast()
    }

    /// As [`create`](Self::create), with reference counting that threads do not
    /// contend for.
    fn create_deferred<'py>(
        &'static self,
        module: &Bound<'py, PyModule>,
    ) -> PyResult<Bound<'py, PyCFunction>> {
        let py = module.py();
        // SAFETY: the record's name is a C string.
        let name = unsafe { CStr::from_ptr(self.record.ml_name) };
        let name = PyString::new(py, &name.to_string_lossy());
        let before = module.dict().get_item(&name)?;
        // SAFETY: attached; a module, and a list of functions that lives for ever.
        check(py, unsafe { ffi::PyModule_AddFunctions(module.as_ptr(), self.list()) })?;
        let function = module.getattr(&name)?.cast_into::<PyCFunction>()?;
        match before {
            Some(before) => module.setattr(&name, before)?,
            None => module.delattr(&name)?,
        }
        Ok(function)
    }

    /// Makes the function and puts it into `module`.
    ///
    /// # Errors
    /// Those of [`create`](Self::create), and of setting the attribute.
    pub fn add_to_module(&'static self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add_function(self.create(module.py(), Some(module))?)
    }
}

/// What `wrap_pyfunction!` takes as its second argument: the module the function
/// is for, or the token for a function of no module.
pub trait FunctionOwner<'py> {
    /// Makes the function.
    ///
    /// # Errors
    /// Those of [`FunctionDef::create`].
    fn make_function(self, definition: &'static FunctionDef) -> PyResult<Bound<'py, PyCFunction>>;
}

impl<'py> FunctionOwner<'py> for Python<'py> {
    fn make_function(self, definition: &'static FunctionDef) -> PyResult<Bound<'py, PyCFunction>> {
        definition.create(self, None)
    }
}

macro_rules! module_handles {
    ($([$($lt:lifetime),*] $handle:ty;)*) => {$(
        impl<'py, $($lt),*> FunctionOwner<'py> for $handle {
            fn make_function(
                self,
                definition: &'static FunctionDef,
            ) -> PyResult<Bound<'py, PyCFunction>> {
                definition.create(self.py(), Some(&self))
            }
        }
    )*};
}

module_handles! {
    [] Bound<'py, PyModule>;
    ['a] &'a Bound<'py, PyModule>;
    ['a] Borrowed<'a, 'py, PyModule>;
    ['a, 'b] &'b Borrowed<'a, 'py, PyModule>;
}

/// A docstring put together at compile time, as a C string.
///
/// # Panics
/// At compile time, if `text` does not end in a NUL or has one inside.
pub const fn c_str(text: &'static str) -> &'static CStr {
    match CStr::from_bytes_with_nul(text.as_bytes()) {
        Ok(text) => text,
        Err(_) => panic!("text for Python must not contain a NUL character"),
    }
}
