//! The path of the everbind crate in the user's crate.
//!
//! A project that switches from PyO3 writes `pyo3 = { package = "everbind", … }` and keeps saying
//! `pyo3::…`, so generated code must use the name the user gave the dependency. It stands in the
//! user's manifest, which is read here line by line: a table header or a `key = value` is all that
//! matters, and a TOML parser would cost every user build time. Where everbind is not named, PyO3 is:
//! `[patch.crates-io]` may have put everbind in its place. `#[pyo3(crate = "…")]` overrides.

use crate::attr::{Attribute, Options, entries, take_pyo3};
use crate::error::{Error, Errors, Result};
use crate::parse::Cursor;
use crate::rename::replaced;
use crate::template::tokens;
use crate::tokens::{Span, TokenStream};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

const PACKAGE: &str = "everbind";
/// Its name in a graph where it takes PyO3's place by `[patch.crates-io]`: see patch/pyo3.
const PATCHED: &str = "pyo3";

/// The path that generated code starts with, such as `::pyo3`.
#[derive(Clone)]
pub(crate) struct Krate {
    path: TokenStream,
}

impl Krate {
    /// The path under which the crate being compiled knows everbind.
    pub(crate) fn find() -> Self {
        // One compiler process can serve several crates (an editor's does), hence the key.
        static FOUND: Mutex<Option<(String, String)>> = Mutex::new(None);
        let folder = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
        let mut found = FOUND.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let name = match &*found {
            Some((key, name)) if *key == folder => name.clone(),
            _ => {
                let name = replaced(&dependency_name(Path::new(&folder)), '-', "_");
                *found = Some((folder, name.clone()));
                name
            }
        };
        Krate { path: tokens(&format!("::{name}")) }
    }

    /// The path given by `crate = "…"`, or the one found in the manifest.
    pub(crate) fn from_options(options: &Options, errors: &mut Errors) -> Self {
        let Some((text, span)) = options.string("crate", errors) else {
            return Krate::find();
        };
        let words = text.strip_prefix("::").unwrap_or(&text);
        if is_path(words) {
            Krate { path: tokens(&text) }
        } else {
            errors.push(Error::new(span, "expected a path in double quotes: `crate = \"a::b\"`"));
            Krate::find()
        }
    }

    /// The path for an attribute that takes no option but `crate`. `args` are its own, and `outer` the
    /// attributes beside it, from which `#[pyo3(…)]` is taken.
    pub(crate) fn from_attribute(
        args: TokenStream,
        outer: &mut Vec<Attribute>,
        place: &str,
        errors: &mut Errors,
    ) -> Result<Self> {
        let mut entries = entries(&mut Cursor::new(args, Span::call_site()))?;
        take_pyo3(outer, &mut entries, errors);
        let options = Options::new(entries, place, &["crate"], &[], errors);
        Ok(Krate::from_options(&options, errors))
    }

    pub(crate) fn path(&self) -> &TokenStream {
        &self.path
    }
}

/// The name of the dependency on everbind in the manifest in `folder`.
fn dependency_name(folder: &Path) -> String {
    let found = match read(folder) {
        Some(manifest) => known_as(&manifest, folder, PACKAGE)
            // By `[patch.crates-io]` PyO3 itself is everbind.
            .or_else(|| known_as(&manifest, folder, PATCHED)),
        None => None,
    };
    found.unwrap_or_else(|| PACKAGE.to_owned())
}

/// The name that the manifest, or the workspace it inherits from, gives the package.
fn known_as(manifest: &str, folder: &Path, wanted: &str) -> Option<String> {
    let mut inherited = Vec::new();
    for dependency in dependencies(manifest, "dependencies") {
        match dependency.source {
            Source::Package(package) if package == wanted => return Some(dependency.name),
            Source::Workspace => inherited.push(dependency.name),
            Source::Package(_) => {}
        }
    }
    if inherited.is_empty() {
        return None;
    }
    let root = workspace_manifest(folder)?;
    for dependency in dependencies(&root, "workspace.dependencies") {
        if matches!(&dependency.source, Source::Package(package) if package == wanted)
            && inherited.contains(&dependency.name)
        {
            return Some(dependency.name);
        }
    }
    None
}

