//! [`Signature`]: what Python may pass to a function.
//!
//! The macros write one for each function; `bind.rs` reads it. It also holds the
//! names of the parameters as interned strings, one set for each interpreter, so
//! that a keyword is nearly always found by comparing pointers.
//!
//! *Text.* It is made of one string, because each pointer in a table costs the 24 bytes of a relocation
//! besides its own: the function's name and then the parameters, each ended by a NUL. `a=` has
//! a default, `/` comes after the positional-only parameters and `*` before the keyword-only ones, and
//! `*args` and `**kwargs` come last. What a call needs of it is read out once: at compile time for a
//! slot, and for a function or method when it is first made.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::told::push;
use crate::PyResult;
use crate::ffi;
use crate::object::{Bound, Py};
use crate::python::{PerInterpreter, Python};
use crate::types::PyString;

/// A parameter other than `*args` and `**kwargs`.
#[derive(Clone, Copy)]
pub(crate) struct Param {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
}

/// What Python may pass to a function, and where it goes.
///
/// The arguments of a call are bound to slots: one for each parameter in order,
/// then one for `*args`, then one for `**kwargs`.
pub struct Signature {
    /// See the module; nothing for a function that was not made yet.
    text: Option<&'static str>,
    class: Option<&'static str>,
    /// Which of the first 64 parameters have defaults.
    optional: u64,
    /// How many parameters there are: positional-only, then positional, then keyword-only.
    count: u16,
    positional_only: u16,
    /// How many of them can be given by position.
    positional: u16,
    has_args: bool,
    has_kwargs: bool,
    names: PerInterpreter<Vec<Py<PyString>>>,
}

/// That of a method without parameters, which nobody reads.
pub static NO_PARAMETERS: Signature = Signature::none();

impl Signature {
    /// That of a function which was not made yet. All its bytes are zero.
    pub(super) const fn none() -> Self {
        Signature {
            text: None,
            class: None,
            optional: 0,
            count: 0,
            positional_only: 0,
            positional: 0,
            has_args: false,
            has_kwargs: false,
            names: PerInterpreter::new(),
        }
    }

    /// The signature that `text` tells; see the module.
    ///
    /// # Panics
    /// If there are more than 65,535 parameters.
    pub const fn new(text: &'static str) -> Self {
        let mut signature = Signature::none();
        signature.text = Some(text);
        let bytes = text.as_bytes();
        let (mut at, mut start, mut is_name, mut by_position) = (0, 0, true, true);
        while at < bytes.len() {
            if bytes[at] == 0 {
                match (bytes[start], at - start) {
                    _ if is_name => is_name = false,
                    (b'/', _) => signature.positional_only = signature.count,
                    (b'*', 1) => by_position = false,
                    (b'*', _) if bytes[start + 1] == b'*' => signature.has_kwargs = true,
                    (b'*', _) => signature.has_args = true,
                    _ => signature.add(bytes[at - 1] == b'=', by_position),
                }
                start = at + 1;
            }
            at += 1;
        }
        signature
    }

    const fn add(&mut self, has_default: bool, by_position: bool) {
        assert!(self.count < u16::MAX, "too many parameters");
        if has_default && self.count < 64 {
            self.optional |= 1 << self.count;
        }
        self.count += 1;
        if by_position {
            self.positional = self.count;
        }
    }

    /// The same as a method of `class`.
    pub const fn of_class(mut self, class: &'static str) -> Self {
        self.class = Some(class);
        self
    }
}

impl Signature {
    /// The function's name.
    pub(crate) fn name(&self) -> &'static str {
        match (Params { text: self.text.unwrap_or_default(), at: 0 }).word() {
            // A constructor is told without its name.
            Some("") | None => "__new__",
            Some(name) => name,
        }
    }

    /// How many parameters there are besides `*args` and `**kwargs`.
    #[inline(always)]
    pub(crate) fn count(&self) -> usize {
        usize::from(self.count)
    }

    /// How many parameters are by position only.
    #[inline(always)]
    pub(crate) fn positional_only(&self) -> usize {
        usize::from(self.positional_only)
    }

    /// How many parameters can be given by position.
    #[inline(always)]
    pub(crate) fn positional(&self) -> usize {
        usize::from(self.positional)
    }

    /// Whether there is `*args`.
    #[inline(always)]
    pub(crate) fn has_args(&self) -> bool {
        self.has_args
    }

    /// Whether there is `**kwargs`.
    #[inline(always)]
    pub(crate) fn has_kwargs(&self) -> bool {
        self.has_kwargs
    }

    /// How many slots a call is bound to.
    #[inline]
    pub(crate) fn slots(&self) -> usize {
        self.count() + usize::from(self.has_args) + usize::from(self.has_kwargs)
    }

    /// Whether the parameter `index` has no default.
    #[inline]
    pub(crate) fn is_required(&self, index: usize) -> bool {
        if index < 64 { self.optional >> index & 1 == 0 } else { self.is_required_late(index) }
    }

    #[cold]
    fn is_required_late(&self, index: usize) -> bool {
        self.params().nth(index).is_none_or(|param| param.required)
    }

    /// The parameters in order.
    pub(crate) fn params(&self) -> Params {
        let mut params = Params { text: self.text.unwrap_or_default(), at: 0 };
        params.word();
        params
    }

    /// The name of what is bound to the slot `index`. Every wrong argument is told by it, so the text
    /// is read byte by byte, as far as need be.
    #[cold]
    pub(crate) fn slot_name(&self, index: usize) -> &'static str {
        let text = self.text.unwrap_or_default();
        let bytes = text.as_bytes();
        let (mut start, mut left) = (word_end(bytes, 0) + 1, index);
        while start < bytes.len() {
            let mut end = word_end(bytes, start);
            let next = end + 1;
            match bytes[start] {
                b'/' => (start, end) = (0, 0),
                b'*' if bytes[start + 1] == b'*' => start += 2,
                b'*' => start += 1,
                _ if bytes[end - 1] == b'=' => end -= 1,
                _ => {}
            }
            if start < end {
                if left == 0 {
                    return &text[start..end];
                }
                left -= 1;
            }
            start = next;
        }
        ""
    }

    /// `f()` or `Class.f()`.
    #[cold]
    pub(crate) fn call_name(&self) -> String {
        let mut text = String::new();
        if let Some(class) = self.class {
            push(&mut text, &[class, "."]);
        }
        push(&mut text, &[self.name(), "()"]);
        text
    }

    /// The class that it is a method of.
    pub(crate) fn class(&self) -> Option<&'static str> {
        self.class
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
    fn intern(&self, py: Python<'_>) -> PyResult<Vec<Py<PyString>>> {
        let mut names = Vec::with_capacity(self.count());
        for param in self.params() {
            names.push(intern(py, param.name)?);
        }
        Ok(names)
    }
}

