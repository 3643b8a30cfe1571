//! What is said of overloads: the error when none accepts the arguments, and the docstring.

use std::ffi::CString;

use super::bind;
use super::overload::{Given, Overloads};
use super::signature::Signature;
use crate::PyErr;
use crate::exceptions::PyTypeError;
use crate::ffi;
use crate::python::Python;
use crate::types::{PyAnyMethods, PyStringMethods};

/// `area(): no overload accepts these arguments`, and a line for each candidate.
#[cold]
#[inline(never)]
pub(super) fn none_fits<R>(
    py: Python<'_>,
    overloads: &'static Overloads<R>,
    given: Given,
    reasons: Vec<Option<PyErr>>,
) -> PyErr {
    let (mut text, name) = beginning(overloads.candidates[0].signature, overloads.name);
    let mut reasons = reasons.into_iter();
    for (index, candidate) in overloads.candidates.iter().enumerate() {
        let reason = match reasons.next().flatten() {
            Some(reason) => message(py, &reason),
            None => unbound(py, candidate.signature, given),
        };
        let number = (index + 1).to_string();
        for word in ["\n  ", &number, ". ", name, candidate.hints, ": ", &reason] {
            text.push_str(word);
        }
    }
    crate::PyErr::worded::<PyTypeError>(text)
}

/// The first line, and the name that the others begin with.
#[inline]
fn beginning(first: &Signature, name: &'static str) -> (String, &'static str) {
    let (mut text, mut shown) = (String::new(), name);
    match first.class() {
        Some(class) if name == "__new__" => shown = class,
        Some(class) => {
            text.push_str(class);
            text.push('.');
        }
        None => {}
    }
    text.push_str(shown);
    text.push_str("(): no overload accepts these arguments");
    (text, shown)
}

/// Why the arguments cannot be bound: CPython's words, without the name in front.
#[inline]
fn unbound(py: Python<'_>, signature: &'static Signature, given: Given) -> String {
    let mut slots = vec![std::ptr::null_mut(); signature.slots()];
    // SAFETY: the arguments of a call by the interpreter, and as many empty slots as there are to be.
    let bound =
        unsafe { bind::bind(py, signature, given.args, given.count, given.kwnames, &mut slots) };
    for object in &slots[signature.count()..] {
        // SAFETY: attached; the slots of `*args` and `**kwargs` own what is in them, or are null.
        unsafe { ffi::Py_XDECREF(*object) };
    }
    let text = match bound {
        Ok(_) => return String::from("refused"),
        Err(error) => message(py, &error),
    };
    match text.strip_prefix(&signature.call_name()) {
        Some(rest) => rest.trim_start().to_owned(),
        None => text,
    }
}

/// The text of an error, further lines of it indented.
#[inline]
fn message(py: Python<'_>, error: &PyErr) -> String {
    let mut text = String::new();
    match error.value(py).as_any().str() {
        Ok(said) => add_lines(&mut text, &said.to_string_lossy(), "\n     "),
        Err(_) => text.push_str("an error that has no text"),
    }
    text
}

/// Adds `lines` to `text`, each but the first after `before`.
#[inline]
fn add_lines(text: &mut String, lines: &str, before: &str) {
    for (index, line) in lines.trim_end().lines().enumerate() {
        if index > 0 {
            text.push_str(if line.is_empty() { "\n" } else { before });
        }
        text.push_str(line);
    }
}

/// The docstring: a signature that `inspect` reads, the documentation of all, and for each candidate
/// its signature and documentation.
#[cold]
pub(super) fn documentation<R>(overloads: &Overloads<R>, first: &str) -> CString {
    let name = overloads.name;
    let mut text = String::from(name);
    match first {
        "" => text.push_str("(*args, **kwargs)\n--\n\n"),
        _ => {
            for word in ["($", first, ", *args, **kwargs)\n--\n\n"] {
                text.push_str(word);
            }
        }
    }
    if !overloads.doc.is_empty() {
        add_lines(&mut text, &overloads.doc.to_string_lossy(), "\n");
        text.push_str("\n\n");
    }
    for candidate in overloads.candidates {
        for word in [name, candidate.hints, " -> ", candidate.returns] {
            text.push_str(word);
        }
        if !candidate.doc.is_empty() {
            text.push_str("\n    ");
            add_lines(&mut text, &candidate.doc.to_string_lossy(), "\n    ");
            text.push('\n');
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    CString::new(text).unwrap_or_default()
}