fn read(folder: &Path) -> Option<String> {
    std::fs::read_to_string(folder.join("Cargo.toml")).ok()
}

/// The nearest manifest above `folder`, itself included, that has a workspace.
fn workspace_manifest(folder: &Path) -> Option<String> {
    let mut place: Option<PathBuf> = Some(folder.to_owned());
    while let Some(folder) = place {
        if let Some(text) = read(&folder)
            && text
                .lines()
                .any(|line| header(line).is_some_and(|name| name.starts_with("workspace")))
        {
            return Some(text);
        }
        place = folder.parent().map(Path::to_owned);
    }
    None
}

/// The manifest's lines, with the lines of an array or inline table joined into one and comments
/// left out.
fn statements(manifest: &str) -> Vec<String> {
    let (mut out, mut open, mut depth) = (Vec::new(), String::new(), 0_usize);
    for line in manifest.lines() {
        let (mut quote, mut before) = (None, None);
        for ch in line.chars() {
            match (quote, ch) {
                (Some(mark), _) if mark == ch && before != Some('\\') => quote = None,
                (Some(_), _) => {}
                (None, '#') => break,
                (None, '"' | '\'') => quote = Some(ch),
                (None, '[' | '{') => depth += 1,
                (None, ']' | '}') => depth = depth.saturating_sub(1),
                (None, _) => {}
            }
            open.push(ch);
            before = Some(ch);
        }
        if depth == 0 {
            out.push(std::mem::take(&mut open));
        } else {
            open.push(' ');
        }
    }
    out
}

struct Dependency {
    name: String,
    source: Source,
}

enum Source {
    Package(String),
    Workspace,
}

/// The dependencies listed in the tables whose names end in `table`: `[dependencies]`,
/// `[dev-dependencies]`, `[target.….dependencies]`, and `[….dependencies.name]`.
fn dependencies(manifest: &str, table: &str) -> Vec<Dependency> {
    let inherits = table.starts_with("workspace");
    let mut out: Vec<Dependency> = Vec::new();
    let mut place = Table::Other;
    for line in statements(manifest) {
        let line = line.trim();
        if let Some(name) = header(line) {
            place = Table::named(&name, table, inherits);
            if let Table::One(name) = &place {
                out.push(Dependency { name: name.clone(), source: Source::Package(name.clone()) });
            }
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let key = key.trim().trim_matches(['"', '\'']);
        let (name, value) = match (&place, key.split_once('.')) {
            (Table::Other, _) => continue,
            (Table::One(name), _) => (name.clone(), line.to_owned()),
            (Table::All, Some((name, rest))) => (name.to_owned(), format!("{rest} = {value}")),
            (Table::All, None) => (key.to_owned(), value.to_owned()),
        };
        let source = if let Some(package) = assigned(&value, "package") {
            Source::Package(package.to_owned())
        } else if assigned(&value, "workspace").is_some() {
            Source::Workspace
        } else {
            Source::Package(name.clone())
        };
        match out.iter_mut().find(|dependency| dependency.name == name) {
            // `name.version = …` after `name.package = …` says nothing new.
            Some(known) => {
                if !matches!(&source, Source::Package(package) if *package == name) {
                    known.source = source;
                }
            }
            None => out.push(Dependency { name, source }),
        }
    }
    out
}

/// What the lines of a table say.
enum Table {
    /// Each line is a dependency.
    All,
    /// The lines describe one dependency.
    One(String),
    Other,
}

impl Table {
    fn named(name: &str, table: &str, inherits: bool) -> Table {
        if !inherits && name.starts_with("workspace") {
            return Table::Other;
        }
        let is_list = |name: &str| {
            name == table || (!inherits && name.ends_with(table) && !name.starts_with("build-"))
        };
        if is_list(name) {
            return Table::All;
        }
        match name.rsplit_once('.') {
            Some((list, one)) if is_list(list.trim()) => {
                Table::One(one.trim().trim_matches(['"', '\'']).to_owned())
            }
            _ => Table::Other,
        }
    }
}

/// The name in a line `[name]`.
fn header(line: &str) -> Option<String> {
    let line = line.trim();
    let line = match position(line, " #") {
        Some(comment) => line[..comment].trim(),
        None => line,
    };
    let name = line.strip_prefix('[')?.strip_suffix(']')?;
    Some(name.trim_matches(['[', ']']).trim().to_owned())
}

/// The value of `key` in an inline table or a line: the word or the text in quotes.
fn assigned<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut rest = text;
    while let Some(at) = position(rest, key) {
        let before = rest[..at].chars().next_back();
        let after = rest[at + key.len()..].trim_start();
        rest = &rest[at + key.len()..];
        if before.is_some_and(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '-' | '"' | '\'')) {
            continue;
        }
        if let Some(value) = after.strip_prefix('=') {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|ch| matches!(ch, '"' | '\''));
            return match quote {
                Some(quote) => value[1..].split(quote).next(),
                None => value.split([',', '}', ' ', '#']).next(),
            };
        }
    }
    None
}

