//! A new user's first minutes: `cargo everbind new demo && cd demo && cargo everbind test`, for real.
//!
//! The project is made in a temporary folder and built with an empty target folder, so it takes as long as it takes
//! a user whose cargo has the crates already. What follows, here and in `backend.rs`, uses that target folder again.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::tally::Outcome;
use crate::pythons::Interpreter;
use crate::{sh, venvs};

/// How long it may take on the first, in seconds.
const ALLOWED: f64 = 120.0;

/// Makes the project and tests it on the oldest interpreter; then on the newest, and the newest without the GIL.
///
/// # Errors
/// When a command fails; the end of what it printed is in the message.
pub fn first_minutes(chosen: &[Interpreter]) -> Result<Outcome> {
    let tool = tool()?;
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    sh::fresh(&target()?)?;
    let start = Instant::now();
    sh::capture(user(&tool)?.args(["new", "demo"]).current_dir(&folder))?;
    let project = folder.path().join("demo");
    let ends = ends(chosen);
    let (first, others) = ends.split_first().context("no interpreter")?;
    let last = test(&tool, &project, &[first], &[])?;
    let seconds = start.elapsed().as_secs_f64();
    if seconds > ALLOWED {
        return Ok(Outcome::failure(&format!("it took {seconds:.0} s, more than {ALLOWED} s")));
    }
    let mut notes = vec![format!("{last}; with `new` {seconds:.1} s")];
    if !others.is_empty() {
        notes.push(test(&tool, &project, others, &["--no-rust"])?);
    }
    Ok(Outcome { notes, ..Outcome::ok() })
}

/// `cargo everbind test`, and its last line.
fn test(tool: &Path, project: &Path, pythons: &[&Interpreter], options: &[&str]) -> Result<String> {
    let pythons: Vec<_> = pythons.iter().map(|p| p.path.display().to_string()).collect();
    let mut test = user(tool)?;
    test.args(["test", "--python", &pythons.join(",")]).args(options).current_dir(project);
    let said = sh::capture(&mut test)?;
    let last = said.lines().next_back().unwrap_or_default().to_owned();
    if !last.contains(".whl: installed, imported and tested on CPython") {
        bail!("{} should end with what was installed; it printed:\n{said}", sh::shown(&test));
    }
    Ok(last)
}

/// A mixed project is installed into an environment without a pip, and follows its Python sources.
///
/// # Errors
/// When a command fails; the end of what it printed is in the message.
pub fn develop(chosen: &[Interpreter]) -> Result<Outcome> {
    let tool = tool()?;
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    sh::capture(user(&tool)?.args(["new", "--mixed", "demo"]).current_dir(&folder))?;
    let project = folder.path().join("demo");
    let newest = ends(chosen).pop().context("no interpreter")?;
    let venv = venvs::bare(newest, &project.join(".venv"))?;
    let mut develop = user(&tool)?;
    develop.args(["develop", "--json"]).current_dir(project.join("src"));
    let said = sh::capture(&mut develop)?;
    let said: serde_json::Value = serde_json::from_str(&said).context("--json prints JSON")?;
    if said["editable"] != true || said["version"] != newest.version {
        bail!("{} says {said}", sh::shown(&develop));
    }
    let source = project.join("python/demo/__init__.py");
    std::fs::write(&source, std::fs::read_to_string(&source)? + "\nADDED = mean([1, 3])\n")?;
    let import = "import demo; print(demo.ADDED, demo._demo.mean([4]))";
    let said = sh::capture(sh::command(venv.python()).args(["-I", "-c", import]))?;
    if said.trim() != "2.0 4.0" {
        bail!("the package is not imported from its sources: {said}");
    }
    Ok(Outcome::ok())
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
    command.env("CARGO_TARGET_DIR", target()?).env_remove("CONDA_PREFIX");
    Ok(command)
}

/// The target folder of the projects made here.
///
/// # Errors
/// When it cannot be made.
pub fn target() -> Result<PathBuf> {
    sh::work("project")
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