/// The parameters of a text: of what follows in it, those that are no stars and no slash.
pub(crate) struct Params {
    text: &'static str,
    at: usize,
}

impl Params {
    /// The next word.
    #[inline(never)]
    fn word(&mut self) -> Option<&'static str> {
        let rest = self.text.get(self.at..)?;
        let mut length = 0;
        while *rest.as_bytes().get(length)? != 0 {
            length += 1;
        }
        self.at += length + 1;
        rest.get(..length)
    }
}

impl Iterator for Params {
    type Item = Param;

    #[inline(never)]
    fn next(&mut self) -> Option<Param> {
        loop {
            let word = self.word()?;
            match word.as_bytes() {
                [b'*' | b'/', ..] => {}
                [.., b'='] => {
                    return Some(Param { name: word.get(..word.len() - 1)?, required: false });
                }
                _ => return Some(Param { name: word, required: true }),
            }
        }
    }
}

/// The [`Signature`] of a method or constructor, which is told when its class is first made. All its
/// bytes are zero before, so the static takes no room in the library.
pub struct LateSignature {
    signature: UnsafeCell<Signature>,
    is_told: AtomicBool,
}

// SAFETY: the signature is written once, under a lock and before `is_told`, and only read by those who
// were called through a class that was made after it.
unsafe impl Sync for LateSignature {}

impl LateSignature {
    /// One that is not told yet.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        LateSignature {
            signature: UnsafeCell::new(Signature::none()),
            is_told: AtomicBool::new(false),
        }
    }

    /// The signature.
    ///
    /// # Safety
    /// [`tell`](Self::tell) has returned: so it has where the method is called by Python.
    #[inline(always)]
    pub unsafe fn get(&'static self) -> &'static Signature {
        // SAFETY: nothing writes it any more (caller's contract).
        unsafe { &*self.signature.get() }
    }

    /// Says what the signature is, as a [`Signature`]'s text, and of what class.
    pub(crate) fn tell(&'static self, text: &'static str, class: &'static str) {
        static TELLING: Mutex<()> = Mutex::new(());
        let _telling = TELLING.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.is_told.load(Ordering::Relaxed) {
            // SAFETY: nobody reads or writes it yet (module invariant).
            unsafe { self.signature.get().write(Signature::new(text).of_class(class)) };
            self.is_told.store(true, Ordering::Relaxed);
        }
    }
}

/// Where the word ends that goes on at `at`.
#[inline(always)]
fn word_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != 0 {
        at += 1;
    }
    at
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

#[cfg(test)]
mod tests {
    use super::Signature;

    #[test]
    fn the_text_is_read() {
        let all = Signature::new("f\0a\0b=\0/\0c=\0*\0d\0e=\0*args\0**kwargs\0");
        assert_eq!(all.name(), "f");
        assert_eq!(
            (all.count(), all.positional_only(), all.positional(), all.slots()),
            (5, 2, 3, 7)
        );
        let required: Vec<_> = all.params().map(|param| (param.name, param.required)).collect();
        let expected = [("a", true), ("b", false), ("c", false), ("d", true), ("e", false)];
        assert_eq!(required, expected);
        for (index, (name, required)) in expected.into_iter().enumerate() {
            assert_eq!((all.slot_name(index), all.is_required(index)), (name, required));
        }
        assert_eq!((all.slot_name(5), all.slot_name(6)), ("args", "kwargs"));
        assert_eq!(Signature::new("g\0**options\0").slot_name(0), "options");
    }

    #[test]
    fn a_function_without_parameters() {
        let none = Signature::new("f\0");
        assert_eq!((none.count(), none.slots(), none.params().count()), (0, 0, 0));
        assert_eq!(none.of_class("C").call_name(), "C.f()");
    }
}
