//! The steps that need no interpreter of the matrix.

use std::fs;
use std::process::Command;

use anyhow::Result;

use super::tally::Outcome;
use super::{log, parse};
use crate::{sh, venvs};

/// How many lines of a failed command's output are shown; the log has all of it.
const SHOWN: usize = 60;

pub fn fmt() -> Result<Outcome> {
    one("fmt", sh::cargo().args(["fmt", "--all", "--", "--check", "--color", "never"]))
}

pub fn clippy() -> Result<Outcome> {
    let mut clippy = sh::cargo();
    clippy.args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]);
    one("clippy", &mut clippy)
}

/// Ruff's rules and its format, for every Python file.
pub fn ruff() -> Result<Outcome> {
    let ruff = venvs::tools()?.program("ruff");
    let mut sum = Outcome::default();
    for args in [&["check", "--no-cache"][..], &["format", "--check", "--no-cache"]] {
        let outcome = one("ruff", sh::command(&ruff).args(args).arg("."))?;
        sum.passed += outcome.passed;
        sum.failed += outcome.failed;
        sum.notes.extend(outcome.notes);
    }
    Ok(sum)
}

/// Rust's unit, integration and documentation tests.
pub fn cargo_test() -> Result<Outcome> {
    rust_tests("cargo test", sh::cargo().args(["test", "--workspace", "--no-fail-fast"]))
}

/// A run of `cargo test`, counted test by test.
pub fn rust_tests(step: &str, command: &mut Command) -> Result<Outcome> {
    let log = log(step)?;
    let succeeded = sh::logged(command, &log)?;
    let text = fs::read_to_string(&log)?;
    let mut outcome = parse::cargo(&text);
    if !succeeded {
        outcome.failed = outcome.failed.max(1);
        outcome.notes.extend(sh::excerpt(&text, SHOWN).lines().map(String::from));
        outcome.notes.push(format!("all of it: {}", log.display()));
    }
    Ok(outcome)
}

/// A command that is one test.
pub fn one(step: &str, command: &mut Command) -> Result<Outcome> {
    let log = log(step)?;
    if sh::logged(command, &log)? {
        return Ok(Outcome::ok());
    }
    let text = fs::read_to_string(&log)?;
    Ok(Outcome::failure(&format!(
        "{}\n{}\nall of it: {}",
        sh::shown(command),
        sh::excerpt(&text, SHOWN),
        log.display()
    )))
}
