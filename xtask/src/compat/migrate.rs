//! `cargo xtask compat --migrate`: what `cargo everbind migrate` says of real projects, against what rustc says.
//!
//! Each project is switched by the command and by nothing else, then compiled. One of which the command lists nothing must
//! compile; one that does not compile must have been listed. The projects were written for PyO3 0.19 to 0.30.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::ladder::{LADDER, PLAIN, Project};
use super::project::Workshop;
use super::switch::Engine;
use crate::sh;
use crate::table::table;
use crate::venvs::Venv;

/// Projects beyond the ladder: name, version, what PyO3 they were written for.
const OLDER: [(&str, &str, &str); 17] = [
    ("fast-query-parsers", "1.0.3", "0.19"),
    ("cramjam", "2.8.3", "0.20"),
    ("y-py", "0.6.2", "0.20"),
    ("base2048", "0.1.3", "0.20"),
    ("ormsgpack", "1.5.0", "0.21"),
    ("rpds-py", "0.20.0", "0.22"),
    ("nh3", "0.2.18", "0.22"),
    ("jellyfish", "1.1.0", "0.22"),
    ("python-bidi", "0.6.3", "0.22"),
    ("rignore", "0.5.0", "0.22"),
    ("rjsonnet", "0.5.6", "0.23"),
    ("nh3", "0.2.21", "0.23"),
    ("blake3", "1.0.2", "0.23"),
    ("pyromark", "0.9.0", "0.23"),
    ("zxcvbn-rs-py", "0.2.0", "0.23"),
    ("rtoml", "0.12.0", "0.23"),
    ("fastuuid", "0.14.0", "0.26"),
];

/// Compares the two for every project, or for those with these names.
///
/// # Errors
/// When they disagree on a project, or it cannot be had.
pub fn run(names: &[String], all: bool, venv: &Venv) -> Result<()> {
    let older = OLDER.map(|(name, version, pyo3)| (Project { name, version, ..PLAIN }, pyo3));
    let ladder = LADDER
        .into_iter()
        .filter(|project| all || !project.patched)
        .map(|project| (project, "0.28 to 0.30"));
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for (project, pyo3) in older.into_iter().chain(ladder) {
        if !names.is_empty() && !names.iter().any(|name| name == project.name) {
            continue;
        }
        let told = format!("{} {}", project.name, project.version);
        eprintln!("{told}");
        let (findings, errors) = one(&project, venv).with_context(|| told.clone())?;
        if findings.is_empty() != (errors == 0) {
            wrong
                .push(format!("{told}: {} findings, but {errors} errors of rustc", findings.len()));
        }
        let first = findings.first().cloned().unwrap_or_default();
        rows.push(vec![told, pyo3.into(), findings.len().to_string(), errors.to_string(), first]);
    }
    print!(
        "\n{}",
        table(
            &["project", "written for PyO3", "listed>", "errors of rustc>", "first listed"],
            &rows
        )
    );
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    println!("{} of {} projects: what is listed is what fails", rows.len(), rows.len());
    Ok(())
}

/// What the command lists of a project, and how many errors rustc has after it.
fn one(project: &Project, venv: &Venv) -> Result<(Vec<String>, usize)> {
    let source = Workshop::new(project, Engine::Everbind, venv)?.unpacked()?;
    for pin in ["rust-toolchain", "rust-toolchain.toml"] {
        // A compiler of the project's own choice may be older than everbind needs.
        let _ = fs::remove_file(source.join(pin));
    }
    let manifest = manifest(&source)?;
    let mut migrate = sh::cargo();
    migrate.args([
        "run",
        "--quiet",
        "-p",
        "cargo-everbind",
        "--",
        "migrate",
        "--write",
        "--json",
        "--everbind",
    ]);
    let said = sh::capture(migrate.arg(sh::root()).arg(&manifest))?;
    let report: Value = serde_json::from_str(&said).context("the command printed no JSON")?;
    let findings = report["findings"].as_array().context("no list of findings")?;
    let findings = findings.iter().filter_map(|f| f["what"].as_str().map(str::to_owned)).collect();

    let mut check = sh::cargo();
    check.current_dir(&source).args([
        "check",
        "--quiet",
        "--lib",
        "--message-format=short",
        "--manifest-path",
    ]);
    check.arg(&manifest).env("CARGO_TARGET_DIR", sh::work("compat/migrated")?);
    let path = std::env::var_os("PATH").unwrap_or_default();
    check.env(
        "PATH",
        std::env::join_paths([venv.bin()].into_iter().chain(std::env::split_paths(&path)))?,
    );
    let output = sh::output(&mut check)?;
    let text = String::from_utf8_lossy(&output.stderr);
    let errors =
        text.lines().filter(|line| line.contains(": error") || line.starts_with("error")).count();
    Ok((findings, if output.status.success() { 0 } else { errors.max(1) }))
}

/// The manifest that maturin builds.
fn manifest(source: &Path) -> Result<PathBuf> {
    let text = fs::read_to_string(source.join("pyproject.toml")).unwrap_or_default();
    let document: toml_edit::DocumentMut = text.parse().context("pyproject.toml is not TOML")?;
    let named =
        document.get("tool").and_then(|t| t.get("maturin")).and_then(|t| t.get("manifest-path"));
    let named = named.and_then(|item| item.as_str()).unwrap_or("Cargo.toml");
    Ok(source.join(named))
}
