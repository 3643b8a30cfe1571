//! The crates of a project, and others in its graph that are bound to PyO3, from `cargo metadata`.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::manifest::{SPOKEN, admits};

/// Packages that are PyO3 itself.
const OWN: [&str; 6] = [
    "pyo3",
    "pyo3-ffi",
    "pyo3-macros",
    "pyo3-macros-backend",
    "pyo3-build-config",
    "pyo3-introspection",
];
/// Crates whose interface has PyO3's types, for when the whole graph cannot be had.
const KNOWN: [&str; 11] = [
    "numpy",
    "pythonize",
    "pyo3-file",
    "pyo3-log",
    "pyo3-async-runtimes",
    "pyo3-asyncio",
    "pyo3-arrow",
    "pyo3-polars",
    "pyo3-bytes",
    "serde-pyobject",
    "pyo3-stub-gen",
];

/// A crate of the project's own that uses PyO3.
#[derive(Debug)]
pub struct Member {
    pub name: String,
    pub manifest: PathBuf,
    /// The root file of its library.
    pub lib: Option<PathBuf>,
    /// What it calls PyO3.
    pub root: String,
    /// Whether its build script sets the `Py_…` conditions.
    pub build_config: bool,
}

/// A crate of others that uses PyO3.
#[derive(Debug, PartialEq, Eq)]
pub struct Companion {
    pub name: String,
    pub version: String,
    /// What it asks of PyO3, where that is not the version everbind speaks.
    pub wants: Option<String>,
}

/// What there is to switch.
#[derive(Debug)]
pub struct Project {
    pub workspace: PathBuf,
    pub members: Vec<Member>,
    pub companions: Vec<Companion>,
    /// Why the graph is not known, if it is not.
    pub unresolved: Option<String>,
}

/// Asks cargo.
///
/// # Errors
/// There is no such manifest, cargo cannot read it, or nothing in it uses PyO3.
pub fn read(manifest: &Path) -> Result<Project> {
    let own = metadata(manifest, &["--no-deps"])?;
    let members = packages(&own).filter_map(member).collect::<Vec<_>>();
    if members.is_empty() {
        bail!("nothing in {} depends on pyo3", manifest.display());
    }
    let workspace = own["workspace_root"].as_str().context("cargo names no workspace")?.into();
    let names: Vec<&str> = packages(&own).filter_map(|package| package["name"].as_str()).collect();
    let (companions, unresolved) =
        match metadata(manifest, &["--offline"]).or_else(|_| metadata(manifest, &[])) {
            Ok(graph) => (companions(&graph, &names), None),
            Err(error) => (known(&own), Some(format!("{error:#}"))),
        };
    Ok(Project { workspace, members, companions, unresolved })
}

fn metadata(manifest: &Path, options: &[&str]) -> Result<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["metadata", "--format-version=1", "--quiet", "--manifest-path"])
        .arg(manifest)
        .args(options);
    let output = command.stdin(Stdio::null()).output().context("cannot run `cargo metadata`")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("`cargo metadata` did not print JSON")
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

fn dependencies(package: &Value) -> impl Iterator<Item = &Value> {
    package["dependencies"].as_array().into_iter().flatten()
}

fn member(package: &Value) -> Option<Member> {
    let own = dependencies(package).find(|d| d["name"] == "pyo3")?;
    let libs = package["targets"].as_array()?.iter().filter(|target| {
        let kinds = target["kind"].as_array().into_iter().flatten();
        kinds.filter_map(Value::as_str).any(|kind| kind.ends_with("lib"))
    });
    let root = own["rename"].as_str().unwrap_or("pyo3").replace('-', "_");
    Some(Member {
        name: package["name"].as_str()?.to_owned(),
        manifest: package["manifest_path"].as_str()?.into(),
        lib: libs.filter_map(|target| target["src_path"].as_str().map(PathBuf::from)).next(),
        root,
        build_config: dependencies(package).any(|d| d["name"] == "pyo3-build-config"),
    })
}

/// Crates of the resolved graph, but the project's own, with an active dependency on PyO3.
fn companions(graph: &Value, own: &[&str]) -> Vec<Companion> {
    let pyo3: Vec<&str> =
        packages(graph).filter(|p| p["name"] == "pyo3").filter_map(|p| p["id"].as_str()).collect();
    let nodes = graph["resolve"]["nodes"].as_array().into_iter().flatten();
    let users = nodes.filter(|node| {
        let depended = node["dependencies"].as_array().into_iter().flatten();
        depended.filter_map(Value::as_str).any(|id| pyo3.contains(&id))
    });
    let mut found: Vec<Companion> = users
        .filter_map(|node| packages(graph).find(|package| package["id"] == node["id"]))
        .filter(|package| {
            let name = package["name"].as_str().unwrap_or_default();
            !own.contains(&name) && !OWN.contains(&name)
        })
        .filter_map(|package| {
            let wants = dependencies(package).find(|d| d["name"] == "pyo3")?["req"].as_str()?;
            Some(Companion {
                name: package["name"].as_str()?.to_owned(),
                version: package["version"].as_str()?.to_owned(),
                wants: (!admits(wants, SPOKEN)).then(|| wants.to_owned()),
            })
        })
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// Crates asked for by name that are known to be bound to PyO3.
fn known(own: &Value) -> Vec<Companion> {
    let all = packages(own).flat_map(dependencies);
    let mut found: Vec<Companion> = all
        .filter(|d| d["name"].as_str().is_some_and(|name| KNOWN.contains(&name)))
        .map(|d| Companion {
            name: d["name"].as_str().unwrap_or_default().to_owned(),
            version: d["req"].as_str().unwrap_or_default().to_owned(),
            wants: None,
        })
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Companion, companions, known};

    #[test]
    fn other_crates_on_pyo3_are_found() {
        let package = |name: &str, req: &str| json!({ "id": name, "name": name, "version": "1.0.0", "dependencies": [{ "name": "pyo3", "req": req }] });
        let graph = json!({
            "packages": [package("demo", "^0.29"), package("numpy", "^0.29"), package("pyo3-log", ">=0.28, <0.31"),
                         package("off", "^0.30"), package("pyo3", "")],
            "resolve": { "nodes": [
                { "id": "demo", "dependencies": ["pyo3", "numpy"] }, { "id": "numpy", "dependencies": ["pyo3"] },
                { "id": "pyo3-log", "dependencies": ["pyo3"] }, { "id": "off", "dependencies": [] },
            ] },
        });
        let companion = |name: &str, wants: Option<&str>| Companion {
            name: name.into(),
            version: "1.0.0".into(),
            wants: wants.map(Into::into),
        };
        assert_eq!(
            companions(&graph, &["demo"]),
            [companion("numpy", Some("^0.29")), companion("pyo3-log", None)]
        );
        let own = json!({ "packages": [{ "dependencies": [{ "name": "numpy", "req": "^0.29" }, { "name": "serde" }] }] });
        assert_eq!(known(&own)[0].name, "numpy");
    }
}
