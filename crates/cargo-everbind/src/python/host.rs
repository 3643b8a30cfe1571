//! Finding a Python that can make a virtual environment. Any from 3.10 on will do: it only installs and runs tools, and has
//! nothing to do with the Pythons that the wheel is for.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Result, bail};

/// Fails with a reason when the interpreter is too old, or lacks what makes environments (Debian packs it separately).
const PROBE: &str = "import sys
assert sys.version_info >= (3, 10), 'is Python %d.%d, older than 3.10' % sys.version_info[:2]
import venv, ensurepip";

/// A Python that can make virtual environments: the one asked for, else the first that `PATH` leads to.
///
/// # Errors
/// None can; the error says what was tried, and what was wrong with each.
pub fn find(wanted: Option<&Path>) -> Result<PathBuf> {
    let candidates = match wanted {
        Some(path) => vec![path.to_owned()],
        None => on_path(),
    };
    let mut tried = Vec::new();
    for candidate in candidates {
        match ask(&candidate, PROBE) {
            Ok(_) => return Ok(candidate),
            Err(reason) => tried.push(format!("\n  {}: {reason}", candidate.display())),
        }
    }
    if tried.is_empty() {
        bail!(
            "no Python found on PATH; install Python 3.10 or later (it only runs maturin), or name one with --interpreter"
        );
    }
    bail!(
        "no Python that can make a virtual environment for maturin; install one (on Debian and Ubuntu, the package \
         python3-venv), or name one with --interpreter. Tried:{}",
        tried.concat()
    )
}

/// What the interpreter prints when it runs `code`.
///
/// # Errors
/// It cannot be run, or the code raises; the error is the last line of it.
pub fn ask(python: &Path, code: &str) -> Result<String, String> {
    let output = Command::new(python)
        .args(["-I", "-c", code])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    let mut lines = stderr.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("fails without a word");
    // Python's errors end with what matters; those of a wrapper such as pyenv's begin with it.
    let last = lines.next_back().filter(|line| line.contains("Error")).unwrap_or(first);
    Err(last.trim_start_matches("AssertionError: ").to_owned())
}

/// `python3` and `python` first, then `python3.N`, the newest first.
pub fn on_path() -> Vec<PathBuf> {
    let folders: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let mut found: Vec<PathBuf> = Vec::new();
    for name in ["python3", "python"] {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        found.extend(folders.iter().map(|folder| folder.join(&file)).filter(|path| path.is_file()));
    }
    let mut versioned: Vec<(u32, PathBuf)> = Vec::new();
    for file in folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
        let name = file.file_name();
        let minor = name.to_str().and_then(|n| {
            n.strip_suffix(env::consts::EXE_SUFFIX)?.strip_prefix("python3.")?.parse().ok()
        });
        versioned.extend(minor.map(|minor| (minor, file.path())));
    }
    versioned.sort_by_key(|(minor, _)| std::cmp::Reverse(*minor));
    found.extend(versioned.into_iter().map(|(_, path)| path));
    found
}

/// Where pyenv and uv keep interpreters, which need not be on `PATH`; the newest first.
pub fn elsewhere() -> Vec<PathBuf> {
    let home = env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" }).map(PathBuf::from);
    let folder = |name: &str, below: &str| {
        let named = env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        named.or_else(|| home.as_ref().map(|home| home.join(below)))
    };
    let pyenv = folder("PYENV_ROOT", if cfg!(windows) { ".pyenv/pyenv-win" } else { ".pyenv" });
    let uv = folder(
        "UV_PYTHON_INSTALL_DIR",
        if cfg!(windows) { "AppData/Roaming/uv/python" } else { ".local/share/uv/python" },
    );
    interpreters_in([pyenv.map(|root| root.join("versions")), uv].into_iter().flatten())
}

/// The interpreters of installations that lie in these folders under names with their version.
fn interpreters_in(folders: impl Iterator<Item = PathBuf>) -> Vec<PathBuf> {
    let mut found: Vec<(Vec<u32>, PathBuf)> = Vec::new();
    for entry in folders.filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
        let python = if cfg!(windows) { "python.exe" } else { "bin/python3" };
        let python = entry.path().join(python);
        if python.is_file() {
            let name = entry.file_name();
            let numbers = name.to_string_lossy();
            let numbers = numbers.split(|c: char| !c.is_ascii_digit());
            found.push((numbers.filter_map(|number| number.parse().ok()).collect(), python));
        }
    }
    found.sort_by(|one, other| other.cmp(one));
    found.into_iter().map(|(_, python)| python).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::find;

    #[cfg(unix)]
    #[test]
    fn the_newest_of_those_kept_elsewhere_comes_first() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["3.9.1", "3.12.1", "cpython-3.13.2-linux", "not-python"];
        for name in &names[..3] {
            std::fs::create_dir_all(folder.path().join(name).join("bin")).unwrap();
            std::fs::write(folder.path().join(name).join("bin/python3"), "").unwrap();
        }
        std::fs::create_dir(folder.path().join(names[3])).unwrap();
        let found = super::interpreters_in([folder.path().to_owned()].into_iter());
        let expected =
            [names[2], names[1], names[0]].map(|name| folder.path().join(name).join("bin/python3"));
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_no_python_is_named_with_the_reason() {
        let error = find(Some(Path::new("/nowhere/python"))).unwrap_err().to_string();
        assert!(error.contains("/nowhere/python: cannot be run"), "{error}");
        let cargo = std::env::var_os("CARGO").expect("tests run under cargo");
        let error = find(Some(Path::new(&cargo))).unwrap_err().to_string();
        assert!(error.contains("--interpreter") && error.contains("Tried:"), "{error}");
    }
}
