//! The one line: replaces the `pyo3` dependency in a manifest, and touches nothing else.
//!
//! A dependency may be written as a string, an inline table or a table, for one
//! target or for all, in the package or in the workspace, and under another name
//! with `package = "pyo3"`. Its features, `optional` and `default-features` stay;
//! where it comes from is what changes. Entries with `workspace = true` are left
//! alone: the workspace's own entry is the one to change.
//!
//! Where other crates of the graph use PyO3 too, the line is another: `[patch.crates-io]`
//! puts everbind, under PyO3's name, in its place for all of them.

use std::path::Path;

use anyhow::{Context, Result};
use toml_edit::{DocumentMut, InlineTable, Item, TableLike, Value};

/// What a project is built on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    Everbind,
    PyO3,
}

/// The version of PyO3 that the expected figures were taken with.
pub const PEER: &str = "0.30.1";

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Engine::Everbind => "everbind",
            Engine::PyO3 => "PyO3",
        }
    }
}

/// The kinds of dependencies of a package.
const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
/// Keys that say where a dependency comes from.
const ORIGIN: [&str; 9] =
    ["version", "path", "git", "branch", "tag", "rev", "registry", "registry-index", "package"];

/// The manifest with its `pyo3` switched to the engine, and how many entries were changed.
///
/// # Errors
/// When it is not TOML.
pub fn manifest(text: &str, engine: Engine, everbind: &Path) -> Result<(String, usize)> {
    let mut document: DocumentMut = text.parse().context("the manifest is not TOML")?;
    let mut changed = 0;
    let root = document.as_table_mut();
    changed += sections(root, engine, everbind);
    if let Some(workspace) = root.get_mut("workspace").and_then(Item::as_table_like_mut) {
        changed += sections(workspace, engine, everbind);
    }
    if let Some(targets) = root.get_mut("target").and_then(Item::as_table_like_mut) {
        for (_, target) in targets.iter_mut() {
            if let Some(target) = target.as_table_like_mut() {
                changed += sections(target, engine, everbind);
            }
        }
    }
    Ok((document.to_string(), changed))
}

/// Adds `[patch.crates-io] pyo3 = { path = … }` to a workspace's root manifest.
///
/// # Errors
/// When it is not TOML.
pub fn patch(text: &str, path: &Path) -> Result<String> {
    let mut document: DocumentMut = text.parse().context("the manifest is not TOML")?;
    let mut table = InlineTable::new();
    table.insert("path", shown(path).into());
    document["patch"]["crates-io"]["pyo3"] = Item::Value(Value::InlineTable(table));
    Ok(document.to_string())
}

fn sections(table: &mut dyn TableLike, engine: Engine, everbind: &Path) -> usize {
    let mut changed = 0;
    for kind in KINDS {
        let Some(dependencies) = table.get_mut(kind).and_then(Item::as_table_like_mut) else {
            continue;
        };
        for (name, dependency) in dependencies.iter_mut() {
            if is_pyo3(&name, dependency) {
                replace(dependency, engine, everbind);
                changed += 1;
            }
        }
    }
    changed
}

/// Whether the entry is PyO3, under whatever name.
fn is_pyo3(name: &str, dependency: &Item) -> bool {
    let Some(table) = dependency.as_table_like() else { return name == "pyo3" };
    let inherited = table.get("workspace").and_then(Item::as_bool) == Some(true);
    let package = table.get("package").and_then(Item::as_str).unwrap_or(name);
    package == "pyo3" && !inherited
}

fn replace(dependency: &mut Item, engine: Engine, everbind: &Path) {
    if dependency.is_str() {
        *dependency = Item::Value(Value::InlineTable(InlineTable::new()));
    }
    let table = dependency.as_table_like_mut().expect("a dependency is a string or a table");
    for key in ORIGIN {
        table.remove(key);
    }
    let value = |text: &str| Item::Value(Value::from(text));
    match engine {
        Engine::Everbind => {
            table.insert("package", value("everbind"));
            table.insert("path", value(&shown(everbind)));
        }
        Engine::PyO3 => {
            table.insert("package", value("pyo3"));
            table.insert("version", value(&format!("={PEER}")));
        }
    }
}

/// A path as TOML on any system takes it.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The `pyo3` entries after a switch, each parsed as one dependency's keys and values.
    fn check(manifest_text: &str, expected: &[&str], changes: usize) {
        let (text, changed) = manifest(manifest_text, Engine::Everbind, Path::new("E")).unwrap();
        assert_eq!(changed, changes, "{text}");
        for part in expected {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
        assert!(!text.contains("0.29"), "{text}");
    }

    #[test]
    fn a_version_alone() {
        check("[dependencies]\npyo3 = \"0.29\"\n", &[r#"package = "everbind", path = "E""#], 1);
    }

    #[test]
    fn an_inline_table_keeps_its_features() {
        check(
            "[dependencies]\npyo3 = { version = \"0.29\", features = [\"abi3\"], optional = true }\n",
            &[r#"features = ["abi3"]"#, "optional = true", r#"path = "E""#],
            1,
        );
    }

    #[test]
    fn a_table_keeps_its_place() {
        check(
            "[dependencies]\na = \"1\"\n\n[dependencies.pyo3]\nversion = \"0.29\"\nfeatures = [\"x\"]\n",
            &["a = \"1\"", "[dependencies.pyo3]\n", "package = \"everbind\"\npath = \"E\"\n"],
            1,
        );
    }

    #[test]
    fn workspaces_targets_and_other_names() {
        check(
            "[workspace.dependencies]\npyo3 = \"0.29\"\n[dependencies]\npyo3 = { workspace = true }\n",
            &["pyo3 = { workspace = true }", r#"path = "E""#],
            1,
        );
        check(
            "[target.'cfg(unix)'.dev-dependencies]\npy = { package = \"pyo3\", version = \"0.29\" }\n",
            &[r#"py = { package = "everbind", path = "E""#],
            1,
        );
    }

    #[test]
    fn other_dependencies_stay() {
        let text = "[dependencies]\npyo3-build-config = \"0.30\"\nserde = \"1\"\n";
        let same = manifest(text, Engine::Everbind, Path::new("E")).unwrap();
        assert_eq!(same, (text.into(), 0));
    }

    #[test]
    fn the_peer_gets_one_exact_version() {
        let (text, _) =
            manifest("[dependencies]\npyo3 = \"0.29\"\n", Engine::PyO3, Path::new("E")).unwrap();
        assert!(text.contains(&format!("version = \"={PEER}\"")), "{text}");
    }

    #[test]
    fn a_patch_is_added() {
        let text = patch("[package]\nname = \"a\"\n", Path::new("p")).unwrap();
        let document: DocumentMut = text.parse().unwrap();
        assert_eq!(document["patch"]["crates-io"]["pyo3"]["path"].as_str(), Some("p"));
    }
}
