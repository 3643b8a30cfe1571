//! The guide's table of real projects, from what was measured.

use std::fs;

use anyhow::{Context, Result};

use super::ladder::Project;
use super::project::Outcome;
use super::switch::PEER;
use crate::pythons::Interpreter;
use crate::sh;

/// Included by the guide's page about real projects.
const TABLE: &str = "guide/src/charts/compat.md";

/// A project with both engines.
pub struct Pair<'a> {
    pub project: &'a Project,
    pub ours: Outcome,
    pub peer: Outcome,
    /// Tests that give another result.
    pub differences: usize,
}

/// Writes the table.
pub fn write(pairs: &[Pair<'_>], python: &Interpreter) -> Result<()> {
    let path = sh::root().join(TABLE);
    fs::write(&path, text(pairs, python))
        .with_context(|| format!("cannot write {}", path.display()))?;
    println!("written: {TABLE}");
    Ok(())
}

fn text(pairs: &[Pair<'_>], python: &Interpreter) -> String {
    let mut text = format!(
        "<!-- Written by `cargo xtask compat --all --record`. -->\n\
         everbind beside PyO3 {PEER}, with Python {}:\n\n\
         | project | tests with PyO3 | with everbind | build, CPU-seconds | with PyO3 | library, KiB | with PyO3 |\n\
         |---|---|---|--:|--:|--:|--:|\n",
        python.version,
    );
    for Pair { project, ours, peer, differences } in pairs {
        let same = match differences {
            0 => "the same, test by test".to_owned(),
            n => format!("{} ({n} differ)", ours.tests),
        };
        text += &format!(
            "| [{name}](https://pypi.org/project/{name}/{version}/) {version} | {} | {same} | {} | {} | {:.0} | {:.0} |\n",
            peer.tests,
            seconds(ours.cpu),
            seconds(peer.cpu),
            ours.library_kib,
            peer.library_kib,
            name = project.name,
            version = project.version,
        );
    }
    text += &changes(pairs);
    text
}

fn seconds(cpu: Option<f64>) -> String {
    cpu.map_or("-".into(), |cpu| format!("{cpu:.0}"))
}

/// What was changed in the sources.
fn changes(pairs: &[Pair<'_>]) -> String {
    let mut text = String::new();
    for Pair { project, .. } in pairs.iter().filter(|pair| !pair.project.patches.is_empty()) {
        text += &format!("\nLines of {} that were changed:\n\n```diff\n", project.name);
        for patch in project.patches {
            let (old, new) = (patch.line.trim_start(), patch.replacement.trim_start());
            text += &format!("--- {}\n-{old}\n+{new}\n", patch.file);
        }
        text += "```\n";
    }
    text
}
