//! The Python package `everbind`: its wheel is built and installed, and build frontends make a project's wheel with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::project;
use super::tally::Outcome;
use crate::pythons::Interpreter;
use crate::sh;
use crate::venvs::{self, Venv};

/// Imports the module and prints where its library is, then the tags that its wheel was installed with.
const LOOK: &str = "
import importlib.metadata, sys
name = sys.argv[1]
module = __import__(name)
assert module.mean([1, 2, 6]) == 3.0
for file in importlib.metadata.files(name):
    if file.suffix in ('.so', '.pyd'):
        print('library', file.name)
print(importlib.metadata.distribution(name).read_text('WHEEL'))
";

/// Builds the package, and a project with it on the oldest interpreter, the newest, and the newest without the GIL.
///
/// # Errors
/// When a command fails; the end of what it printed is in the message.
pub fn run(chosen: &[Interpreter]) -> Result<Outcome> {
    let package = package()?;
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let mut outcome = Outcome::default();
    for (index, python) in project::ends(chosen).into_iter().enumerate() {
        let venv = venvs::bare(python, &sh::work("backend")?.join(&python.name))?;
        sh::capture(venvs::pip(&venv.python())?.args(["install", "--quiet"]).arg(&package))?;
        if index == 0 {
            for new in [&["new", "demo"][..], &["new", "--mixed", "mixed"]] {
                sh::capture(in_venv(&venv, "everbind").args(new).current_dir(&folder))?;
            }
            frontend(&venv, &folder.path().join("demo")).context("python -m build")?;
            outcome.passed += 1;
            editable(&venv, &folder.path().join("mixed")).context("pip install -e .")?;
            outcome.passed += 1;
            refused(&venv, &folder.path().join("demo"))?;
        } else {
            let project = folder.path().join("demo");
            install(&venv, &[project.as_os_str()]).context("pip install .")?;
            look(&venv, "demo")?;
        }
        outcome.passed += 1;
        outcome.notes.push(format!("{}: built, installed and imported", python.label()));
    }
    Ok(outcome)
}

/// The wheel of the package, with the program as `cargo build` makes it, which is quicker to build than a release.
fn package() -> Result<PathBuf> {
    let out = sh::work("wheels")?.join("everbind");
    sh::fresh(&out)?;
    let mut maturin = sh::cargo_command(venvs::tools()?.program("maturin"));
    maturin.args(["build", "--profile", "dev", "--manifest-path"]);
    maturin.arg(sh::root().join("crates/cargo-everbind/Cargo.toml")).arg("--out").arg(&out);
    sh::capture(&mut maturin)?;
    only_wheel(&out)
}

fn only_wheel(folder: &Path) -> Result<PathBuf> {
    let files = fs::read_dir(folder)?.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    let mut wheels = files.into_iter().filter(|file| file.extension().is_some_and(|e| e == "whl"));
    match (wheels.next(), wheels.next()) {
        (Some(wheel), None) => Ok(wheel),
        _ => bail!("{} should hold one wheel", folder.display()),
    }
}

/// `python -m build`: sdist, then the wheel out of it.
fn frontend(venv: &Venv, project: &Path) -> Result<()> {
    sh::capture(venvs::pip(&venv.python())?.args(["install", "--quiet", "build"]))?;
    let mut build = in_venv(venv, "python");
    build.args(["-m", "build", "--no-isolation"]).arg(project);
    build.env("CARGO_TARGET_DIR", project::target()?);
    sh::capture(&mut build)?;
    let wheel = only_wheel(&project.join("dist"))?;
    let name = wheel.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if !name.contains("-cp312-abi3.abi3t-") {
        bail!("{name} is not tagged for every interpreter");
    }
    sh::capture(venvs::pip(&venv.python())?.args(["install", "--quiet"]).arg(&wheel))?;
    look(venv, "demo")
}

/// An editable project follows its Python sources.
fn editable(venv: &Venv, project: &Path) -> Result<()> {
    install(venv, &["--editable".as_ref(), project.as_os_str()])?;
    let source = project.join("python/mixed/__init__.py");
    let text = fs::read_to_string(&source)? + "\nADDED = mean([1, 3])\n";
    fs::write(&source, text)?;
    let import = "import mixed; print(mixed.ADDED, mixed.__file__)";
    let said = sh::capture(sh::command(venv.python()).args(["-I", "-c", import]))?;
    if said.trim() != format!("2.0 {}", source.canonicalize()?.display()) {
        bail!("the package is not imported from its sources: {said}");
    }
    Ok(())
}

/// `pip install --no-build-isolation`: with the backend that is there.
fn install(venv: &Venv, what: &[&std::ffi::OsStr]) -> Result<()> {
    let mut pip = venvs::pip(&venv.python())?;
    pip.args(["install", "--quiet", "--no-build-isolation"]).args(what);
    pip.env("CARGO_TARGET_DIR", project::target()?);
    sh::capture(&mut pip).map(drop)
}

/// What maturin must not be told is refused with the reason, through pip too.
fn refused(venv: &Venv, project: &Path) -> Result<()> {
    let mut pip = venvs::pip(&venv.python())?;
    pip.args(["install", "--no-build-isolation", "--config-settings", "build-args=-i python3"]);
    let output = sh::output(pip.arg(project))?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    if output.status.success() || !said.contains("one wheel serves every interpreter") {
        bail!("pip should have been refused: {said}");
    }
    Ok(())
}

/// The installed module works, and came in a universal wheel.
fn look(venv: &Venv, name: &str) -> Result<()> {
    let said = sh::capture(sh::command(venv.python()).args(["-I", "-c", LOOK, name]))?;
    let library = format!("library {name}.{}", if cfg!(windows) { "pyd" } else { "so" });
    for expected in [&library, "Tag: cp312-abi3-", "Tag: cp312-abi3t-"] {
        if !said.contains(expected) {
            bail!("no {expected:?} in what was installed:\n{said}");
        }
    }
    Ok(())
}

/// A program of the environment, which is not active.
fn in_venv(venv: &Venv, program: &str) -> Command {
    sh::cargo_command(venv.program(program))
}
