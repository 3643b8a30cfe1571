//! Where interpreters may be. Nothing here is run; duplicates and dead ends are sorted out by `probe.rs`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::sh;

/// The source that names interpreters explicitly; it wins over the others.
pub const EXPLICIT: &str = "EVERBIND_PYTHONS";

/// Where `get-pythons` lays the matrix out, unless `PYTHONS_PREFIX` says otherwise.
const DEFAULT_PREFIX: &str = "/opt/pythons";

/// A program that may be an interpreter.
#[derive(Debug, PartialEq)]
pub struct Candidate {
    pub path: PathBuf,
    pub found: &'static str,
    /// How it was optimised, where whoever installed it recorded that.
    pub build: Option<String>,
}

impl Candidate {
    fn new(path: impl Into<PathBuf>, found: &'static str) -> Self {
        Candidate { path: path.into(), found, build: None }
    }
}

/// Everything that may be an interpreter, the most specific source first.
pub fn candidates() -> Vec<Candidate> {
    let mut all = Vec::new();
    if let Some(list) = env::var_os(EXPLICIT) {
        all.extend(env::split_paths(&list).map(|p| Candidate::new(p, EXPLICIT)));
    }
    for prefix in prefixes() {
        let text = fs::read_to_string(prefix.join("pythons.tsv")).unwrap_or_default();
        all.extend(matrix(&text));
    }
    all.extend(uv());
    if let Some(root) = env::var_os("PYENV_ROOT").map(PathBuf::from).or_else(|| home(".pyenv")) {
        for version in entries(&root.join("versions")) {
            all.extend(in_folder(&bin(&version), "pyenv"));
        }
    }
    if let Some(path) = env::var_os("PATH") {
        for folder in env::split_paths(&path) {
            all.extend(in_folder(&folder, "PATH"));
        }
    }
    all
}

/// The folders a matrix may be in: the one the user names, the default, our own.
pub fn prefixes() -> Vec<PathBuf> {
    match env::var_os("PYTHONS_PREFIX") {
        Some(prefix) => vec![prefix.into()],
        None => vec![DEFAULT_PREFIX.into(), own_prefix()],
    }
}

/// Where the matrix goes when the default prefix cannot be written.
pub fn own_prefix() -> PathBuf {
    sh::target().join("everbind").join("pythons")
}

/// The lines of `pythons.tsv`: name, version, implementation, GIL, build, path.
fn matrix(text: &str) -> Vec<Candidate> {
    text.lines()
        .filter_map(|line| {
            let [_name, _version, _implementation, _gil, build, path] =
                line.split('\t').collect::<Vec<_>>().try_into().ok()?;
            // "debian,pgo+lto", "source,plain-O3": origin, then optimisation.
            let build = build.split_once(',').map_or(build, |(_, b)| b).replace("-O3", "");
            Some(Candidate { path: path.into(), found: "matrix", build: Some(build) })
        })
        .collect()
}

fn uv() -> Vec<Candidate> {
    let mut list = sh::command("uv");
    list.args(["python", "list", "--only-installed", "--output-format", "json"]);
    match sh::output(&mut list) {
        Ok(output) if output.status.success() => uv_list(&String::from_utf8_lossy(&output.stdout)),
        _ => Vec::new(),
    }
}

fn uv_list(json: &str) -> Vec<Candidate> {
    let list: Vec<serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    list.iter().filter_map(|p| Some(Candidate::new(p["path"].as_str()?, "uv"))).collect()
}

/// The programs of a folder that are called like an interpreter.
fn in_folder(folder: &Path, found: &'static str) -> Vec<Candidate> {
    entries(folder)
        .into_iter()
        .filter(|p| p.file_name().is_some_and(|n| is_python(&n.to_string_lossy())))
        .map(|p| Candidate::new(p, found))
        .collect()
}

/// `python3`, `python3.14`, `python3.13t`, `python3.15td`, `pypy3.11`; on Windows `python.exe` as well.
fn is_python(name: &str) -> bool {
    let name = match (cfg!(windows), name.strip_suffix(".exe")) {
        (true, Some(name)) => name,
        (true, None) => return false,
        (false, _) => name,
    };
    if cfg!(windows) && name == "python" {
        return true;
    }
    let Some(rest) = name.strip_prefix("python3").or_else(|| name.strip_prefix("pypy3")) else {
        return false;
    };
    let Some(minor) = rest.strip_prefix('.') else { return rest.is_empty() };
    let digits = minor.trim_end_matches('d').trim_end_matches('t');
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn bin(prefix: &Path) -> PathBuf {
    if cfg!(windows) { prefix.to_path_buf() } else { prefix.join("bin") }
}

fn home(folder: &str) -> Option<PathBuf> {
    env::home_dir().map(|home| home.join(folder))
}

/// What is in a folder, in the order of names.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_table() {
        let text = "python3.13\t3.13.18\tCPython\tgil\tdebian,pgo+lto\t/p/python3.13\n\
                    python3.13t\t3.13.15\tCPython\tfree-threaded\tsource,plain-O3\t/p/python3.13t\nnonsense\n";
        let found: Vec<_> = matrix(text)
            .into_iter()
            .map(|c| (c.path.display().to_string(), c.build.unwrap()))
            .collect();
        assert_eq!(
            found,
            [("/p/python3.13".into(), "pgo+lto".into()), ("/p/python3.13t".into(), "plain".into())]
        );
    }

    #[test]
    fn uv_output() {
        let json = r#"[{"key": "cpython-3.14.0", "path": "/uv/bin/python3.14", "url": null},
                       {"key": "cpython-3.15.0", "path": null, "url": "…"}]"#;
        assert_eq!(uv_list(json), [Candidate::new("/uv/bin/python3.14", "uv")]);
        assert!(uv_list("error: no").is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn names_of_interpreters() {
        for name in
            ["python3", "python3.12", "python3.13t", "python3.15d", "python3.15td", "pypy3.11"]
        {
            assert!(is_python(name), "{name}");
        }
        for name in
            ["python", "python2.7", "python3-config", "python3.12-config", "python3.", "pythonw3"]
        {
            assert!(!is_python(name), "{name}");
        }
    }
}
