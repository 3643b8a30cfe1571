//! Running other programs: where things are, a clean environment, readable failures.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

/// Variables that would make an interpreter, or a tool run by it, look elsewhere than at its own files.
const FOREIGN: [&str; 6] =
    ["PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONWARNINGS", "PYTHON_GIL", "VIRTUAL_ENV"];

/// The repository's root folder.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().expect("xtask is a folder of the repository").to_path_buf()
}

/// Cargo's target folder: `CARGO_TARGET_DIR`, or `target` in the repository.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// `target/everbind/<name>`: where every command keeps what it makes.
pub fn work(name: &str) -> Result<PathBuf> {
    let dir = target().join("everbind").join(name);
    fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    Ok(dir)
}

/// An empty folder at `dir`, whatever was there before.
pub fn fresh(dir: &Path) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir).with_context(|| format!("cannot remove {}", dir.display()))?;
    }
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))
}

/// A command without the variables that lead Python astray, run in the repository's root.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for name in FOREIGN {
        command.env_remove(name);
    }
    command.env("PIP_DISABLE_PIP_VERSION_CHECK", "1").env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    cargo_command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A program that runs cargo.
pub fn cargo_command(program: impl AsRef<OsStr>) -> Command {
    let mut command = command(program);
    // Cargo tells a program it runs about its own package; a nested cargo must not inherit that.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || name.starts_with("CARGO_BIN_")
        {
            command.env_remove(name.as_ref());
        }
    }
    command
}

/// Whether `program` starts at all, as in `runs("uv")`.
pub fn runs(program: impl AsRef<OsStr>) -> bool {
    command(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|a| {
        let a = a.to_string_lossy();
        if a.is_empty() || a.contains(|c: char| c.is_whitespace() || c == '\'') {
            format!("{a:?}")
        } else {
            a.into_owned()
        }
    }));
    words.join(" ")
}

/// Runs the command, its output on ours.
///
/// # Errors
/// When it cannot start or does not succeed.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run {}", shown(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs the command and returns its standard output.
///
/// # Errors
/// When it cannot start or does not succeed; the end of what it printed is in the message.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = output(command)?;
    if !output.status.success() {
        let said = [&output.stdout[..], &output.stderr[..]].concat();
        bail!(
            "{} failed ({})\n{}",
            shown(command),
            output.status,
            tail(&String::from_utf8_lossy(&said), 30)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs the command and returns what it printed, whether it succeeds or not.
///
/// # Errors
/// When it cannot start.
pub fn output(command: &mut Command) -> Result<Output> {
    command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {}", shown(command)))
}

/// Runs the command with all its output in `log`, and says whether it succeeded.
///
/// # Errors
/// When it cannot start, or the log cannot be written.
pub fn logged(command: &mut Command, log: &Path) -> Result<bool> {
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .status()
        .with_context(|| format!("cannot run {}", shown(command)))?;
    Ok(status.success())
}

/// The last `lines` lines of a text.
pub fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.trim_end().lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

/// What to show of a failed command's output: up to `lines` lines from where the first failure is told, then the
/// end of it.
pub fn excerpt(text: &str, lines: usize) -> String {
    const TOLD: [&str; 5] = ["mismatch", "panicked at", "FAILED", "error[", "error:"];
    let all: Vec<&str> = text.trim_end().lines().collect();
    let end = all.len().saturating_sub(lines / 2);
    let first = all[..end].iter().position(|l| TOLD.iter().any(|told| l.contains(told)));
    match first {
        Some(first) if first + lines < end => {
            let shown = all[first..first + lines].join("\n");
            format!("{shown}\n...\n{}", all[end..].join("\n"))
        }
        Some(first) => all[first..].join("\n"),
        None => tail(text, lines),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_begins_at_the_first_failure() {
        let filler = "ok\n".repeat(50);
        let text = format!("{filler}case ... mismatch\nwhy\n{filler}the end\n");
        let shown = excerpt(&text, 4);
        assert!(shown.starts_with("case ... mismatch\nwhy\n"), "{shown}");
        assert!(shown.ends_with("...\nok\nthe end"), "{shown}");
        assert_eq!(excerpt("a\nerror: b\nc\n", 2), "error: b\nc");
        assert_eq!(excerpt("a\nb\nc\n", 2), "b\nc");
    }

    #[test]
    fn a_command_is_shown_as_typed() {
        let mut c = Command::new("cargo");
        c.args(["test", "a b", ""]);
        assert_eq!(shown(&c), r#"cargo test "a b" """#);
    }

    #[test]
    fn tail_keeps_the_end() {
        assert_eq!(tail("a\nb\nc\n", 2), "b\nc");
        assert_eq!(tail("a\n", 5), "a");
    }
}
