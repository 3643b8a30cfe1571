//! [`FunctionDef`]: a function for Python, and how a function object is made of it.
//!
//! *Room.* A table that the compiler fills takes 32 bytes of the library for each pointer, 24 of them for
//! the loader, and a function has three. So the static of a function is zero, which takes no room at
//! all, and is filled by code, which takes seven bytes for a pointer: [`FunctionDef::define`], called
//! before a function object is made, so before the function can be called. A module is filled by one call for
//! each function, whose arguments are the static and three pointers.
//!
//! *Free-threading.* Threads that call one function object contend for its reference
//! count, unless it is counted in the deferred way. CPython does that for functions that
//! it puts into a module from a list, not for those of `PyCFunction_NewEx`, and the stable
//! ABI has no other way to ask for it. So there, a function is made by way of a list of
//! one, and the module's attribute is put back as it was.

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_char, c_void};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::signature::Signature;
use super::told::{Told, names_alone};
use crate::error::{PyResult, check};
use crate::ffi;
use crate::module::Filling;
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::stub::record::Entry;
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

    /// Says what the function is: its text, an entry of its convention, and the docstring, or null for that of
    /// the text. See `told.rs`.
    ///
    /// # Safety
    /// The text is a function's, the entry a function of the convention's type, and the docstring null or a C
    /// string that lives for ever.
    unsafe fn define(
        &'static self,
        text: *const c_char,
        entry: *const c_void,
        mut doc: *const c_char,
    ) -> &'static Self {
        if !self.is_defined.load(Ordering::Acquire) {
            let _defining = DEFINING.lock().unwrap_or_else(PoisonError::into_inner);
            if !self.is_defined.load(Ordering::Acquire) {
                // SAFETY: the caller's obligations; nobody reads or writes the content yet (module invariant).
                unsafe {
                    let told = Told::read(text);
                    let signature = Signature::new(told.text);
                    if doc.is_null() {
                        doc = match told.is_undocumented() {
                            true => names_alone(text, &signature),
                            false => told.doc,
                        };
                    }
                    let record = ffi::PyMethodDef {
                        ml_name: told.name(),
                        ml_meth: ffi::PyMethodDefPointer { Void: entry.cast_mut() },
                        ml_flags: told.flags,
                        ml_doc: doc,
                    };
                    let list = [record, ffi::PyMethodDef::zeroed()];
                    self.content.get().write(Content { signature, list });
                }
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
        let name = Bound::ptr_or_null(name.as_ref());
        let module = Bound::ptr_or_null(module);
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
            Some(before) => module.setattr(&name, &before)?,
            None => module.delattr(&name)?,
        }
        Ok(function)
    }
}

/// A function that may be yet to be defined: its definition, and what `FunctionDef::define` takes.
pub struct Function {
    def: &'static FunctionDef,
    text: *const c_char,
    entry: *const c_void,
    doc: *const c_char,
}

impl Function {
    /// A function as its text tells (see `told.rs`), with an entry of its convention, and the docstring, or
    /// null for that of the text.
    ///
    /// # Safety
    /// The text is a function's, the entry a function of the convention's type, and the docstring null or a C
    /// string that lives for ever.
    #[inline(always)]
    pub unsafe fn new(
        def: &'static FunctionDef,
        text: *const u8,
        entry: *const c_void,
        doc: *const c_char,
    ) -> Self {
        Function { def, text: text.cast(), entry, doc }
    }

    fn defined(self) -> &'static FunctionDef {
        // SAFETY: `new` was called with what this needs.
        unsafe { self.def.define(self.text, self.entry, self.doc) }
    }
}

/// Adds a function to a module.
///
/// # Safety
/// As for [`Function::new`].
#[inline(never)]
unsafe fn add(
    filling: &mut Filling<'_, '_>,
    def: &'static FunctionDef,
    text: *const c_char,
    entry: *const c_void,
    doc: *const c_char,
) {
    // SAFETY: the caller's obligation.
    let def = unsafe { def.define(text, entry, doc) };
    filling.add(|module| module.add_function(def.create(module.py(), Some(module))?));
}

/// What stands for a function beside it, as `_PYO3_DEF`: where its definition is to be had, and what a module that
/// exports it tells of it (see `stub/mod.rs`).
#[derive(Clone, Copy)]
pub struct FunctionSource(pub fn() -> Function, pub Entry);

impl FunctionSource {
    /// What a module that exports it tells of it.
    pub const fn entry(&self) -> Entry {
        self.1
    }

    /// Makes the function and puts it into a module.
    #[inline(always)]
    pub fn add_to(self, filling: &mut Filling<'_, '_>) {
        let function = (self.0)();
        // SAFETY: `new` was called with what this needs.
        unsafe { add(filling, function.def, function.text, function.entry, function.doc) }
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
    #[inline]
    fn make_function(self, function: FunctionSource) -> PyResult<Bound<'py, PyCFunction>> {
        (function.0)().defined().create(self, None)
    }
}

macro_rules! module_handles {
    ($([$($lt:lifetime),*] $handle:ty;)*) => {$(
        impl<'py, $($lt),*> FunctionOwner<'py> for $handle {
            #[inline]
            fn make_function(self, function: FunctionSource) -> PyResult<Bound<'py, PyCFunction>> {
                (function.0)().defined().create(self.py(), Some(&self))
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
