//! Paths: those a document names exist, and none belongs to one machine.

use super::File;
use crate::sh;

/// The beginning of absolute paths that only one machine has. Written in halves, or they would be found here.
const MACHINE: [&str; 4] =
    [concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];

/// The one documented path: where the matrix of interpreters is by default.
const PREFIX: &str = concat!("/op", "t/");
const PREFIX_FILES: [&str; 2] = ["xtask/src/pythons/find.rs", "xtask/tools/get-pythons"];

/// The only address a lock file may name: cargo's own name for its standard registry.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// No file names a folder of the machine it was written on.
pub fn machine(file: &File) -> Vec<String> {
    let here = format!("{}/", sh::root().display());
    let mut findings = Vec::new();
    for (i, line) in file.text.lines().enumerate() {
        let path = MACHINE.iter().copied().chain([here.as_str()]).find(|p| names(line, p));
        if let Some(path) = path {
            findings.push(file.at(i, &format!("a path of one machine: {path}")));
        }
        if names(line, PREFIX) && !PREFIX_FILES.contains(&file.path.as_str()) {
            findings
                .push(file.at(i, "the matrix folder is PYTHONS_PREFIX; do not name its default"));
        }
    }
    findings
}

/// Whether the line has `path` at the beginning of a path, not inside one (`target/work/`).
fn names(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        !line[..at].ends_with(|c: char| c.is_alphanumeric() || "_.-}/)*".contains(c))
    })
}

/// Lock files and manifests name no download address.
pub fn lock(file: &File) -> Vec<String> {
    if !(file.is("lock") || file.is("toml")) {
        return Vec::new();
    }
    let keys = ["source", "registry", "index", "index-url", "url", "resolved"];
    let mut findings = Vec::new();
    for (i, line) in file.text.lines().enumerate() {
        let Some((key, value)) = line.split_once('=') else { continue };
        let address = value.contains("://") && !value.contains(REGISTRY);
        if keys.contains(&key.trim().trim_matches('"')) && address {
            findings.push(file.at(i, "a download address"));
        }
    }
    findings
}

/// The documents that speak of the sources.
const MAPS: [&str; 2] = ["ARCHITECTURE.md", "CONTRIBUTING.md"];

/// Every path in backticks in the documents about the sources exists, in the root or under `crates/`.
pub fn documented(files: &[File]) -> Vec<String> {
    MAPS.iter()
        .flat_map(|name| match files.iter().find(|f| f.path == *name) {
            Some(map) => dangling(map, files),
            None => vec![format!("{name}: missing")],
        })
        .collect()
}

fn dangling(map: &File, files: &[File]) -> Vec<String> {
    let exists = |path: &str| {
        let path = path.trim_end_matches('/');
        let inside = |known: &str| known == path || known.starts_with(&format!("{path}/"));
        files.iter().any(|f| inside(&f.path) || f.path.strip_prefix("crates/").is_some_and(inside))
    };
    let mut findings = Vec::new();
    for (i, line) in map.text.lines().enumerate() {
        for path in line.split('`').skip(1).step_by(2).filter(|p| is_path(p)) {
            if !exists(path) {
                findings.push(map.at(i, &format!("there is no {path}")));
            }
        }
    }
    findings
}

/// `crates/x/src/y.rs`, `tests/ext`; not `a / b`, `target/…`, `Option<a/b>` or an address.
fn is_path(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./-".contains(c);
    text.contains('/')
        && text.chars().all(plain)
        && !text.starts_with(['/', '.'])
        && !text.starts_with("target/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_paths() {
        let bad = format!("let x = \"{}me\";", MACHINE[0]);
        assert_eq!(machine(&File::new("a.rs", bad)).len(), 1);
        let good = format!("target{}x, $PREFIX{}y", MACHINE[1], PREFIX);
        assert_eq!(machine(&File::new("a.rs", good.replace("$PREFIX", "a"))).len(), 0);
        assert_eq!(machine(&File::new("a.md", format!("in `{PREFIX}pythons`"))).len(), 1);
    }

    #[test]
    fn addresses_in_lock_files() {
        let line = |source: &str| File::new("Cargo.lock", format!("source = \"{source}\"\n"));
        assert!(lock(&line(REGISTRY)).is_empty());
        assert_eq!(lock(&line("sparse+https://mirror.example/index/")).len(), 1);
    }

    #[test]
    fn the_map_names_what_is_there() {
        let map = "see `crates/a/src/b.rs`, `a/src`, `c/d.rs`; `x / y`, `target/z`";
        let files = [
            File::new("ARCHITECTURE.md", map.into()),
            File::new("crates/a/src/b.rs", String::new()),
        ];
        assert_eq!(dangling(&files[0], &files), ["ARCHITECTURE.md:1: there is no c/d.rs"]);
    }
}
