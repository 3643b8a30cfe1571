//! Signatures, objects, constants and records against an interpreter's headers, by its C compiler.
//!
//! A function declared twice with different types is an error of C; so each of ours that the headers
//! name is declared once more after `#include <Python.h>`. What the oldest headers do not name is an
//! error too. Where the headers offer the limited API it is
//! asked for, in the interpreter's own version, to have the newer functions too; a build without the
//! GIL before 3.15 does not offer it.

use std::collections::HashSet;
use std::ffi::c_int;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::c;
use super::declarations::{Declarations, Since};
use crate::pythons::Interpreter;
use crate::sh;

const HEADERS: &str = "#include <Python.h>\n#include <structmember.h>\n";

/// Functions whose types C has changed, without changing what a caller passes, and the last minor
/// version with the old ones: `char **` became `char * const *`.
const RETYPED: [(&str, u32); 1] = [("PyArg_ParseTupleAndKeywords", 12)];

/// The C compiler, with what is common to all checks.
pub fn compiler(include: &Path) -> std::process::Command {
    let mut cc = sh::command(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
    cc.args(["-std=gnu11", "-w", "-I"]).arg(include);
    cc
}

/// Compares with one interpreter's headers; prints a summary and returns what does not agree.
///
/// # Errors
/// When a declaration has no form in C, or there is no compiler.
pub fn check(python: &Interpreter, include: &Path, declared: &Declarations) -> Result<Vec<String>> {
    let (_, minor, _) = python.numbers;
    let limited = |minor: u32| format!("#define Py_LIMITED_API 0x03{minor:02x}0000\n");
    let (own, oldest) = if python.free_threaded && minor < 15 {
        (String::new(), String::new())
    } else {
        (limited(minor), limited(12))
    };

    let headers = own + HEADERS;
    let words = preprocessed(python, include, &headers)?;
    let mut findings = Vec::new();
    let mut seen = 0;
    let mut signatures = headers + &records(minor);
    for function in &declared.functions {
        let retyped = RETYPED.iter().any(|(name, last)| *name == function.name && minor <= *last);
        if words.contains(&function.name) && !retyped {
            seen += 1;
            let line = c::declaration(function).with_context(|| function.name.clone())?;
            writeln!(signatures, "{line}")?;
        } else if minor == 12 && function.since == Since::Oldest && !retyped {
            findings.push(format!("{}: {} is not in the headers", python.label(), function.name));
        }
    }
    for object in declared.objects.iter().filter(|object| words.contains(&object.name)) {
        seen += 1;
        writeln!(signatures, "extern {} {};", c::of(&object.of)?, object.name)?;
    }

    // The limited API of the oldest version gives the slots the numbers they had there.
    let values = oldest + HEADERS + &constants(declared);
    for (what, text) in [("signatures", signatures), ("values", values)] {
        let file = source(python, what, &text)?;
        let output = sh::output(compiler(include).arg("-fsyntax-only").arg(file))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let errors = said.lines().filter(|line| line.contains("error:"));
            findings.extend(errors.map(|line| format!("{}: {line}", python.label())));
        }
    }
    println!(
        "{}: {seen} of {} declarations are in the headers, {} constants compared where they have them{}",
        python.label(),
        declared.functions.len() + declared.objects.len(),
        declared.constants.len(),
        if findings.is_empty() { "" } else { "; they differ" }
    );
    Ok(findings)
}

/// The words of the headers after preprocessing.
fn preprocessed(python: &Interpreter, include: &Path, text: &str) -> Result<HashSet<String>> {
    let file = source(python, "headers", text)?;
    let text = sh::capture(compiler(include).arg("-E").arg(file))?;
    let word = |c: char| c.is_alphanumeric() || c == '_';
    Ok(text.split(|c| !word(c)).filter(|w| !w.is_empty()).map(String::from).collect())
}

/// Our constants, where the headers define a macro of that name.
fn constants(declared: &Declarations) -> String {
    let mut text = String::new();
    for (name, value) in &declared.constants {
        // C's 1 is an int, which bit 31 does not fit; pointers and unfamiliar values are not compared.
        let value = value.replace("1 <<", "1ULL <<");
        let plain = |c: char| c.is_ascii_alphanumeric() || " _|<-()".contains(c);
        if value.chars().all(plain) && !value.contains("::") && !value.contains("ptr") {
            let _ = write!(
                text,
                "#ifdef {name}\n_Static_assert((unsigned long long)({name}) == \
                 (unsigned long long)({value}), \"{name}\");\n#endif\n"
            );
        }
    }
    text
}

/// The sizes of the records that are the same on every version, and those of newer ones.
fn records(minor: u32) -> String {
    use everbind_abi as abi;
    let mut sizes = vec![
        ("PyMethodDef", size_of::<abi::PyMethodDef>()),
        ("PyGetSetDef", size_of::<abi::PyGetSetDef>()),
        ("PyMemberDef", size_of::<abi::PyMemberDef>()),
        ("PyType_Slot", size_of::<abi::PyType_Slot>()),
        ("PyType_Spec", size_of::<abi::PyType_Spec>()),
        ("PyModuleDef_Slot", size_of::<abi::PyModuleDef_Slot>()),
        ("Py_buffer", size_of::<abi::Py_buffer>()),
        ("PyStructSequence_Field", size_of::<abi::PyStructSequence_Field>()),
        ("PyStructSequence_Desc", size_of::<abi::PyStructSequence_Desc>()),
        ("Py_hash_t", size_of::<abi::Py_hash_t>()),
        ("wchar_t", size_of::<abi::wchar_t>()),
        ("PySendResult", size_of::<abi::PySendResult>()),
        ("PyGILState_STATE", size_of::<abi::PyGILState_STATE>()),
        ("PyLockStatus", size_of::<abi::PyLockStatus>()),
        ("int", size_of::<c_int>()),
        // The fields of a module's definition after its header.
        ("PyModuleDef) - sizeof(PyObject", size_of::<abi::PyModuleDef_Fields>()),
    ];
    if minor >= 15 {
        sizes.push(("PySlot", size_of::<abi::PySlot>()));
        sizes.push(("PyABIInfo", size_of::<abi::PyABIInfo>()));
    }
    let assert = |(name, size): (&str, usize)| {
        format!("_Static_assert(sizeof({name}) == {size}, \"sizeof {name}\");\n")
    };
    sizes.into_iter().map(assert).collect()
}

/// Writes a C file for an interpreter.
pub fn source(python: &Interpreter, what: &str, text: &str) -> Result<PathBuf> {
    let file = sh::work("abi")?.join(format!("{}-{what}.c", python.label().replace(' ', "-")));
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}