/// Where `text` has the ASCII `word` first. (What `str::find` brings with it would be a fortieth of
/// this crate.)
fn position(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let mut at = 0;
    while at + word.len() <= text.len() {
        if text[at..].starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Whether `text` is names with `::` between them.
fn is_path(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = position(rest, "::") {
        if !is_name(&rest[..at]) {
            return false;
        }
        rest = &rest[at + 2..];
    }
    is_name(rest)
}

fn is_name(word: &str) -> bool {
    crate::attr::is_identifier(word.strip_prefix("r#").unwrap_or(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(manifest: &str) -> Option<String> {
        dependencies(manifest, "dependencies")
            .into_iter()
            .find(|dependency| {
                matches!(&dependency.source, Source::Package(package) if package == PACKAGE)
            })
            .map(|dependency| dependency.name)
    }

    #[test]
    fn finds_the_dependency_in_every_spelling() {
        let cases = [
            ("[dependencies]\neverbind = \"1\"", "everbind"),
            ("[dependencies]\npyo3 = { package = \"everbind\", path = \"x\" }", "pyo3"),
            ("[dependencies]\na = \"1\"\npy-o3 = {version=\"1\",package='everbind'}", "py-o3"),
            ("[dependencies.pyo3]\nversion = \"1\"\npackage = \"everbind\"", "pyo3"),
            ("[dependencies]\npyo3.version = \"1\"\npyo3.package = \"everbind\"", "pyo3"),
            ("[dependencies]\npyo3.package = \"everbind\"\npyo3.version = \"1\"", "pyo3"),
            ("[target.'cfg(unix)'.dependencies]\np = { package = \"everbind\" }", "p"),
            ("[target.'cfg(unix)'.dependencies.p]\npackage = \"everbind\" # why", "p"),
            (
                "[dependencies]\npyo3 = { features = [ # [why\n  \"a\",\n] , package = \"everbind\" }",
                "pyo3",
            ),
            ("[dev-dependencies]\np = { package = \"everbind\" }", "p"),
        ];
        for (manifest, expected) in cases {
            assert_eq!(name(manifest).as_deref(), Some(expected), "{manifest}");
        }
    }

    /// What a crate is found under whose manifest is `manifest`, in a folder that has none.
    #[test]
    fn a_patched_pyo3_is_found() {
        let nowhere = Path::new("nowhere");
        let known = |manifest: &str| known_as(manifest, nowhere, PATCHED);
        assert_eq!(known("[dependencies]\npyo3 = \"0.30\"").as_deref(), Some("pyo3"));
        let renamed = "[dependencies.py]\nversion = \"0.30\"\npackage = \"pyo3\"";
        assert_eq!(known(renamed).as_deref(), Some("py"));
        assert_eq!(known("[dependencies]\npyo3 = { package = \"everbind\" }"), None);
    }

    #[test]
    fn other_tables_do_not_count() {
        for manifest in [
            "[package]\nname = \"everbind\"",
            "[workspace.dependencies]\np = { package = \"everbind\" }",
            "[dependencies]\npyo3 = \"0.30\"",
            "[build-dependencies]\np = { package = \"everbind\" }",
        ] {
            assert_eq!(name(manifest), None, "{manifest}");
        }
    }
}
