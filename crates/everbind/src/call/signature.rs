//! [`Signature`]: the const table that says what Python may pass to a function.
//!
//! The macros write one for each function; `bind.rs` reads it. It also holds the
//! names of the parameters as interned strings, one set for each interpreter, so
//! that a keyword is nearly always found by comparing pointers.

use crate::PyResult;
use crate::ffi;
use crate::object::{Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::types::PyString;

/// A parameter other than `*args` and `**kwargs`.
pub struct Param {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
}

impl Param {
    /// One the caller must give.
    pub const fn required(name: &'static str) -> Self {
        Param { name, required: true }
    }

    /// One that has a default.
    pub const fn optional(name: &'static str) -> Self {
        Param { name, required: false }
    }
}

/// What Python may pass to a function, and where it goes.
///
/// The arguments of a call are bound to slots: one for each parameter in order,
/// then one for `*args`, then one for `**kwargs`.
pub struct Signature {
    pub(crate) name: &'static str,
    pub(crate) class: Option<&'static str>,
    /// Positional-only, then positional, then keyword-only.
    pub(crate) params: &'static [Param],
    pub(crate) positional_only: usize,
    pub(crate) keyword_only: usize,
    pub(crate) args: Option<&'static str>,
    pub(crate) kwargs: Option<&'static str>,
    names: PerInterpreter<Box<[Py<PyString>]>>,
}

impl Signature {
    /// A function `name` whose parameters can all be given by position or keyword.
    pub const fn new(name: &'static str, params: &'static [Param]) -> Self {
        Signature {
            name,
            class: None,
            params,
            positional_only: 0,
            keyword_only: 0,
            args: None,
            kwargs: None,
            names: PerInterpreter::new(),
        }
    }

    /// The same as a method of `class`.
    pub const fn of_class(mut self, class: &'static str) -> Self {
        self.class = Some(class);
        self
    }

    /// The same, with the first `count` parameters given by position only.
    pub const fn positional_only(mut self, count: usize) -> Self {
        self.positional_only = count;
        self
    }

    /// The same, with the last `count` parameters given by keyword only.
    pub const fn keyword_only(mut self, count: usize) -> Self {
        self.keyword_only = count;
        self
    }

    /// The same, taking any number of positional arguments.
    pub const fn args(mut self, name: &'static str) -> Self {
        self.args = Some(name);
        self
    }

    /// The same, taking any keyword arguments.
    pub const fn kwargs(mut self, name: &'static str) -> Self {
        self.kwargs = Some(name);
        self
    }

    /// How many parameters can be given by position.
    #[inline]
    pub(crate) fn positional(&self) -> usize {
        self.params.len() - self.keyword_only
    }

    /// How many slots a call is bound to.
    #[inline]
    pub(crate) fn slots(&self) -> usize {
        self.params.len() + usize::from(self.args.is_some()) + usize::from(self.kwargs.is_some())
    }

    /// The name of what is bound to the slot `index`.
    #[cold]
    pub(crate) fn slot_name(&self, index: usize) -> &'static str {
        match index.checked_sub(self.params.len()) {
            None => self.params[index].name,
            Some(0) => self.args.or(self.kwargs).unwrap_or_default(),
            Some(_) => self.kwargs.unwrap_or_default(),
        }
    }

    /// `f()` or `Class.f()`.
    #[cold]
    pub(crate) fn call_name(&self) -> String {
        match self.class {
            Some(class) => format!("{class}.{}()", self.name),
            None => format!("{}()", self.name),
        }
    }

    /// The names of the parameters as interned strings.
    #[inline]
    pub(crate) fn names<'a>(&'a self, py: Python<'a>) -> PyResult<&'a [Py<PyString>]> {
        self.names.get_or_try_init(py, || self.intern(py)).map(|names| &**names)
    }

    /// The same, if they have been interned.
    #[inline(always)]
    pub(crate) fn known_names<'a>(&'a self, py: Python<'a>) -> Option<&'a [Py<PyString>]> {
        self.names.get(py).map(|names| &**names)
    }

    #[cold]
    fn intern(&self, py: Python<'_>) -> PyResult<Box<[Py<PyString>]>> {
        let mut names = Vec::with_capacity(self.params.len());
        for param in self.params {
            names.push(intern(py, param.name)?);
        }
        Ok(names.into_boxed_slice())
    }
}

fn intern(py: Python<'_>, text: &str) -> PyResult<Py<PyString>> {
    // SAFETY: attached; a new reference to a str, or null with an exception set,
    // and `PyUnicode_InternInPlace` replaces the reference it is given by its own.
    unsafe {
        let length = text.len() as ffi::Py_ssize_t;
        let mut name = ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), length);
        if !name.is_null() {
            ffi::PyUnicode_InternInPlace(&mut name);
        }
        Ok(Bound::from_owned_ptr_or_err(py, name)?.cast_into_unchecked::<PyString>().unbind())
    }
}
