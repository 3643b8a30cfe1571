//! `cargo xtask tidy`: the repository's habits, as far as a program can see them.
//!
//! Each rule is a function from the tracked files to findings, `path:line: what`
//! (`rules.rs`, `safety.rs`, `paths.rs`, `patched.rs`). Rust sources are looked at as code and comments apart
//! (`source.rs`), so that a rule is not tripped by a word in a string or a doc.

mod guide;
mod patched;
mod paths;
mod rules;
mod safety;
mod source;

use std::fs;

use anyhow::{Context, Result, bail};

use crate::sh;
use source::Line;

/// A tracked text file.
pub struct File {
    /// From the repository's root, with `/`.
    pub path: String,
    pub text: String,
    /// Rust sources only.
    pub lines: Vec<Line>,
}

impl File {
    pub fn new(path: &str, text: String) -> File {
        let lines = if path.ends_with(".rs") { source::split(&text) } else { Vec::new() };
        File { path: path.into(), text, lines }
    }

    pub fn is(&self, extension: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, e)| e == extension)
    }

    /// A finding at a line, counted from 0.
    pub fn at(&self, line: usize, what: &str) -> String {
        format!("{}:{}: {what}", self.path, line + 1)
    }
}

pub fn main() -> Result<()> {
    let findings = check()?;
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} findings", findings.len());
    }
    println!("tidy");
    Ok(())
}

/// Every finding of every rule.
///
/// # Errors
/// When git cannot list the files.
pub fn check() -> Result<Vec<String>> {
    let files = files()?;
    let mut findings = Vec::new();
    for file in &files {
        findings.extend(rules::size(file));
        findings.extend(rules::words(file));
        findings.extend(rules::versions(file));
        findings.extend(safety::comments(file));
        findings.extend(safety::places(file));
        findings.extend(paths::machine(file));
        findings.extend(paths::lock(file));
    }
    findings.extend(paths::documented(&files));
    findings.extend(patched::manifest(&files));
    findings.extend(guide::classes(&files));
    Ok(findings)
}

/// What git tracks, or would track.
fn files() -> Result<Vec<File>> {
    let mut list = sh::command("git");
    list.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let names = sh::capture(&mut list).context("tidy looks at the files that git tracks")?;
    let mut files = Vec::new();
    for name in names.split('\0').filter(|n| !n.is_empty()) {
        // Deleted but not yet committed, or no text: nothing to look at.
        if let Ok(text) = fs::read_to_string(sh::root().join(name)) {
            files.push(File::new(name, text));
        }
    }
    Ok(files)
}
