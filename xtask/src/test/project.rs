//! A new user's first minutes: `cargo everbind new demo && cd demo && cargo everbind test`, for real.
//!
//! The project is made in a temporary folder and built with a target folder of its own, so it takes as long as it takes
//! a user whose cargo has the crates already.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::tally::Outcome;
use crate::pythons::Interpreter;
use crate::{sh, venvs};

/// How long it may take, in seconds.
const ALLOWED: f64 = 120.0;

/// Makes the project and tests it on the oldest and the newest interpreter, and the newest without the GIL.
///
/// # Errors
/// When a command fails; the end of what it printed is in the message.
pub fn first_minutes(chosen: &[Interpreter]) -> Result<Outcome> {
    let tool = tool()?;
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let start = Instant::now();
    sh::capture(user(&tool)?.args(["new", "demo"]).current_dir(&folder))?;
    let pythons: Vec<_> = ends(chosen).iter().map(|p| p.path.display().to_string()).collect();
    let mut test = user(&tool)?;
    test.args(["test", "--python", &pythons.join(",")]).current_dir(folder.path().join("demo"));
    let said = sh::capture(&mut test)?;
    let seconds = start.elapsed().as_secs_f64();
    let last = said.lines().next_back().unwrap_or_default().to_owned();
    if !last.contains(".whl: installed, imported and tested on CPython") {
        bail!("{} should end with what was installed; it printed:\n{said}", sh::shown(&test));
    }
    if seconds > ALLOWED {
        return Ok(Outcome::failure(&format!("it took {seconds:.0} s, more than {ALLOWED} s")));
    }
    Ok(Outcome { notes: vec![last], ..Outcome::ok() })
}

/// The program `cargo-everbind`.
///
/// # Errors
/// When it does not build.
pub fn tool() -> Result<PathBuf> {
    sh::capture(sh::cargo().args(["build", "--quiet", "--package", "cargo-everbind"]))?;
    let name = format!("cargo-everbind{}", std::env::consts::EXE_SUFFIX);
    Ok(sh::target().join("debug").join(name))
}

/// The program as a user has it: with a Python on `PATH`, and cargo's folders its own.
fn user(tool: &Path) -> Result<Command> {
    let mut command = sh::cargo_command(tool);
    let python = venvs::host()?.path.parent().map(Path::to_owned);
    let path = std::env::var_os("PATH").unwrap_or_default();
    command
        .env("PATH", std::env::join_paths(python.into_iter().chain(std::env::split_paths(&path)))?);
    command.env_remove("CARGO_TARGET_DIR").env_remove("CONDA_PREFIX");
    Ok(command)
}

/// The oldest interpreter, the newest with the GIL, and the newest without.
pub fn ends(chosen: &[Interpreter]) -> Vec<&Interpreter> {
    let newest = |t: bool| chosen.iter().rfind(|p| p.free_threaded == t && !p.debug);
    let mut ends: Vec<&Interpreter> = Vec::new();
    for python in [chosen.first(), newest(false), newest(true)].into_iter().flatten() {
        if !ends.iter().any(|other| other.path == python.path) {
            ends.push(python);
        }
    }
    ends
}
