//! The project's Cargo.toml and pyproject.toml, and what they come to.

use std::fs;

use toml_edit::{DocumentMut, Item};

use super::{Check, Status};
use crate::{graph::Graph, project::Project};

/// Settings of the release profile that make a library smaller and faster, and what is written for each.
const PROFILE: [(&str, &str); 3] =
    [("lto", "lto = \"fat\""), ("codegen-units", "codegen-units = 1"), ("strip", "strip = true")];

/// All checks of the manifests.
pub fn checks(project: &Project) -> Vec<Check> {
    let mut checks = Vec::new();
    let text = fs::read_to_string(&project.manifest).unwrap_or_default();
    match text.parse::<DocumentMut>() {
        Ok(manifest) => {
            checks.push(graph(project, &manifest));
            checks.extend(features(&manifest));
            checks.extend(profile(&manifest));
            checks.extend(module(project, &manifest));
        }
        Err(error) => {
            let mend = format!("edit {}", project.manifest.display());
            checks.push(Check::new(
                "Cargo.toml",
                Status::Error,
                error.to_string().trim().to_owned(),
                mend,
            ));
        }
    }
    checks.extend(pyproject(project));
    checks
}

fn graph(project: &Project, manifest: &DocumentMut) -> Check {
    let error = match Graph::read(&project.manifest, &[]) {
        Ok(graph) => {
            return Check::ok("Cargo.toml", format!("{} builds a library on everbind", graph.name));
        }
        Err(error) => format!("{error:#}"),
    };
    let mend = if error.contains("crate-type") {
        "write under [lib] in Cargo.toml: crate-type = [\"cdylib\"]"
    } else if error.contains("does not depend on everbind") && depends(manifest, "pyo3") {
        "cargo everbind migrate --write"
    } else if error.contains("does not depend on everbind") {
        "cargo add everbind"
    } else if error.contains("two versions of `pyo3-ffi`")
        || error.contains("on everbind and on PyO3")
    {
        "cargo everbind migrate"
    } else if error.contains("is a workspace") {
        "cargo everbind doctor --manifest-path CRATE"
    } else {
        "cargo update"
    };
    Check::new("Cargo.toml", Status::Error, error, mend)
}

/// Whether a package is among the dependencies, under its own name.
fn depends(manifest: &DocumentMut, package: &str) -> bool {
    dependency(manifest, package).is_some()
}

fn dependency<'a>(manifest: &'a DocumentMut, package: &str) -> Option<&'a Item> {
    let list = manifest.get("dependencies")?.as_table_like()?;
    list.iter().find_map(|(name, item)| {
        let named =
            item.as_table_like().and_then(|table| table.get("package")).and_then(Item::as_str);
        (named.unwrap_or(name) == package).then_some(item)
    })
}

/// Features that choose what everbind has not to choose.
fn features(manifest: &DocumentMut) -> Option<Check> {
    let list = dependency(manifest, "everbind")?.as_table_like()?.get("features")?.as_array()?;
    let idle: Vec<&str> = list
        .iter()
        .filter_map(|feature| feature.as_str())
        .filter(|name| {
            name.starts_with("abi3") || ["extension-module", "generate-import-lib"].contains(name)
        })
        .collect();
    if idle.is_empty() {
        return None;
    }
    let text = format!(
        "the features {} do nothing: every build is one library for all versions",
        idle.join(", ")
    );
    Some(Check::new(
        "features",
        Status::Hint,
        text,
        "take them out of everbind's line in Cargo.toml",
    ))
}

fn profile(manifest: &DocumentMut) -> Vec<Check> {
    let release = manifest.get("profile").and_then(|profiles| profiles.get("release"));
    let is_set = |key: &str| release.is_some_and(|release| release.get(key).is_some());
    let mut checks = Vec::new();
    let missing: Vec<&str> =
        PROFILE.iter().filter(|(key, _)| !is_set(key)).map(|(_, line)| *line).collect();
    if !missing.is_empty() {
        checks.push(Check::new(
            "profile",
            Status::Hint,
            "the release profile leaves size and speed unused",
            format!("write under [profile.release] in Cargo.toml: {}", missing.join(", ")),
        ));
    }
    if release.and_then(|release| release.get("panic")).and_then(Item::as_str) == Some("abort") {
        let text = "panic = \"abort\": a panic ends Python instead of becoming an exception";
        checks.push(Check::new(
            "profile",
            Status::Warning,
            text,
            "take `panic` out of [profile.release] in Cargo.toml",
        ));
    }
    checks
}

