//! The list of the stable ABI that `cargo everbind audit` goes by: CPython's, by version, in a file of the tool's.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use super::declarations::Minor;
use super::stable::Entry;
use crate::sh;

/// The file, compiled into the tool.
const FILE: &str = "crates/cargo-everbind/src/audit/stable.txt";
/// How wide its lines are at most.
const WIDTH: usize = 118;

/// Whether the tool's list is CPython's; what to do if it is not.
///
/// # Errors
/// When the file cannot be read.
pub fn check(list: &BTreeMap<String, Entry>) -> Result<Option<String>> {
    let path = sh::root().join(FILE);
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    // A checkout on Windows may have other line ends.
    Ok((text.replace('\r', "") != render(list))
        .then(|| format!("{FILE}: not CPython's list; `cargo xtask abi --write` writes it")))
}

/// Writes the tool's list.
///
/// # Errors
/// When it cannot be written.
pub fn write(list: &BTreeMap<String, Entry>) -> Result<()> {
    let path = sh::root().join(FILE);
    fs::write(&path, render(list)).with_context(|| format!("cannot write {}", path.display()))?;
    println!("written: {FILE}");
    Ok(())
}

/// A line `3.N` before the names that came with it.
fn render(list: &BTreeMap<String, Entry>) -> String {
    let mut versions: BTreeMap<Minor, Vec<&str>> = BTreeMap::new();
    for (name, entry) in list {
        versions.entry(entry.added).or_default().push(name);
    }
    let mut text = String::from(
        "# CPython's stable ABI: its functions and variables, by the version that added them.\n\
         # Written by `cargo xtask abi --write`.\n",
    );
    for ((major, minor), names) in versions {
        text += &format!("\n{major}.{minor}\n");
        let mut line = String::new();
        for name in names {
            if !line.is_empty() && line.len() + 1 + name.len() > WIDTH {
                text += &line;
                text.push('\n');
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line += name;
        }
        text += &line;
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_under_their_versions() {
        let entry = |added| Entry { added, only_if: None, abi_only: false };
        let list = [("PyB", (3, 2)), ("PyA", (3, 10)), ("PyC", (3, 2))]
            .map(|(name, added)| (name.to_owned(), entry(added)))
            .into();
        assert!(render(&list).ends_with("\n\n3.2\nPyB PyC\n\n3.10\nPyA\n"));
    }
}
