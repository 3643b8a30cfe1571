//! A Python that a wheel is installed for: CPython 3.12 or newer, by name, by path, or the active environment's.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};
use serde_json::Value;

use super::host;
use crate::ui::advise;

/// What an interpreter says of itself, or why no everbind module imports there.
const PROBE: &str = "
import json, platform, sys, sysconfig
assert sys.implementation.name == 'cpython', 'is %s, not CPython' % platform.python_implementation()
assert sys.version_info >= (3, 12), 'is Python %d.%d, older than 3.12' % sys.version_info[:2]
print(json.dumps({
    'version': platform.python_version(),
    'minor': '%d.%d' % sys.version_info[:2],
    'free_threaded': bool(sysconfig.get_config_var('Py_GIL_DISABLED')),
    'prefix': sys.prefix,
    'environment': sys.prefix != sys.base_prefix,
    'executable': sys.executable,
}))
";

/// An interpreter that imports everbind modules.
#[derive(Clone, Debug)]
pub struct Target {
    pub python: PathBuf,
    /// `3.13.5`.
    pub version: String,
    /// `3.13`, `3.13t`: what its command is called after `python`.
    pub name: String,
    pub free_threaded: bool,
    /// The folder of the environment or installation.
    pub prefix: PathBuf,
    /// Whether that is a virtual environment.
    pub environment: bool,
}

impl Target {
    /// Asks the interpreter at `python`.
    ///
    /// # Errors
    /// It does not run, or no everbind module imports there; the error says which.
    pub fn probe(python: &Path) -> Result<Target, String> {
        let said = host::ask(python, PROBE)?;
        let said: Value =
            serde_json::from_str(&said).map_err(|error| format!("prints no JSON: {error}"))?;
        let text = |key: &str| said[key].as_str().unwrap_or_default().to_owned();
        let flag = |key: &str| said[key].as_bool().unwrap_or(false);
        let free_threaded = flag("free_threaded");
        Ok(Target {
            python: text("executable").into(),
            version: text("version"),
            name: text("minor") + if free_threaded { "t" } else { "" },
            free_threaded,
            prefix: text("prefix").into(),
            environment: flag("environment"),
        })
    }

    /// A path, a command (`python3.13`) or a version (`3.13t`).
    ///
    /// # Errors
    /// There is no such interpreter, or it will not do.
    pub fn named(name: &str) -> Result<Target> {
        let path = Path::new(name);
        let command = if name.starts_with(|c: char| c.is_ascii_digit()) && !path.exists() {
            format!("python{name}").into()
        } else if path.is_dir() {
            in_environment(path)
        } else {
            path.to_owned()
        };
        Self::probe(&command).or_else(|reason| kept(name).ok_or(reason)).map_err(|reason| {
            advise(
                format!("{}: {reason}", command.display()),
                "name a CPython 3.12 or newer: its path, a command on PATH (python3.13), or a version (3.13t)",
            )
        })
    }

    /// The interpreter of the active virtual or conda environment, or of `.venv` in `folder` or a folder above it.
    ///
    /// # Errors
    /// There is one, but it will not do.
    pub fn active(folder: &Path) -> Result<Option<Target>> {
        let variables = ["VIRTUAL_ENV", "CONDA_PREFIX"].into_iter();
        let active = variables.filter_map(env::var_os).find(|value| !value.is_empty());
        let environment = active.map(PathBuf::from).or_else(|| {
            folder.ancestors().map(|folder| folder.join(".venv")).find(|venv| venv.is_dir())
        });
        let Some(environment) = environment else { return Ok(None) };
        let python = in_environment(&environment);
        Self::probe(&python).map(Some).map_err(|reason| {
            advise(
                format!("the active environment's {}: {reason}", python.display()),
                "make one with `python3.13 -m venv .venv` and activate it, or name an interpreter with --python",
            )
        })
    }

    /// The first that will do among those on `PATH`, then among those that pyenv and uv keep.
    ///
    /// # Errors
    /// None does; the error says what is wrong with each.
    pub fn on_path() -> Result<Target> {
        let mut tried = String::new();
        for python in host::on_path().into_iter().chain(host::elsewhere()) {
            match Self::probe(&python) {
                Ok(target) => return Ok(target),
                Err(reason) => tried += &format!("\n  {}: {reason}", python.display()),
            }
        }
        Err(advise(
            format!(
                "there is no CPython 3.12 or newer on PATH, nor in the folders of pyenv and uv{tried}"
            ),
            "install one (`uv python install 3.13`, or your system's package), or name it with --python",
        ))
    }

    /// A virtual environment at `folder` made by this interpreter; one that is there and works is kept.
    ///
    /// # Errors
    /// The interpreter cannot make one.
    pub fn environment_at(&self, folder: &Path) -> Result<Target> {
        let python = in_environment(folder);
        if let Some(found) = Self::probe(&python)
            .ok()
            .filter(|found| found.environment && found.version == self.version)
        {
            return Ok(found);
        }
        let mut venv = Command::new(&self.python);
        // Without pip, which some systems pack apart: this command has its own.
        venv.args(["-I", "-m", "venv", "--clear", "--without-pip"]).arg(folder);
        crate::tools::quietly(&mut venv)
            .with_context(|| format!("{self} cannot make a virtual environment"))?;
        Self::probe(&python)
            .map_err(|reason| anyhow::anyhow!("the new {} {reason}", python.display()))
    }

    /// A command of this interpreter that sees what is installed, and nothing that lies in the current folder.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.python);
        command.arg("-P").stdin(Stdio::null());
        for name in ["PYTHONHOME", "PYTHONPATH"] {
            command.env_remove(name);
        }
        command
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CPython {}", self.version)?;
        f.write_str(if self.free_threaded { " free-threaded" } else { "" })
    }
}

/// The interpreter of this version that pyenv or uv keeps.
fn kept(version: &str) -> Option<Target> {
    let mut all = host::elsewhere().into_iter().filter_map(|python| Target::probe(&python).ok());
    all.find(|target| target.name == version || target.version == version)
}

fn in_environment(folder: &Path) -> PathBuf {
    if cfg!(windows) {
        // A conda environment has it at its root.
        let venv = folder.join("Scripts").join("python.exe");
        if venv.is_file() { venv } else { folder.join("python.exe") }
    } else {
        folder.join("bin").join("python")
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn what_will_not_do_is_named_with_the_reason() {
        let error = Target::named("/nowhere/python").unwrap_err().to_string();
        assert!(error.starts_with("/nowhere/python: cannot be run"), "{error}");
        let error = Target::named("9.99").unwrap_err().to_string();
        assert!(error.starts_with("python9.99: cannot be run"), "{error}");
    }
}
