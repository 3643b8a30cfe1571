//! Rust's tests that run Python inside themselves.
//!
//! They need an interpreter with a shared library (`auto-initialize` opens it), which not
//! every build has; so they run on those that have one, with the fast paths on and off.

use anyhow::Result;

use super::checks;
use super::tally::{Outcome, Tally};
use crate::pythons::Interpreter;
use crate::sh;

/// The crates with such tests, and their features.
const ARGS: [&str; 8] = [
    "test",
    "--no-fail-fast",
    "--package",
    "everbind",
    "--package",
    "everbind-abi",
    "--features",
    "everbind/auto-initialize,everbind/full,everbind-abi/auto-initialize",
];

/// Each minor version once, the newest build that can be embedded.
fn embeddable(all: &[Interpreter]) -> Vec<&Interpreter> {
    let mut found: Vec<&Interpreter> = Vec::new();
    for python in all.iter().filter(|p| p.unsupported().is_none() && has_shared_library(p)) {
        let minor = |p: &Interpreter| (p.numbers.0, p.numbers.1, p.free_threaded);
        found.retain(|other| minor(other) != minor(python));
        found.push(python);
    }
    found
}

/// Whether the library is really there: Debian's builds say so of a package apart.
fn has_shared_library(python: &Interpreter) -> bool {
    let question = "import os, sysconfig\nvar = sysconfig.get_config_var\n\
        print(var('Py_ENABLE_SHARED') == 1 and os.path.exists(os.path.join(var('LIBDIR'), var('LDLIBRARY'))))";
    let mut command = sh::command(&python.path);
    command.args(["-I", "-c", question]);
    sh::output(&mut command).is_ok_and(|output| output.stdout.trim_ascii() == b"True")
}

pub fn run(tally: &Tally, all: &[Interpreter]) {
    let pythons = embeddable(all);
    if pythons.is_empty() {
        tally.skipped("embedded", "no interpreter here has a shared library");
    }
    for python in &pythons {
        for layout in ["on", "off"] {
            let name = format!("embedded {} layout {layout}", python.label());
            tally.step(&name, || test(&name, python, layout, "--tests"));
        }
    }
    // Elsewhere the documentation's examples are compiled alone.
    if let Some(python) = pythons.last() {
        let name = format!("examples {}", python.label());
        tally.step(&name, || test(&name, python, "on", "--doc"));
    }
}

fn test(name: &str, python: &Interpreter, layout: &str, which: &str) -> Result<Outcome> {
    let mut command = sh::cargo();
    command.args(ARGS).arg(which).env("PYO3_PYTHON", &python.path).env("EVERBIND_LAYOUT", layout);
    checks::rust_tests(name, &mut command)
}
