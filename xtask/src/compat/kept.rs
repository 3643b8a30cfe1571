//! Results kept between runs: those with real PyO3 change only with the versions they are named after, ours with every
//! commit. So a run that was interrupted, or made project by project, goes on where it was.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::ladder::Project;
use super::project::Outcome;
use super::switch::{Engine, PEER};
use crate::pythons::Interpreter;
use crate::sh;

/// Where the result of a project is kept; nowhere, if what it is the result of has no name.
pub struct Kept(Option<PathBuf>);

impl Kept {
    /// By project, engine, compiler and interpreter, with the version of each.
    pub fn of(project: &Project, engine: Engine, python: &Interpreter) -> Result<Self> {
        let engine = match engine {
            Engine::PyO3 => format!("pyo3-{PEER}"),
            Engine::Everbind => match commit()? {
                Some(commit) => format!("everbind-{commit}"),
                None => return Ok(Kept(None)),
            },
        };
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let rustc = sh::capture(sh::command(rustc).arg("--version"))?;
        let rustc = rustc.split_whitespace().nth(1).context("rustc tells its version")?;
        let Project { name, version, .. } = project;
        let file =
            format!("{name}-{version}-{engine}-rustc-{rustc}-python-{}.json", python.version);
        Ok(Kept(Some(sh::work("compat/kept")?.join(file))))
    }

    /// What an earlier run left.
    pub fn read(&self) -> Option<Outcome> {
        serde_json::from_str(&fs::read_to_string(self.0.as_ref()?).ok()?).ok()
    }

    pub fn write(&self, outcome: &Outcome) -> Result<()> {
        let Some(path) = &self.0 else { return Ok(()) };
        let text = serde_json::to_string(outcome)?;
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// The commit that is checked out, unless the runtime crates are not as they are in it.
fn commit() -> Result<Option<String>> {
    let git = |args: &[&str]| sh::capture(sh::command("git").args(args));
    let changed = git(&["status", "--porcelain", "--", "crates", "patch"])?;
    let commit = git(&["rev-parse", "--short=12", "HEAD"])?;
    Ok(changed.trim().is_empty().then(|| commit.trim().to_owned()))
}
