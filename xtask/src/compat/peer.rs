//! Results with real PyO3, kept between runs: they change only with the versions they are named after.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::ladder::Project;
use super::project::Outcome;
use super::switch::PEER;
use crate::pythons::Interpreter;
use crate::sh;

/// Where the result of a project is kept.
pub struct Kept(PathBuf);

impl Kept {
    /// By project, PyO3, compiler and interpreter, with the version of each.
    pub fn of(project: &Project, python: &Interpreter) -> Result<Self> {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let rustc = sh::capture(sh::command(rustc).arg("--version"))?;
        let rustc = rustc.split_whitespace().nth(1).context("rustc tells its version")?;
        let Project { name, version, .. } = project;
        let file =
            format!("{name}-{version}-pyo3-{PEER}-rustc-{rustc}-python-{}.json", python.version);
        Ok(Kept(sh::work("compat/kept")?.join(file)))
    }

    /// What an earlier run left.
    pub fn read(&self) -> Option<Outcome> {
        serde_json::from_str(&fs::read_to_string(&self.0).ok()?).ok()
    }

    pub fn write(&self, outcome: &Outcome) -> Result<()> {
        let text = serde_json::to_string(outcome)?;
        fs::write(&self.0, text).with_context(|| format!("cannot write {}", self.0.display()))
    }
}
