//! What is said of overloads: the error when none accepts the arguments, and the docstring.

use std::ffi::CString;

use super::bind;
use super::overload::{Candidate, Given, Overloads};
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
    let class = overloads.candidates[0].signature.class();
    let (mut text, name) = match (class, overloads.name) {
        (Some(class), "__new__") => (String::from(class), class),
        (Some(class), name) => (format!("{class}.{name}"), name),
        (None, name) => (String::from(name), name),
    };
    text.push_str("(): no overload accepts these arguments");
    for (index, (candidate, reason)) in overloads.candidates.iter().zip(reasons).enumerate() {
        let reason = match reason {
            Some(reason) => message(py, &reason),
            None => unbound(py, candidate.signature, given),
        };
        text.push_str(&format!("\n  {}. {name}{}: {reason}", index + 1, candidate.hints));
    }
    PyTypeError::new_err(text)
}

/// Why the arguments cannot be bound: CPython's words, without the name in front.
fn unbound(py: Python<'_>, signature: &'static Signature, given: Given) -> String {
    let mut slots = vec![std::ptr::null_mut(); signature.slots()];
    // SAFETY: the arguments of a call by the interpreter, and as many empty slots as there are to be.
    let bound =
        unsafe { bind::bind(py, signature, given.args, given.count, given.kwnames, &mut slots) };
    for object in slots.into_iter().skip(signature.count()) {
        // SAFETY: attached; the slots of `*args` and `**kwargs` own what is in them, or are null.
        unsafe { ffi::Py_XDECREF(object) };
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
fn message(py: Python<'_>, error: &PyErr) -> String {
    let value = error.value(py).as_any();
    let text = match value.str() {
        Ok(text) => text.to_string_lossy().into_owned(),
        Err(_) => String::from("an error that has no text"),
    };
    text.replace('\n', "\n     ")
}

/// The docstring: a signature that `inspect` reads, the documentation of all, and for each candidate
/// its signature and documentation.
#[cold]
pub(super) fn documentation<R>(overloads: &Overloads<R>, first: &str) -> CString {
    let Overloads { name, candidates, .. } = overloads;
    let doc = overloads.doc.to_string_lossy();
    let bound = if first.is_empty() { String::new() } else { format!("${first}, ") };
    let mut text = format!("{name}({bound}*args, **kwargs)\n--\n\n");
    if !doc.is_empty() {
        text.push_str(doc.trim_end());
        text.push_str("\n\n");
    }
    for (index, candidate) in candidates.iter().enumerate() {
        let Candidate { hints, returns, .. } = candidate;
        let doc = candidate.doc.to_string_lossy();
        if index > 0 {
            text.push('\n');
        }
        text.push_str(&format!("{name}{hints} -> {returns}"));
        for line in doc.trim_end().lines() {
            text.push('\n');
            if !line.is_empty() {
                text.push_str("    ");
                text.push_str(line);
            }
        }
        if !doc.is_empty() {
            text.push('\n');
        }
    }
    CString::new(text.trim_end()).unwrap_or_default()
}
