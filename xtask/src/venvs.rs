//! Virtual environments, each made once and kept until its interpreter or its pins change.
//!
//! An environment's folder is named after everything it depends on, so "is it
//! up to date" is "does it exist, and was it finished". None is made with a pip
//! of its own: some interpreters carry none (`--with-ensurepip=no`), and one
//! pinned pip that installs into all of them (`pip --python`) behaves the same
//! everywhere. That pip lives in the tools' environment.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::pythons::{self, Interpreter};
use crate::sh;

/// What the Python tests need.
pub const TESTS: &str = "tests/python/requirements.txt";
/// What else the Python tests use, where there is a wheel of it.
const OPTIONAL: &str = "tests/python/optional.txt";
/// What the tools' environment has.
const TOOLS: &str = "xtask/tools/requirements.txt";
/// Written last into a finished environment.
const FINISHED: &str = ".finished";

/// An environment.
#[derive(Clone, Debug)]
pub struct Venv {
    root: PathBuf,
}

impl Venv {
    /// Its interpreter.
    pub fn python(&self) -> PathBuf {
        self.bin().join(if cfg!(windows) { "python.exe" } else { "python" })
    }

    /// A program installed in it.
    pub fn program(&self, name: &str) -> PathBuf {
        self.bin().join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// The folder of its programs.
    pub fn bin(&self) -> PathBuf {
        self.root.join(if cfg!(windows) { "Scripts" } else { "bin" })
    }
}

/// The environment of `python` with the packages pinned in the `requirements` file; made if need be.
///
/// # Errors
/// When `venv` or pip fails; pip needs the network the first time.
pub fn ensure(python: &Interpreter, requirements: &str) -> Result<Venv> {
    let pins = sh::root().join(requirements);
    let mut text = read(&pins)?;
    let optional = sh::root().join(OPTIONAL);
    if requirements == TESTS {
        text += &read(&optional)?;
    }
    cached(python, &text, |venv| {
        sh::capture(pip(&venv.python())?.args(["install", "--quiet", "-r"]).arg(&pins))?;
        if requirements == TESTS {
            let mut pip = pip(&venv.python())?;
            pip.args(["install", "--quiet", "--only-binary", ":all:", "-r"]).arg(&optional);
            if sh::capture(&mut pip).is_err() {
                println!("{}: not all of {OPTIONAL} can be installed", python.label());
            }
        }
        Ok(())
    })
}

fn read(pins: &Path) -> Result<String> {
    fs::read_to_string(pins).with_context(|| format!("cannot read the pins in {}", pins.display()))
}

/// A new environment at `root` with nothing in it, whatever was there before.
///
/// # Errors
/// When the interpreter's `venv` fails.
pub fn bare(python: &Interpreter, root: &Path) -> Result<Venv> {
    sh::fresh(root)?;
    create(python, root, &["--without-pip"])
}

/// The pinned pip, to be given a subcommand; it works on the environment that `python` belongs to.
///
/// # Errors
/// When no interpreter here can make the tools' environment.
pub fn pip(python: &Path) -> Result<Command> {
    let mut pip = sh::command(tools()?.python());
    pip.args(["-m", "pip", "--python"]).arg(python);
    Ok(pip)
}

/// The environment of pip, ruff and maturin.
///
/// # Errors
/// When no interpreter here comes with a pip, or the tools cannot be installed.
pub fn tools() -> Result<Venv> {
    let text = fs::read_to_string(sh::root().join(TOOLS))?;
    let host = host()?;
    cached(host, &text, |venv| {
        let python = venv.python();
        sh::capture(sh::command(&python).args(["-m", "ensurepip", "--upgrade"]))?;
        let mut install = sh::command(&python);
        install
            .args(["-m", "pip", "install", "--quiet", "--upgrade", "-r"])
            .arg(sh::root().join(TOOLS));
        sh::capture(&mut install).map(drop)
    })
}

/// The interpreter that runs tools: any that has a pip; the oldest have wheels of everything.
///
/// # Errors
/// When none here comes with a pip.
pub fn host() -> Result<&'static Interpreter> {
    let mut hosts: Vec<_> = pythons::chosen()?.iter().filter(|p| p.ensurepip).collect();
    hosts.sort_by_key(|p| (p.free_threaded, p.debug, p.numbers));
    match hosts.first() {
        Some(host) => Ok(host),
        None => bail!(
            "none of the interpreters here comes with a pip (ensurepip); install one that does"
        ),
    }
}

/// The finished environment for this interpreter and these pins, or a new one completed by `fill`.
fn cached(
    python: &Interpreter,
    pins: &str,
    fill: impl FnOnce(&Venv) -> Result<()>,
) -> Result<Venv> {
    let root = sh::work("venvs")?.join(name(python, pins));
    if root.join(FINISHED).exists() {
        return Ok(Venv { root });
    }
    eprintln!("making an environment for {}", python.label());
    let venv = bare(python, &root)?;
    fill(&venv)
        .with_context(|| format!("cannot complete the environment of {}", python.label()))?;
    fs::write(root.join(FINISHED), "")?;
    Ok(venv)
}

/// `<name>-<version>-<hash of path, build and pins>`.
fn name(python: &Interpreter, pins: &str) -> String {
    let mut hasher = DefaultHasher::new();
    let modified = fs::metadata(&python.path).and_then(|m| m.modified()).ok();
    (&python.path, modified, pins).hash(&mut hasher);
    format!("{}-{}-{:08x}", python.name, python.version, hasher.finish() as u32)
}

fn create(python: &Interpreter, root: &Path, options: &[&str]) -> Result<Venv> {
    let mut make = sh::command(&python.path);
    make.args(["-I", "-m", "venv"]).args(options).arg(root);
    sh::capture(&mut make)
        .with_context(|| format!("{} cannot make an environment", python.label()))?;
    Ok(Venv { root: root.to_path_buf() })
}
