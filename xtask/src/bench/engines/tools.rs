//! The tools that build peers, and what peers need at run time, in environments of their own.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::cache;
use crate::pythons::Interpreter;
use crate::sh;
use crate::venvs::{self, Venv};

/// The environment that builds: one interpreter's, for all of them.
///
/// # Errors
/// When it cannot be made; the first time needs the network.
pub fn builders() -> Result<Venv> {
    of(venvs::host()?, "builders", &["nanobind", "cython", "cmake", "ninja"])
}

/// The folder in which `python` finds `package` and nothing else.
///
/// # Errors
/// As above.
pub fn packages(python: &Interpreter, package: &str) -> Result<PathBuf> {
    let venv = of(python, package, &[package])?;
    let script = "import sysconfig; print(sysconfig.get_path('platlib'))";
    let said = sh::capture(sh::command(venv.python()).args(["-I", "-c", script]))?;
    Ok(said.trim().into())
}

/// An environment of `python` with the pinned versions of `packages`.
fn of(python: &Interpreter, name: &str, packages: &[&str]) -> Result<Venv> {
    let pins: Result<Vec<_>> =
        packages.iter().map(|p| Ok(format!("{p}=={}\n", cache::pin(p)?))).collect();
    let file = sh::work("bench")?.join(format!("{name}.txt"));
    fs::write(&file, pins?.concat())?;
    venvs::ensure(python, file.to_str().context("the target folder is not UTF-8")?)
}
