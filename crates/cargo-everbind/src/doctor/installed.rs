//! The copy of the project that is installed in the active environment: older than the sources, or hidden by a left-over.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use serde_json::Value;

use super::{Check, Status};
use crate::{project::Project, python::Target};

/// Where the project's installed libraries are, by its name.
const LOOK: &str = "
import importlib.metadata as metadata, json, sys
try:
    files = metadata.files(sys.argv[1]) or []
except metadata.PackageNotFoundError:
    files = []
print(json.dumps([str(f.locate()) for f in files if f.suffix in ('.so', '.pyd')]))
";

/// All checks of the installed copy; none where nothing is installed.
pub fn checks(project: &Project) -> Vec<Check> {
    let Ok(Some(target)) = Target::active(&project.root) else { return Vec::new() };
    let Some(name) = name(project) else { return Vec::new() };
    let output = target.command().args(["-c", LOOK, &name]).output();
    let Ok(Value::Array(files)) =
        output.map(|o| serde_json::from_slice(&o.stdout).unwrap_or_default())
    else {
        return Vec::new();
    };
    let libraries: Vec<PathBuf> =
        files.iter().filter_map(|f| f.as_str().map(PathBuf::from)).collect();
    let mut checks = Vec::new();
    let newest = newest(&project.manifest.with_file_name("src"));
    for library in &libraries {
        let built = fs::metadata(library).and_then(|m| m.modified()).ok();
        if built.zip(newest).is_some_and(|(built, newest)| built < newest) {
            let text = format!("{} is older than the sources", library.display());
            checks.push(Check::new(
                "installed copy",
                Status::Warning,
                text,
                "cargo everbind develop",
            ));
        }
        for hidden_by in left_over(library) {
            let text =
                format!("{} is imported instead of {}", hidden_by.display(), library.display());
            let mend = format!("rm {}", hidden_by.display());
            checks.push(Check::new("installed copy", Status::Error, text, mend));
        }
    }
    if checks.is_empty() && !libraries.is_empty() {
        checks.push(Check::ok("installed copy", "is as new as the sources"));
    }
    checks
}

/// What pip knows the project by.
fn name(project: &Project) -> Option<String> {
    let of = |text: &str, table: &str| {
        let document: toml_edit::DocumentMut = text.parse().ok()?;
        document.get(table)?.get("name")?.as_str().map(str::to_owned)
    };
    of(project.pyproject_text(), "project")
        .or_else(|| of(&fs::read_to_string(&project.manifest).ok()?, "package"))
}

/// When a file under this folder was changed last.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    entries
        .filter_map(|entry| match entry.path() {
            path if path.is_dir() => newest(&path),
            path => fs::metadata(path).and_then(|m| m.modified()).ok(),
        })
        .max()
}

/// Libraries of the same module beside this one that Python takes first: those with a version or `abi3` in their suffix.
fn left_over(library: &Path) -> Vec<PathBuf> {
    let (Some(folder), Some(file)) =
        (library.parent(), library.file_name().and_then(|f| f.to_str()))
    else {
        return Vec::new();
    };
    let Some(stem) =
        file.strip_suffix(".so").or(file.strip_suffix(".pyd")).filter(|s| !s.contains('.'))
    else {
        return Vec::new();
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let suffix = name.strip_prefix(stem).unwrap_or_default();
            let native = suffix.ends_with(".so") || suffix.ends_with(".pyd");
            native && [".cpython-", ".abi3", ".cp3"].iter().any(|start| suffix.starts_with(start))
        })
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{left_over, newest};

    #[test]
    fn libraries_that_hide_ours_are_found() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "x.so",
            "x.abi3.so",
            "x.cpython-313-x86_64-linux-gnu.so",
            "xy.abi3.so",
            "x.py",
            "x.so.bak",
        ] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let found = left_over(&folder.path().join("x.so"));
        let names: Vec<_> =
            found.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["x.abi3.so", "x.cpython-313-x86_64-linux-gnu.so"]);
        assert!(left_over(&folder.path().join("x.abi3.so")).is_empty());
        assert!(newest(folder.path()).is_some() && newest(&folder.path().join("absent")).is_none());
    }
}
