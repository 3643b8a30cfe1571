//! The change of a Cargo.toml.
//!
//! A dependency may be written as a string, an inline table or a table, for one target or for all, in the package or in the
//! workspace, and under another name with `package = "pyo3"`. Its features, `optional` and `default-features` stay; where it
//! comes from is what changes. Entries with `workspace = true` are left alone: the workspace's own entry is the one to
//! change.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::names;

/// The kinds of dependencies of a package.
const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
/// Keys that say where a dependency comes from.
const ORIGIN: [&str; 9] =
    ["version", "path", "git", "branch", "tag", "rev", "registry", "registry-index", "package"];
/// PyO3 as everbind speaks it.
pub const SPOKEN: &str = "0.30";

/// How a graph is switched.
#[derive(Clone, Debug)]
pub enum Route {
    /// The dependency itself is everbind.
    Dependency,
    /// everbind takes PyO3's place for every crate of the graph.
    Patch,
}

/// Where everbind comes from: the package index and repository, else a checkout.
#[derive(Clone, Debug)]
pub struct Origin(pub Option<PathBuf>);

impl Origin {
    /// Keys and values of the dependency.
    fn dependency(&self) -> [(&'static str, String); 2] {
        let (major_minor, _) = env!("CARGO_PKG_VERSION").rsplit_once('.').unwrap_or_default();
        let from = match &self.0 {
            None => ("version", major_minor.to_owned()),
            Some(path) => ("path", path.join("crates/everbind").display().to_string()),
        };
        [("package", "everbind".to_owned()), from]
    }

    /// The entry of `[patch.crates-io]`.
    fn patch(&self) -> InlineTable {
        let mut table = InlineTable::new();
        match &self.0 {
            None => table.insert("git", env!("CARGO_PKG_REPOSITORY").into()),
            Some(path) => {
                table.insert("path", path.join("patch/pyo3").display().to_string().into())
            }
        };
        table
    }
}

/// A manifest after the change.
#[derive(Debug, Default)]
pub struct Changed {
    pub text: String,
    /// How many entries were PyO3.
    pub entries: usize,
    /// Features of PyO3's that were asked for, and that everbind has not.
    pub features: Vec<String>,
}

/// Switches a manifest.
///
/// # Errors
/// It is not TOML.
pub fn switch(text: &str, route: &Route, origin: &Origin) -> Result<Changed> {
    let mut document: DocumentMut = text.parse().context("the manifest is not TOML")?;
    let mut changed = Changed::default();
    let root = document.as_table_mut();
    sections(root, route, origin, &mut changed);
    if let Some(workspace) = root.get_mut("workspace").and_then(Item::as_table_like_mut) {
        sections(workspace, route, origin, &mut changed);
    }
    if let Some(targets) = root.get_mut("target").and_then(Item::as_table_like_mut) {
        for (_, target) in targets.iter_mut() {
            if let Some(target) = target.as_table_like_mut() {
                sections(target, route, origin, &mut changed);
            }
        }
    }
    changed.text = document.to_string();
    Ok(changed)
}

/// Adds everbind in PyO3's place to the manifest of a workspace's root.
///
/// # Errors
/// It is not TOML.
pub fn patch(text: &str, origin: &Origin) -> Result<String> {
    let mut document: DocumentMut = text.parse().context("the manifest is not TOML")?;
    let registry = document.entry("patch").or_insert_with(implicit);
    let registry = registry.as_table_like_mut().context("[patch] is not a table")?;
    let entries = registry.entry("crates-io").or_insert_with(|| Item::Table(Table::new()));
    let entries = entries.as_table_like_mut().context("[patch.crates-io] is not a table")?;
    entries.insert("pyo3", Item::Value(Value::InlineTable(origin.patch())));
    Ok(document.to_string())
}

/// A table that is written only by what is in it.
fn implicit() -> Item {
    let mut table = Table::new();
    table.set_implicit(true);
    Item::Table(table)
}

fn sections(of: &mut dyn TableLike, route: &Route, origin: &Origin, changed: &mut Changed) {
    for kind in KINDS {
        let Some(section) = of.get_mut(kind).and_then(Item::as_table_like_mut) else { continue };
        for (name, entry) in section.iter_mut() {
            let package = text_of(entry, "package").unwrap_or_else(|| name.get().to_owned());
            match package.as_str() {
                "pyo3" => one(entry, route, origin, changed),
                // Older ones ask the interpreter, newer ones everbind.
                "pyo3-build-config" | "pyo3-ffi" => at_least(entry, SPOKEN),
                _ => {}
            }
        }
    }
}

/// A key's value as text.
fn text_of(entry: &Item, key: &str) -> Option<String> {
    entry.as_table_like()?.get(key)?.as_str().map(str::to_owned)
}

fn one(entry: &mut Item, route: &Route, origin: &Origin, changed: &mut Changed) {
    if entry.as_table_like().is_some_and(|table| table.contains_key("workspace")) {
        features(entry, changed);
        changed.entries += 1;
        return;
    }
    changed.entries += 1;
    match route {
        Route::Patch => at_least(entry, SPOKEN),
        Route::Dependency => {
            if entry.as_str().is_some() {
                // The entry's own spaces and comment stay around the new value.
                let decor = entry.as_value().map(|value| value.decor().clone());
                let mut value = Value::InlineTable(InlineTable::new());
                if let Some(decor) = decor {
                    *value.decor_mut() = decor;
                }
                *entry = Item::Value(value);
            }
            if let Some(table) = entry.as_table_like_mut() {
                let kept: Vec<(String, Item)> = table
                    .iter()
                    .filter(|(key, _)| !ORIGIN.contains(key))
                    .map(|(key, item)| (key.to_owned(), item.clone()))
                    .collect();
                table.clear();
                for (key, value) in origin.dependency() {
                    table.insert(key, toml_edit::value(value));
                }
                for (key, item) in kept {
                    table.insert(&key, item);
                }
            }
        }
    }
    features(entry, changed);
    if let Some(table) = entry.as_inline_table_mut() {
        table.fmt();
    }
}

/// Takes out features that everbind has not.
fn features(entry: &mut Item, changed: &mut Changed) {
    let Some(list) = entry.as_table_like_mut().and_then(|table| table.get_mut("features")) else {
        return;
    };
    let Some(list) = list.as_array_mut() else { return };
    let asked: Vec<String> = list.iter().filter_map(|f| f.as_str().map(str::to_owned)).collect();
    let (known, gone): (Vec<String>, Vec<String>) =
        asked.into_iter().partition(|f| names::has_feature(f));
    if !gone.is_empty() {
        *list = known.into_iter().collect::<Array>();
        changed.features.extend(gone);
    }
}

/// Moves a version up to this one, if it is older.
fn at_least(entry: &mut Item, version: &str) {
    let old = entry.as_str().map(str::to_owned).or_else(|| text_of(entry, "version"));
    if old.is_none_or(|old| admits(&old, version)) {
        return;
    }
    if let Some(value) = entry.as_value_mut().filter(|value| value.is_str()) {
        let decor = value.decor().clone();
        *value = version.into();
        *value.decor_mut() = decor;
    } else if let Some(table) = entry.as_table_like_mut() {
        table.insert("version", toml_edit::value(version));
    }
}

/// Whether a requirement on a 0.x package admits this 0.x version: as far as one can see from its numbers.
pub fn admits(requirement: &str, version: &str) -> bool {
    let minor = |text: &str| -> Option<u32> {
        text.trim()
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .split('.')
            .nth(1)?
            .trim_matches(|c: char| !c.is_ascii_digit())
            .parse()
            .ok()
    };
    let Some(wanted) = minor(version) else { return true };
    if requirement.trim() == "*" {
        return true;
    }
    requirement.split(',').all(|part| {
        let part = part.trim();
        match minor(part) {
            None => true,
            Some(own) if part.starts_with(">=") => own <= wanted,
            Some(own) if part.starts_with("<=") => own >= wanted,
            Some(own) if part.starts_with('>') => own < wanted,
            Some(own) if part.starts_with('<') => own > wanted,
            Some(own) => own == wanted,
        }
    })
}

/// Whether a path is written in a manifest: a relative one stays as it is.
pub fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).with_context(|| format!("{} names no place", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{Origin, Route, admits, patch, switch};

    fn dependency(text: &str) -> (String, usize, Vec<String>) {
        let changed = switch(text, &Route::Dependency, &Origin(None)).unwrap();
        (changed.text, changed.entries, changed.features)
    }

    #[test]
    fn every_form_of_a_dependency_is_switched() {
        for (old, new) in [
            ("pyo3 = \"0.25\" # why", "pyo3 = { package = \"everbind\", version = \"0.1\" } # why"),
            (
                "pyo3 = { version = \"0.25\", features = [\"abi3-py310\"], optional = true }",
                "pyo3 = { package = \"everbind\", version = \"0.1\", features = [\"abi3-py310\"], optional = true }",
            ),
            (
                "python = { package = \"pyo3\", git = \"https://x\", branch = \"y\" }",
                "python = { package = \"everbind\", version = \"0.1\" }",
            ),
        ] {
            for head in
                ["[dependencies]", "[workspace.dependencies]", "[target.'cfg(unix)'.dependencies]"]
            {
                let (text, entries, gone) = dependency(&format!("{head}\n{old}\nserde = \"1\"\n"));
                assert_eq!(text, format!("{head}\n{new}\nserde = \"1\"\n"));
                assert_eq!((entries, gone.len()), (1, 0));
            }
        }
        let table = "[dependencies.pyo3]\nversion = \"0.25\"\nfeatures = [\"chrono\"]\n";
        assert_eq!(
            dependency(table).0,
            "[dependencies.pyo3]\npackage = \"everbind\"\nversion = \"0.1\"\nfeatures = [\"chrono\"]\n"
        );
        let inherited = "[dependencies]\npyo3 = { workspace = true }\n";
        assert_eq!(dependency(inherited).0, inherited);
    }

    #[test]
    fn features_that_have_gone_are_taken_out() {
        let (text, _, gone) = dependency(
            "[dependencies]\npyo3 = { version = \"0.22\", features = [\"gil-refs\", \"abi3\"] }\n",
        );
        assert_eq!(gone, ["gil-refs"]);
        assert!(text.contains("features = [\"abi3\"]"), "{text}");
    }

    #[test]
    fn a_patched_graph_asks_for_what_everbind_is() {
        let text = "[dependencies]\npyo3 = { version = \"0.28\", features = [\"abi3\"] }\n[build-dependencies]\npyo3-build-config = \"0.26\"\n";
        let changed = switch(text, &Route::Patch, &Origin(None)).unwrap();
        assert!(
            changed.text.contains("version = \"0.30\", features")
                && changed.text.contains("pyo3-build-config = \"0.30\"")
        );
        let patched = patch(&changed.text, &Origin(None)).unwrap();
        assert!(
            patched.ends_with(&format!(
                "\n[patch.crates-io]\npyo3 = {{ git = \"{}\" }}\n",
                env!("CARGO_PKG_REPOSITORY")
            )),
            "{patched}"
        );
        assert!(
            patch(&patched, &Origin(Some("/x".into())))
                .unwrap()
                .contains("path = \"/x/patch/pyo3\"")
        );
    }

    #[test]
    fn what_is_not_toml_is_an_error() {
        assert!(switch("[dependencies", &Route::Dependency, &Origin(None)).is_err());
    }

    #[test]
    fn requirements_are_understood() {
        for requirement in
            ["0.30", "^0.30.1", ">=0.28", ">=0.28, <0.31", "=0.30.1", "*", "~0.30", "<=0.30"]
        {
            assert!(admits(requirement, "0.30"), "{requirement}");
        }
        for requirement in ["0.29", "=0.28.3", ">=0.24, <0.30", "<0.29", ">0.30"] {
            assert!(!admits(requirement, "0.30"), "{requirement}");
        }
    }
}
