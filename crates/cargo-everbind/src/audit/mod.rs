//! `cargo everbind audit`: does a wheel, or a library, keep everbind's promise?
//!
//! The promise is that one file imports on every CPython from 3.12 on. What can break it without any error at build
//! time is looked for in the finished file, not in the way it was built: a missing module hook, a CPython symbol left
//! to the loader (everbind looks up its own at run time, so a right library has none), a suffix some CPython does not
//! look for, tags that promise another platform, a RECORD that an installer will refuse. Whether the library needs a
//! newer C library than its platform tag says is maturin's to check, and it does.

mod library;
mod platform;
mod wheel;

use std::{fmt, fs, path::Path};

use anyhow::{Context, Result, bail};

use library::Library;

/// What an audit found: facts worth a line, and problems.
#[derive(Debug, Default)]
pub struct Report {
    pub facts: Vec<String>,
    pub problems: Vec<String>,
}

impl Report {
    /// The report as an error if it has a problem.
    ///
    /// # Errors
    /// There is a problem; the error lists all of them.
    pub fn into_result(self, path: &Path) -> Result<Self> {
        if self.problems.is_empty() {
            return Ok(self);
        }
        bail!("{} fails the audit:\n  - {}", path.display(), self.problems.join("\n  - "))
    }

    fn extend(&mut self, place: &str, other: Report) {
        self.facts.extend(other.facts.into_iter().map(|fact| format!("{place}: {fact}")));
        self.problems
            .extend(other.problems.into_iter().map(|problem| format!("{place}: {problem}")));
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.facts.iter().try_for_each(|fact| writeln!(f, "audit: {fact}"))
    }
}

/// Audits a wheel, or a library by itself.
///
/// # Errors
/// The file cannot be read, or is neither. What is wrong *in* it is in the report.
pub fn audit(path: &Path) -> Result<Report> {
    let file =
        path.file_name().and_then(|name| name.to_str()).context("the path has no file name")?;
    if path.extension().is_some_and(|extension| extension == "whl") {
        return wheel::audit(path, file);
    }
    let data = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut report = Report::default();
    let libraries = Library::parse(&data)
        .with_context(|| format!("{} is neither a wheel nor a library", path.display()))?;
    for library in &libraries {
        report.extend(file, library.check_module(module_of(file, library)));
    }
    Ok(report)
}

/// The file name up to its first dot: the module an extension is imported as.
fn stem(file: &str) -> &str {
    file.split('.').next().unwrap_or(file)
}

/// The module of a library by itself, which may still be as cargo names it: `libx.so` or `libx.dylib` for `x`.
fn module_of<'a>(file: &'a str, library: &Library) -> &'a str {
    let stem = stem(file);
    match stem.strip_prefix("lib") {
        Some(bare) if !library.has_hook(stem) => bare,
        _ => stem,
    }
}

#[cfg(test)]
mod tests;
