//! What must hold of a crate and its dependencies before maturin is worth starting, from `cargo metadata`.

use std::{
    collections::HashSet,
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use crate::ui::advise;

/// Options of `maturin build` that change how cargo resolves, and whether each is followed by a value.
const RESOLVING: [(&str, bool); 9] = [
    ("--features", true),
    ("-F", true),
    ("--config", true),
    ("-Z", true),
    ("--all-features", false),
    ("--no-default-features", false),
    ("--locked", false),
    ("--offline", false),
    ("--frozen", false),
];

/// The dependency graph of the crate to build.
#[derive(Debug)]
pub struct Graph {
    /// The crate's name.
    pub name: String,
    /// Where cargo builds.
    pub target_directory: PathBuf,
    /// How many packages there are to compile at most.
    pub packages: usize,
}

impl Graph {
    /// Asks cargo for the graph of a crate, and checks that it can become an everbind wheel.
    ///
    /// # Errors
    /// The graph does not resolve, the crate is not a `cdylib`, or does not depend on everbind.
    pub fn read(manifest: &Path, maturin_args: &[String]) -> Result<Graph> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["metadata", "--format-version=1", "--manifest-path"]).arg(manifest);
        command.args(forwarded(maturin_args));
        if let Some(platform) = platform(maturin_args) {
            command.args(["--filter-platform", &platform]);
        }
        let output =
            command.stdin(Stdio::null()).output().context("cannot run `cargo metadata`")?;
        if !output.status.success() {
            return Err(explain(&String::from_utf8_lossy(&output.stderr)));
        }
        let metadata = serde_json::from_slice(&output.stdout)
            .context("`cargo metadata` did not print JSON")?;
        check(&metadata, manifest)
    }
}

fn check(metadata: &Value, manifest: &Path) -> Result<Graph> {
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    let Some(root_id) = metadata["resolve"]["root"].as_str() else {
        return Err(advise(
            format!("{} is a workspace", manifest.display()),
            "name the crate to build with --manifest-path",
        ));
    };
    let root = find(packages, root_id).context("`cargo metadata` leaves out the crate itself")?;
    let name = root["name"].as_str().unwrap_or_default().to_owned();
    if !has_target(root, "cdylib") {
        return Err(advise(
            format!("{name} does not build a library for Python"),
            format!("put `crate-type = [\"cdylib\"]` under [lib] in {}", manifest.display()),
        ));
    }
    // In PyO3's place, by `[patch.crates-io]`, it has PyO3's name.
    let is_everbind =
        |package: &Value| package["name"] == "everbind" || package["name"] == "everbind-abi";
    let declared = root["dependencies"].as_array().is_some_and(|list| list.iter().any(is_everbind));
    if !declared && !packages.iter().any(is_everbind) {
        let line = format!(
            "pyo3 = {{ package = \"everbind\", version = \"{}\" }}",
            env!("CARGO_PKG_VERSION")
        );
        return Err(advise(
            format!("{name} does not depend on everbind"),
            format!(
                "a project written for PyO3 switches with this line under [dependencies] in {}:\n    {line}",
                manifest.display()
            ),
        ));
    }
    let target_directory =
        metadata["target_directory"].as_str().context("no target directory")?.into();
    Ok(Graph { name, target_directory, packages: count(metadata, packages, root_id) })
}

/// Packages reachable without dev-dependencies. Build dependencies of a package without a build script are not
/// compiled, and so do not count.
fn count(metadata: &Value, packages: &[Value], root: &str) -> usize {
    let nodes = metadata["resolve"]["nodes"].as_array().map_or(&[][..], Vec::as_slice);
    let (mut seen, mut queue) = (HashSet::from([root]), vec![root]);
    while let Some(id) = queue.pop() {
        let has_script =
            find(packages, id).is_some_and(|package| has_target(package, "custom-build"));
        let Some(node) = nodes.iter().find(|node| node["id"] == id) else { continue };
        for dependency in node["deps"].as_array().into_iter().flatten() {
            let mut kinds = dependency["dep_kinds"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|kind| kind["kind"].as_str());
            let needed = kinds.any(|kind| kind.is_none() || (kind == Some("build") && has_script));
            if let Some(next) =
                dependency["pkg"].as_str().filter(|next| needed && seen.insert(next))
            {
                queue.push(next);
            }
        }
    }
    seen.len()
}

fn find<'a>(packages: &'a [Value], id: &str) -> Option<&'a Value> {
    packages.iter().find(|package| package["id"] == id)
}

fn has_target(package: &Value, kind: &str) -> bool {
    let kinds = package["targets"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|target| target["kind"].as_array());
    kinds.flatten().any(|own| own == kind)
}

