//! PyO3 and everbind: one source, `engines/rust`, and each one's manifest and own idioms beside it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use toml_edit::{DocumentMut, value};

use super::{Job, cache};
use crate::bench::cost;
use crate::sh;

pub fn everbind(job: &Job) -> Result<()> {
    let mut manifest = manifest("everbind")?;
    let crate_path = sh::root().join("crates").join("everbind").display().to_string();
    manifest["dependencies"]["pyo3"]["path"] = value(crate_path.replace('\\', "/"));
    build(job, "everbind", "everbind", &manifest, &mut sh::cargo())
}

pub fn pyo3(job: &Job) -> Result<()> {
    let name = format!("pyo3-{}", job.python.name);
    build(job, "pyo3", &name, &pinned()?, sh::cargo().env("PYO3_PYTHON", &job.python.path))
}

pub fn pyo3_abi3(job: &Job) -> Result<()> {
    let mut manifest = pinned()?;
    let features = manifest["dependencies"]["pyo3"]["features"].as_array_mut();
    features.context("the manifest lists no features")?.push("abi3-py312");
    build(job, "pyo3", "pyo3-abi3", &manifest, &mut sh::cargo())
}

/// PyO3's manifest with the pinned version.
fn pinned() -> Result<DocumentMut> {
    let mut manifest = manifest("pyo3")?;
    manifest["dependencies"]["pyo3"]["version"] = value(format!("={}", cache::pin("pyo3")?));
    Ok(manifest)
}

fn manifest(engine: &str) -> Result<DocumentMut> {
    Ok(fs::read_to_string(folder(engine).join("Cargo.toml"))?.parse()?)
}

fn folder(engine: &str) -> PathBuf {
    sh::root().join("benches").join("run").join("engines").join(engine)
}

/// Puts the package together and compiles it; `name` is its folder, kept for the next time.
fn build(
    job: &Job,
    engine: &str,
    name: &str,
    manifest: &DocumentMut,
    cargo: &mut Command,
) -> Result<()> {
    let package = sh::work("bench")?.join("packages").join(name);
    let sources = package.join("src");
    sh::fresh(&sources)?;
    fs::write(package.join("Cargo.toml"), manifest.to_string())?;
    for from in [folder("rust"), folder(engine)] {
        for entry in fs::read_dir(from)? {
            let path = entry?.path();
            if path.extension().is_some_and(|e| e == "rs") {
                fs::copy(&path, sources.join(path.file_name().unwrap_or_default()))?;
            }
        }
    }
    let target = package.join("target");
    cargo.args(["build", "--release", "--quiet"]).current_dir(&package);
    sh::capture(cargo.env("CARGO_TARGET_DIR", &target))?;
    fs::copy(cost::cargo_library(&target, "peer"), job.library())?;
    Ok(())
}
