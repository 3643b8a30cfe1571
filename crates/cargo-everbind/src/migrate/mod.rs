//! `cargo everbind migrate`: a PyO3 project switched to everbind.
//!
//! The change of the manifests is shown as a diff, or written; what will not carry over is listed with its place in the
//! sources. What the list is made of: names that PyO3 had and everbind has not (`names.txt`, asked of rustc), references to
//! objects as of PyO3 0.22, classes by value without `from_py_object`, members of hidden structs, other crates that are
//! bound to PyO3. `cargo xtask compat --migrate` holds it to real projects: those that it lists nothing of must build.

mod finding;
mod graph;
mod manifest;
mod names;
mod scan;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::json;

use finding::{Finding, Kind};
use graph::Project;
use manifest::{Origin, Route, SPOKEN};

#[derive(Args, Debug)]
pub struct Migrate {
    /// The project's folder or Cargo.toml
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Write the manifests instead of showing what would change
    #[arg(long)]
    write: bool,

    /// Take everbind from a checkout of its repository
    #[arg(long, value_name = "FOLDER")]
    everbind: Option<PathBuf>,

    /// Print one JSON document with changes and findings
    #[arg(long)]
    json: bool,
}

/// What was found out.
#[derive(Debug)]
struct Plan {
    /// Manifests, each with its old and new text.
    changes: BTreeMap<PathBuf, (String, String)>,
    findings: Vec<Finding>,
    notes: Vec<String>,
}

impl Migrate {
    /// Shows or writes the change, and lists what will not carry over.
    ///
    /// # Errors
    /// There is no project that uses PyO3, or a file cannot be read or written.
    pub fn run(&self) -> Result<()> {
        let manifest =
            if self.path.is_dir() { self.path.join("Cargo.toml") } else { self.path.clone() };
        if !manifest.is_file() {
            bail!("there is no {}", manifest.display());
        }
        let everbind = self.everbind.as_deref().map(manifest::absolute).transpose()?;
        let plan = plan(&graph::read(&manifest)?, &Origin(everbind))?;
        if self.write {
            for (path, (_, new)) in &plan.changes {
                fs::write(path, new).with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
        if self.json {
            println!("{:#}", plan.json(self.write));
        } else {
            plan.print(self.write);
        }
        Ok(())
    }
}

fn plan(project: &Project, origin: &Origin) -> Result<Plan> {
    let route = if project.companions.is_empty() { Route::Dependency } else { Route::Patch };
    let mut plan = Plan { changes: BTreeMap::new(), findings: Vec::new(), notes: Vec::new() };
    let workspace = project.workspace.join("Cargo.toml");
    let mut manifests: Vec<&Path> = project.members.iter().map(|m| m.manifest.as_path()).collect();
    if !manifests.contains(&workspace.as_path()) {
        manifests.push(&workspace);
    }
    for path in manifests {
        let old =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let changed =
            manifest::switch(&old, &route, origin).with_context(|| path.display().to_string())?;
        for feature in changed.features {
            plan.findings.push(Finding {
                file: path.to_owned(),
                line: 0,
                column: 0,
                kind: Kind::Feature,
                what: format!(
                    "the feature `{feature}` of PyO3, which everbind has not, is taken out"
                ),
                help: String::new(),
            });
        }
        let new = match route {
            Route::Patch if path == workspace => manifest::patch(&changed.text, origin)?,
            _ => changed.text,
        };
        if new != old {
            plan.changes.insert(path.to_owned(), (old, new));
        }
    }
    companions(project, &workspace, &mut plan);
    for member in &project.members {
        let conditions = scan::Conditions { build_config: member.build_config };
        match &member.lib {
            Some(lib) => plan.findings.extend(scan::scan(lib, &member.root, conditions)?),
            None => plan
                .notes
                .push(format!("{} has no library; its sources are not looked into", member.name)),
        }
    }
    Ok(plan)
}

fn companions(project: &Project, workspace: &Path, plan: &mut Plan) {
    if let Some(why) = &project.unresolved {
        plan.notes.push(format!("the dependencies' own dependencies are not known: {why}"));
    }
    if project.companions.is_empty() {
        return;
    }
    let names: Vec<String> =
        project.companions.iter().map(|c| format!("{} {}", c.name, c.version)).collect();
    plan.notes.push(format!(
        "{} use PyO3 too, so everbind takes its place for all, by [patch.crates-io]; that they compile with it is not \
         looked into",
        names.join(", ")
    ));
    for companion in &project.companions {
        if let Some(wants) = &companion.wants {
            plan.findings.push(Finding {
                file: workspace.to_owned(),
                line: 0,
                column: 0,
                kind: Kind::Dependency,
                what: format!(
                    "{} {} asks for PyO3 {wants}, and everbind is PyO3 {SPOKEN}",
                    companion.name, companion.version
                ),
                help: format!(
                    "`cargo add {}@…`, a version that is for PyO3 {SPOKEN}",
                    companion.name
                ),
            });
        }
    }
}

impl Plan {
    fn json(&self, written: bool) -> serde_json::Value {
        let changes: Vec<_> = self
            .changes
            .iter()
            .map(|(file, (old, new))| json!({ "file": file, "diff": diff(file, old, new) }))
            .collect();
        json!({
            "ok": self.findings.is_empty(),
            "written": written,
            "changes": changes,
            "findings": self.findings,
            "notes": self.notes,
        })
    }

    fn print(&self, written: bool) {
        for (file, (old, new)) in &self.changes {
            if written {
                println!("written: {}", shown(file).display());
            } else {
                show(&diff(file, old, new));
            }
        }
        if self.changes.is_empty() {
            println!("the manifests are switched already");
        }
        for note in &self.notes {
            println!("note: {note}");
        }
        if self.findings.is_empty() {
            println!("nothing found that will not carry over");
        } else {
            println!("\nwhat will not carry over ({}):", self.findings.len());
        }
        for finding in &self.findings {
            println!("{}", Finding { file: shown(&finding.file), ..finding.clone() });
        }
        if !written && !self.changes.is_empty() {
            println!("\n`cargo everbind migrate --write` writes the manifests");
        }
    }
}

/// The path from here, where it leads down.
fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned))
        .unwrap_or_else(|| path.to_owned())
}

fn diff(file: &Path, old: &str, new: &str) -> String {
    let name = shown(file).display().to_string();
    similar::TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(2)
        .header(&name, &name)
        .to_string()
}

/// A diff in a terminal's colours, if it may have them.
fn show(diff: &str) {
    use anstyle::{AnsiColor, Style};
    const OLD: Style = AnsiColor::Red.on_default();
    const NEW: Style = AnsiColor::Green.on_default();
    for line in diff.lines() {
        match line.as_bytes().first() {
            Some(b'-') => anstream::println!("{OLD}{line}{OLD:#}"),
            Some(b'+') => anstream::println!("{NEW}{line}{NEW:#}"),
            _ => anstream::println!("{line}"),
        }
    }
}