/// cargo's own words, and for a clash over CPython what they mean here.
fn explain(stderr: &str) -> anyhow::Error {
    let cargo = stderr.trim();
    if stderr.contains("no matching package named `everbind` found") {
        return advise(
            format!("cargo cannot resolve the crate's dependencies:\n{cargo}"),
            "that registry has no everbind: depend on a checkout, `everbind = { path = \"…/crates/everbind\" }`, or on \
             its repository, `everbind = { git = \"…\" }`",
        );
    }
    if stderr.contains("links to the native library `pyo3-python`") {
        return advise(
            format!(
                "the crate depends on everbind and on PyO3: another dependency exposes PyO3's types, or uses PyO3 \
                 itself. cargo says which one it is:\n\n{cargo}\n"
            ),
            format!(
                "switch it as well: leave the line `pyo3 = \"0.30\"` as it was, and put everbind in PyO3's place for \
                 all with\n\n    [patch.crates-io]\n    pyo3 = {{ git = \"{}\" }}\n",
                env!("CARGO_PKG_REPOSITORY")
            ),
        );
    }
    if !stderr.contains("links to the native library `python`") {
        return anyhow!("cargo cannot resolve the crate's dependencies:\n{cargo}");
    }
    advise(
        format!(
            "the crate depends on two versions of `pyo3-ffi`, of which cargo allows one.\n\
             everbind lists `pyo3-ffi` 0.30, and never compiles it, so that maturin recognises the wheel; like every \
             package with `links = \"python\"` it may be there in one version only. Another dependency brings PyO3 of \
             another version; cargo says which one it is:\n\n{cargo}\n"
        ),
        "build that dependency with everbind as well, turn its PyO3 feature off, or move it to PyO3 0.30",
    )
}

/// The options among maturin's that `cargo metadata` must be given too.
fn forwarded(args: &[String]) -> Vec<OsString> {
    let mut forwarded = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let name = arg.split_once('=').map_or(arg.as_str(), |(name, _)| name);
        let Some((_, has_value)) = RESOLVING.iter().find(|(option, _)| *option == name) else {
            continue;
        };
        forwarded.push(arg.into());
        if *has_value && name.len() == arg.len() {
            forwarded.extend(args.next().map(OsString::from));
        }
    }
    forwarded
}

/// The platform compiled for: `--target`, else the host. Without it the graph counts every platform's packages.
fn platform(args: &[String]) -> Option<String> {
    let target = args
        .iter()
        .position(|arg| arg == "--target")
        .and_then(|at| args.get(at + 1))
        .map(String::as_str);
    let target = target.or_else(|| args.iter().find_map(|arg| arg.strip_prefix("--target=")));
    match target {
        // maturin's own name for two targets at once.
        Some(target) => (!target.starts_with("universal2")).then(|| target.to_owned()),
        None => {
            let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
            let output = Command::new(rustc).arg("-vV").output().ok()?;
            let text = String::from_utf8(output.stdout).ok()?;
            text.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::{check, explain, forwarded};

    #[test]
    fn a_clash_over_python_is_explained() {
        let clash = "error: failed to select a version for `pyo3-ffi`.\n\npackage `pyo3-ffi` links to the native library \
                     `python`, but it conflicts with a previous package";
        let text = explain(clash).to_string();
        assert!(text.contains("two versions of `pyo3-ffi`") && text.contains(clash), "{text}");
        let clash = "package `pyo3` links to the native library `pyo3-python`, but it conflicts";
        let text = explain(clash).to_string();
        assert!(text.contains("on everbind and on PyO3") && text.contains(clash), "{text}");
        assert!(explain("error: no such crate").to_string().contains("cannot resolve"));
    }

    #[test]
    fn resolving_options_reach_cargo() {
        let strings = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let got = forwarded(&strings(
            "--features a,b --zig --target x --locked --config=x=1 -F c --strip",
        ));
        assert_eq!(got, ["--features", "a,b", "--locked", "--config=x=1", "-F", "c"]);
    }

    #[test]
    fn only_python_libraries_on_everbind_are_built() {
        let metadata = |kind: &str, dependency: &str| {
            json!({
                "target_directory": "/t",
                "packages": [
                    { "id": "root", "name": "demo", "targets": [{ "kind": [kind] }], "dependencies": [] },
                    { "id": "lib", "name": dependency, "targets": [{ "kind": ["lib"] }] },
                    { "id": "tag", "name": "pyo3-ffi", "targets": [{ "kind": ["lib"] }] },
                    { "id": "dev", "name": "tester", "targets": [{ "kind": ["lib"] }] },
                ],
                "resolve": { "root": "root", "nodes": [
                    { "id": "root", "deps": [
                        { "pkg": "lib", "dep_kinds": [{ "kind": null }] }, { "pkg": "dev", "dep_kinds": [{ "kind": "dev" }] },
                    ] },
                    { "id": "lib", "deps": [{ "pkg": "tag", "dep_kinds": [{ "kind": "build" }] }] },
                ] },
            })
        };
        let run =
            |metadata| check(&metadata, Path::new("Cargo.toml")).map_err(|error| error.to_string());
        let graph = run(metadata("cdylib", "everbind")).unwrap();
        assert_eq!((graph.name.as_str(), graph.packages), ("demo", 2));
        assert!(run(metadata("cdylib", "everbind-abi")).is_ok());
        assert!(run(metadata("lib", "everbind")).unwrap_err().contains("a library for Python"));
        assert!(
            run(metadata("cdylib", "pyo3")).unwrap_err().contains("does not depend on everbind")
        );
        assert!(
            run(json!({ "packages": [], "resolve": { "root": null } }))
                .unwrap_err()
                .contains("workspace")
        );
    }
}
