//! `cargo everbind audit`: does a wheel, or a library, keep what its tags promise?
//!
//! `cp38-abi3` promises that one file imports on every CPython from 3.8 on, `cp312-abi3.abi3t` that it does with and without the GIL.
//! What can break that without any error at build time is looked for in the finished file, not in the way it was
//! built: a CPython symbol that is not in the stable ABI, or came to it later than promised; code compiled for one
//! build where two are promised; a missing module hook; a suffix some CPython does not look for; tags that promise
//! another platform or an older C library; a RECORD that an installer will refuse.
//!
//! `judge.rs` has the rules for a library, `wheel.rs` those for a wheel. The verdict on symbols is that of `abi3audit`,
//! which `cargo xtask audit` compares on real wheels.

mod glibc;
mod judge;
mod library;
mod places;
mod platform;
mod promise;
mod report;
mod size;
mod stable;
mod unwind;
mod uses;
mod wheel;

use std::{fs, path::Path, path::PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::json;

use library::Library;
use promise::Promise;
pub use report::{Inspected, Kind, Problem, Report};

#[derive(Args, Debug)]
pub struct Audit {
    /// A wheel, or an extension module by itself
    #[arg(value_name = "WHEEL_OR_LIBRARY", required = true)]
    paths: Vec<PathBuf>,

    /// Hold a library by itself to these tags, as in cp39-abi3 [default: cp312-abi3.abi3t; for x.abi3.so cp32-abi3]
    #[arg(long, value_name = "TAGS")]
    tags: Option<String>,

    /// Print what the bytes are spent on: sections, crates, classes, functions
    #[arg(long)]
    size: bool,

    /// Print one JSON document with all that was found
    #[arg(long)]
    json: bool,
}

impl Audit {
    /// Audits each file, and prints what was found.
    ///
    /// # Errors
    /// A file cannot be read, or fails the audit.
    pub fn run(&self) -> Result<()> {
        let promise = self.tags.as_deref().map(tags).transpose()?;
        let (mut reports, mut failures) = (Vec::new(), Vec::new());
        for path in &self.paths {
            let report = audit(path, promise.as_ref())?;
            if !self.json {
                print!("{report}");
                if self.size {
                    for library in &report.libraries {
                        print!("{}: {}", library.file, library.size.table());
                    }
                }
            }
            if !report.problems.is_empty() {
                failures.push(report.failure(path));
            }
            reports
                .push(json!({ "path": path, "ok": report.problems.is_empty(), "report": report }));
        }
        if self.json {
            println!("{:#}", json!({ "ok": failures.is_empty(), "files": reports }));
        }
        match failures.len() {
            0 => Ok(()),
            _ => bail!("{}", failures.join("\nerror: ")),
        }
    }
}

/// The promise of `cp39-abi3`, or of a whole `cp39-abi3-linux_x86_64`.
fn tags(text: &str) -> Result<Promise> {
    let set = |part: &str| part.split('.').map(str::to_owned).collect::<Vec<_>>();
    let mut parts = text.splitn(3, '-');
    match (parts.next(), parts.next()) {
        (Some(pythons), Some(abis)) => Promise::of(&set(pythons), &set(abis)),
        _ => bail!("--tags {text}: not of the form cp39-abi3"),
    }
}

/// Audits a wheel, or a library by itself, which is held to `promise` or what its name promises.
///
/// # Errors
/// The file cannot be read, or is neither. What is wrong *in* it is in the report.
pub fn audit(path: &Path, promise: Option<&Promise>) -> Result<Report> {
    let file =
        path.file_name().and_then(|name| name.to_str()).context("the path has no file name")?;
    if path.extension().is_some_and(|extension| extension == "whl") {
        return wheel::audit(path, file);
    }
    let data = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let libraries = Library::parse(&data)
        .with_context(|| format!("{} is neither a wheel nor a library", path.display()))?;
    let promise = match promise {
        Some(promise) => promise.clone(),
        None if file.contains(".abi3.") => Promise::oldest(),
        None => Promise::universal(),
    };
    let mut report = Report::default();
    for library in &libraries {
        let found = judge::judge(library, file, module_of(file, library), &promise)
            .with_context(|| format!("{} is damaged", path.display()))?;
        report.extend(file, found);
    }
    report.promise = Some(promise);
    Ok(report)
}

/// The file name up to its first dot: the module an extension is imported as.
fn stem(file: &str) -> &str {
    file.split('.').next().unwrap_or(file)
}

/// The module of a library by itself, which may still be as cargo names it: `libx.so` or `libx.dylib` for `x`.
fn module_of<'a>(file: &'a str, library: &Library<'_>) -> &'a str {
    let stem = stem(file);
    match stem.strip_prefix("lib") {
        Some(bare) if !library.has_hook(stem) => bare,
        _ => stem,
    }
}

#[cfg(test)]
mod tests;