/// The `#[pymodule]` against the file that it will be in.
fn module(project: &Project, manifest: &DocumentMut) -> Option<Check> {
    let text = |table: &str, key: &str| manifest.get(table)?.get(key)?.as_str().map(str::to_owned);
    let library = text("lib", "name").or_else(|| text("package", "name"))?.replace('-', "_");
    let file = project
        .module_name()
        .map_or(library.clone(), |name| name.rsplit('.').next().unwrap_or(name).to_owned());
    let source = text("lib", "path").unwrap_or_else(|| "src/lib.rs".to_owned());
    let source = project.manifest.with_file_name("").join(source);
    let syntax = syn::parse_file(&fs::read_to_string(source).ok()?).ok()?;
    let modules: Vec<String> = syntax.items.iter().filter_map(declared).collect();
    if modules.is_empty() || modules.contains(&file) {
        return modules
            .contains(&file)
            .then(|| Check::ok("module", format!("`{file}`, in the library of that name")));
    }
    let mend = match project.module_name() {
        Some(name) => {
            let start =
                name.rsplit_once('.').map_or(String::new(), |(start, _)| format!("{start}."));
            format!(
                "write under [tool.maturin] in pyproject.toml: module-name = \"{start}{}\"",
                modules[0]
            )
        }
        None => format!("write under [lib] in Cargo.toml: name = \"{}\"", modules[0]),
    };
    let text = format!(
        "the module is `{}`, but the library becomes `{file}`, which nothing can import",
        modules[0]
    );
    Some(Check::new("module", Status::Error, text, mend))
}

/// The name of a `#[pymodule]`, if the item is one.
fn declared(item: &syn::Item) -> Option<String> {
    let (attributes, name) = match item {
        syn::Item::Fn(item) => (&item.attrs, &item.sig.ident),
        syn::Item::Mod(item) => (&item.attrs, &item.ident),
        _ => return None,
    };
    let is = |attribute: &&syn::Attribute, name: &str| {
        attribute.path().segments.last().is_some_and(|last| last.ident == name)
    };
    attributes.iter().find(|attribute| is(attribute, "pymodule"))?;
    let mut renamed = None;
    for attribute in attributes.iter().filter(|a| is(a, "pymodule") || is(a, "pyo3")) {
        // Other options have other forms; only `name = "…"` matters here.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("name") {
                renamed = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            }
            Ok(())
        });
    }
    Some(renamed.unwrap_or_else(|| name.to_string().trim_start_matches("r#").to_owned()))
}

fn pyproject(project: &Project) -> Vec<Check> {
    let text = project.pyproject_text();
    if text.is_empty() {
        let mend = "write pyproject.toml; `cargo everbind new example` shows one";
        return vec![Check::new(
            "pyproject.toml",
            Status::Warning,
            "there is none: pip cannot build the project",
            mend,
        )];
    }
    let Ok(document) = text.parse::<DocumentMut>() else { return Vec::new() };
    let value = |table: &str, key: &str| {
        document.get(table).and_then(|t| t.get(key)).and_then(Item::as_str)
    };
    let mut checks = Vec::new();
    match value("build-system", "build-backend") {
        Some("everbind") => checks.push(Check::ok("pyproject.toml", "pip builds the universal wheel")),
        Some("maturin") => checks.push(Check::new(
            "pyproject.toml",
            Status::Warning,
            "its build-backend is maturin: `pip install .` gives a wheel that free-threaded Python does not take",
            "write under [build-system]: requires = [\"everbind\"], build-backend = \"everbind\"",
        )),
        other => checks.push(Check::new(
            "pyproject.toml",
            Status::Error,
            format!("its build-backend is {}, which builds no everbind wheel", other.unwrap_or("not set")),
            "write under [build-system]: requires = [\"everbind\"], build-backend = \"everbind\"",
        )),
    }
    let needed = value("project", "requires-python");
    if needed.and_then(oldest).is_none_or(|minor| minor < 12) {
        checks.push(Check::new(
            "pyproject.toml",
            Status::Warning,
            format!(
                "requires-python is {}; the wheel imports from 3.12 on",
                needed.map_or("not set".to_owned(), |n| format!("\"{n}\""))
            ),
            "write under [project]: requires-python = \">=3.12\"",
        ));
    }
    checks
}

