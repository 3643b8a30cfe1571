//! The machine: compiler, linker, interpreters, maturin, the active environment.

use std::{
    collections::BTreeSet,
    env, fs,
    path::Path,
    process::{Command, Stdio},
};

use super::{Check, Status};
use crate::{
    python::{self, Target},
    tools::{MISLEADING, Maturin},
};

/// What links, by system.
const LINKER: &str = if cfg!(target_os = "macos") {
    "xcode-select --install"
} else if cfg!(windows) {
    "winget install Microsoft.VisualStudio.BuildTools"
} else {
    "sudo apt install build-essential (Fedora: sudo dnf install gcc)"
};
const PYTHON: &str = "uv python install 3.13 (or your system's package of Python)";

/// How many interpreters that will not do are named.
const REASONS: usize = 3;

/// All checks of the machine; `folder` is where an environment is looked for.
pub fn checks(folder: &Path) -> Vec<Check> {
    let mut checks = vec![rustc(), linker()];
    checks.extend(interpreters());
    checks.push(maturin());
    checks.extend(environment(folder));
    checks
}

/// The first line of what `program --version` prints.
fn version(program: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.lines().next().unwrap_or_default().to_owned())
}

fn rustc() -> Check {
    let program = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let needed = env!("CARGO_PKG_RUST_VERSION");
    let update = if version("rustup").is_some() {
        "rustup update stable"
    } else {
        "install Rust with rustup, then: rustup update stable"
    };
    let Some(text) = version(&program) else {
        return Check::new("rustc", Status::Error, format!("`{program}` does not run"), update);
    };
    let numbers = |text: &str| -> Vec<u32> {
        text.split(['.', '-']).map_while(|part| part.parse().ok()).collect()
    };
    let own = numbers(text.split(' ').nth(1).unwrap_or_default());
    if own < numbers(needed) {
        return Check::new(
            "rustc",
            Status::Error,
            format!("{text}; everbind needs {needed}"),
            update,
        );
    }
    Check::ok("rustc", text)
}

/// Links a library: the one way to know.
fn linker() -> Check {
    let linked = || -> anyhow::Result<Result<(), String>> {
        let folder = tempfile::tempdir()?;
        let source = folder.path().join("link.rs");
        fs::write(&source, "#[unsafe(no_mangle)] pub extern \"C\" fn everbind_doctor() {}")?;
        let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        rustc
            .args(["--edition=2024", "--crate-type=cdylib", "-o"])
            .arg(folder.path().join("link.out"))
            .arg(&source);
        let output = rustc.stdin(Stdio::null()).output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        let first =
            said.lines().find(|line| line.starts_with("error")).unwrap_or("rustc fails").to_owned();
        Ok(if output.status.success() { Ok(()) } else { Err(first) })
    };
    match linked() {
        Ok(Ok(())) => Check::ok("linker", "a shared library links"),
        Ok(Err(why)) => {
            Check::new("linker", Status::Error, format!("no shared library links: {why}"), LINKER)
        }
        Err(error) => Check::new(
            "linker",
            Status::Error,
            format!("not tried: {error:#}"),
            "rustup update stable",
        ),
    }
}

fn interpreters() -> Vec<Check> {
    let (mut good, mut seen, mut bad) = (Vec::new(), BTreeSet::new(), Vec::new());
    for path in python::on_path() {
        match Target::probe(&path) {
            Ok(target)
                if seen.insert(target.python.canonicalize().unwrap_or(target.python.clone())) =>
            {
                good.push(format!("{target}"));
            }
            Ok(_) => {}
            Err(reason) => {
                let told = format!("{} {reason}", path.display());
                // One folder of them is on PATH under several names.
                if !bad.iter().any(|other: &String| other.ends_with(&reason)) {
                    bad.push(told);
                }
            }
        }
    }
    let mut checks = Vec::new();
    if good.is_empty() {
        let others = if bad.is_empty() {
            String::new()
        } else {
            format!(" ({})", bad[..bad.len().min(REASONS)].join("; "))
        };
        let text = format!("there is no CPython 3.12 or newer on PATH{others}");
        checks.push(Check::new("Python", Status::Error, text, PYTHON));
    } else {
        checks.push(Check::ok("Python", good.join(", ")));
    }
    if let Err(error) = python::find_host(None) {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        checks.push(Check::new("venv", Status::Error, first, "sudo apt install python3-venv"));
    }
    checks
}

fn maturin() -> Check {
    match Maturin::present() {
        Ok(Some(maturin)) => Check::ok("maturin", maturin.version()),
        Ok(None) => {
            Check::ok("maturin", "is not there yet; the first build installs it for its own use")
        }
        Err(error) => {
            Check::new("maturin", Status::Error, format!("{error:#}"), "unset EVERBIND_MATURIN")
        }
    }
}

fn environment(folder: &Path) -> Vec<Check> {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let mut checks = vec![match Target::active(folder) {
        Ok(Some(target)) => {
            Check::ok("environment", format!("{} ({target})", target.prefix.display()))
        }
        Ok(None) => Check::new(
            "environment",
            Status::Hint,
            "none is active, so `cargo everbind develop` has nowhere to install to",
            "python3.13 -m venv .venv",
        ),
        Err(error) => Check::new(
            "environment",
            Status::Error,
            format!("{error:#}"),
            "python3.13 -m venv --clear .venv",
        ),
    }];
    if set("VIRTUAL_ENV") && set("CONDA_PREFIX") {
        let text = "a virtual and a conda environment are active; the virtual one is taken";
        checks.push(Check::new("environment", Status::Warning, text, "conda deactivate"));
    }
    for name in MISLEADING.into_iter().chain(["PYTHONHOME", "PYTHONPATH"]).filter(|name| set(name))
    {
        let text = format!("{name} is set: Python or pip looks elsewhere than in the environment");
        checks.push(Check::new("environment", Status::Warning, text, format!("unset {name}")));
    }
    checks
}
