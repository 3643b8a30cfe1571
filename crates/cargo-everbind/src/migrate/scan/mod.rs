//! What in a crate's sources will not carry over, found by parsing them.
//!
//! Nothing is resolved as rustc resolves it: a name counts where an import or a whole path says that it is PyO3's, a
//! method where no type of everbind's has one of its name and the crate declares none itself. So there are no alarms over
//! comments, strings or other crates' names; what a macro of the crate's own writes is not seen.

mod cfg;
mod classes;
mod files;
mod imports;
mod visitor;

use std::path::Path;

use anyhow::Result;

use super::finding::Finding;
pub use cfg::Conditions;
use classes::Classes;

/// Looks through a crate, from its root file on; `root` is what it calls PyO3.
///
/// # Errors
/// The root file cannot be read.
pub fn scan(lib: &Path, root: &str, conditions: Conditions) -> Result<Vec<Finding>> {
    let files = files::load(lib, conditions)?;
    let classes = Classes::of(&files, conditions);
    let mut findings = Vec::new();
    for file in &files {
        findings.extend(visitor::visit(file, root, conditions, &classes));
    }
    findings.sort();
    findings.dedup();
    Ok(findings)
}

#[cfg(test)]
mod tests;
