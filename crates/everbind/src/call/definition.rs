//! [`FunctionDef`]: a function for Python, and how a function object is made of it.
//!
//! *Room.* A table that the compiler fills takes 32 bytes of the library for each pointer, 24 of them for
//! the loader, and a function has three. So the static of a function is zero, which takes no room at
//! all, and is filled by code, which takes seven bytes for a pointer: [`FunctionDef::define`], called
//! before a function object is made, so before the function can be called. A docstring that says no more than
//! the parameters' names is made then, too.
//!
//! *Free-threading.* Threads that call one function object contend for its reference
//! count, unless it is counted in the deferred way. CPython does that for functions that
//! it puts into a module from a list, not for those of `PyCFunction_NewEx`, and the stable
//! ABI has no other way to ask for it. So there, a function is made by way of a list of
//! one, and the module's attribute is put back as it was.

use std::cell::UnsafeCell;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::signature::Signature;
use crate::error::{PyResult, check};
use crate::ffi;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::{PyAnyMethods, PyCFunction, PyDictMethods, PyModule, PyModuleMethods, PyString};

/// A function: what Python may pass to it and, as a list of one for C, its name, C entry, calling convention
/// and docstring.
pub struct FunctionDef {
    content: UnsafeCell<Content>,
    is_defined: AtomicBool,
}

struct Content {
    signature: Signature,
    list: [ffi::PyMethodDef; 2],
}

/// Held while a function is defined.
static DEFINING: Mutex<()> = Mutex::new(());

// SAFETY: the content is written once, under `DEFINING` and before `is_defined`, and only read by those
// who have called `define` or were called through a function that was made after it.
unsafe impl Sync for FunctionDef {}

impl FunctionDef {
    /// A function that is yet to be defined. All its bytes are zero.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        let list = [ffi::PyMethodDef::zeroed(), ffi::PyMethodDef::zeroed()];
        let content = UnsafeCell::new(Content { signature: Signature::none(), list });
        FunctionDef { content, is_defined: AtomicBool::new(false) }
    }

    /// What Python may pass to the function.
    ///
    /// # Safety
    /// [`define`](Self::define) has returned: so it has where the function is called by Python.
    #[inline(always)]
    pub unsafe fn signature(&'static self) -> &'static Signature {
        // SAFETY: nothing writes it any more (caller's contract).
        unsafe { &(*self.content.get()).signature }
    }

    /// Says what the function is: its [`Signature`]'s text, one of the `METH_…` conventions and an
    /// entry of it, and the docstring, or null for one that has the parameters' names alone.
    ///
    /// # Safety
    /// The entry is a function of the convention's type, and the docstring a C string that lives for ever.
    #[inline(never)]
    pub unsafe fn define(
        &'static self,
        text: &'static str,
        convention: c_int,
        entry: *const c_void,
        doc: *const c_char,
    ) -> &'static Self {
        if !self.is_defined.load(Ordering::Acquire) {
            let _defining = DEFINING.lock().unwrap_or_else(PoisonError::into_inner);
            if !self.is_defined.load(Ordering::Acquire) {
                let signature = Signature::new(text);
                let doc = if doc.is_null() { names_alone(&signature) } else { doc };
                let record = ffi::PyMethodDef {
                    // The text begins with the name and its NUL.
                    ml_name: text.as_ptr().cast(),
                    ml_meth: ffi::PyMethodDefPointer { Void: entry.cast_mut() },
                    ml_flags: convention,
                    ml_doc: doc,
                };
                let list = [record, ffi::PyMethodDef::zeroed()];
                // SAFETY: nobody reads or writes it yet (module invariant).
                unsafe { self.content.get().write(Content { signature, list }) };
                self.is_defined.store(true, Ordering::Release);
            }
        }
        self
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
        // SAFETY: defined by now, and only read.
        unsafe { (&raw mut (*self.content.get()).list).cast() }
    }

    /// As [`create`](Self::create), with reference counting that threads do not
    /// contend for.
    fn create_deferred<'py>(
        &'static self,
        module: &Bound<'py, PyModule>,
    ) -> PyResult<Bound<'py, PyCFunction>> {
        let py = module.py();
        // SAFETY: defined by now; its name is a C string.
        let name = unsafe { CStr::from_ptr((*self.list()).ml_name) };
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

/// `name(a, b)\n--\n\n`, which lives for ever.
fn names_alone(signature: &Signature) -> *const c_char {
    let mut text = String::from(signature.name());
    let mut before = '(';
    for param in signature.params() {
        text.push(before);
        if before == ',' {
            text.push(' ');
        }
        text.push_str(param.name);
        before = ',';
    }
    text.push_str(if before == '(' { "()\n--\n\n" } else { ")\n--\n\n" });
    CString::new(text).unwrap_or_default().into_raw()
}

/// What stands for a function beside it, as `_PYO3_DEF`: where its definition is to be had.
#[derive(Clone, Copy)]
pub struct FunctionSource(pub fn() -> &'static FunctionDef);

impl FunctionSource {
    /// As [`FunctionDef::add_to_module`].
    ///
    /// # Errors
    /// Those of [`FunctionDef::add_to_module`].
    #[inline(always)]
    pub fn add_to_module(self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        (self.0)().add_to_module(module)
    }
}

/// What `wrap_pyfunction!` takes as its second argument: the module the function
/// is for, or the token for a function of no module.
pub trait FunctionOwner<'py> {
    /// Makes the function.
    ///
    /// # Errors
    /// Those of [`FunctionDef::create`].
    fn make_function(self, function: FunctionSource) -> PyResult<Bound<'py, PyCFunction>>;
}

impl<'py> FunctionOwner<'py> for Python<'py> {
    fn make_function(self, function: FunctionSource) -> PyResult<Bound<'py, PyCFunction>> {
        (function.0)().create(self, None)
    }
}

macro_rules! module_handles {
    ($([$($lt:lifetime),*] $handle:ty;)*) => {$(
        impl<'py, $($lt),*> FunctionOwner<'py> for $handle {
            fn make_function(self, function: FunctionSource) -> PyResult<Bound<'py, PyCFunction>> {
                (function.0)().create(self.py(), Some(&self))
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