/// The minor version of the oldest Python 3 that a requirement admits.
fn oldest(requirement: &str) -> Option<u32> {
    let parts = requirement.split(',').map(str::trim);
    let bounds = parts.filter_map(|part| part.strip_prefix(">=").or(part.strip_prefix("~=")));
    bounds
        .filter_map(|bound| bound.trim().strip_prefix("3.")?.split('.').next()?.parse().ok())
        .max()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Check, Status, features, module, profile, pyproject};
    use crate::project::Project;

    fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let project = Project::find(Some(&folder.path().join("Cargo.toml"))).unwrap();
        (folder, project)
    }

    fn told(checks: impl IntoIterator<Item = Check>, status: Status) -> String {
        let told = checks.into_iter().filter(|check| check.status == status);
        told.map(|check| format!("{} -> {}\n", check.text, check.mend.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn a_module_of_another_name_is_found() {
        let manifest = "[package]\nname = \"my-demo\"\n";
        let check = |manifest: &str, source: &str, pyproject: &str| {
            let files =
                [("Cargo.toml", manifest), ("src/lib.rs", source), ("pyproject.toml", pyproject)];
            let (_folder, project) = project(&files);
            told(module(&project, &manifest.parse().unwrap()), Status::Error)
        };
        assert_eq!(check(manifest, "#[pymodule] mod my_demo {}", ""), "");
        assert_eq!(check(manifest, "#[pymodule(name = \"my_demo\")] mod other {}", ""), "");
        assert_eq!(
            check(
                manifest,
                "#[pymodule] #[pyo3(name = \"_x\")] fn m() {}",
                "[tool.maturin]\nmodule-name = \"p._x\"\n"
            ),
            ""
        );
        assert!(
            check(manifest, "#[pymodule] mod demo {}", "")
                .contains("under [lib] in Cargo.toml: name = \"demo\"")
        );
        assert!(
            check(manifest, "#[pymodule] mod demo {}", "[tool.maturin]\nmodule-name = \"p._x\"\n")
                .contains("module-name = \"p.demo\"")
        );
    }

    #[test]
    fn python_versions_and_backends_are_looked_at() {
        let warnings = |text: &str| {
            let (_folder, project) = project(&[("Cargo.toml", ""), ("pyproject.toml", text)]);
            told(pyproject(&project), Status::Warning) + &told(pyproject(&project), Status::Error)
        };
        let good = "[build-system]\nbuild-backend = \"everbind\"\n[project]\nrequires-python = \">=3.12\"\n";
        assert_eq!(warnings(good), "");
        assert_eq!(warnings(&good.replace("3.12", "3.13")), "");
        for old in [">=3.8", ">= 3.11", ">=3.1"] {
            assert!(warnings(&good.replace(">=3.12", old)).contains("from 3.12 on"), "{old}");
        }
        assert!(warnings(&good.replace("everbind", "maturin")).contains("free-threaded"));
        assert!(warnings(&good.replace("everbind", "hatchling")).contains("hatchling"));
        let (_folder, project) = project(&[("Cargo.toml", "")]);
        assert!(told(pyproject(&project), Status::Warning).contains("there is none"));
    }

    #[test]
    fn profile_and_features_are_looked_at() {
        let manifest = "[dependencies]\npyo3 = { package = \"everbind\", version = \"0.1\", features = [\"abi3-py38\", \"chrono\"] }\n\
                        [profile.release]\nlto = true\npanic = \"abort\"\n";
        let manifest = manifest.parse().unwrap();
        assert!(
            told(features(&manifest), Status::Hint).contains("the features abi3-py38 do nothing")
        );
        let hints = told(profile(&manifest), Status::Hint);
        assert!(
            hints.contains("codegen-units = 1, strip = true") && !hints.contains("lto ="),
            "{hints}"
        );
        assert!(told(profile(&manifest), Status::Warning).contains("a panic ends Python"));
    }
}
