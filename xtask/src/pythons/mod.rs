//! `cargo xtask pythons`: the interpreters everything else runs on.
//!
//! Candidates come from several places (`find.rs`); each is asked what it is
//! (`probe.rs`), and the same installation found twice is kept once. The other
//! commands take one interpreter of each kind, that is of each minor version, with
//! and without the GIL, with and without `Py_DEBUG`: `chosen`.

mod find;
mod install;
mod probe;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use anyhow::{Result, bail};
use serde::Serialize;

use crate::table::table;

/// The oldest version an everbind module loads on.
pub const OLDEST: (u32, u32) = (3, 12);

/// What the matrix should have: `(minor version, free-threaded)` of CPython 3.
pub const WANTED: [(u32, bool); 7] =
    [(12, false), (13, false), (14, false), (15, false), (13, true), (14, true), (15, true)];

#[derive(clap::Args)]
pub struct Args {
    /// Install what the matrix lacks: with uv where it works, else from Debian's packages
    #[arg(long)]
    install: bool,
    /// With --install: a Py_DEBUG build of the newest version as well (Debian's packages have one)
    #[arg(long, requires = "install")]
    debug: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Every interpreter found, also the ones the other commands do not use
    #[arg(long)]
    all: bool,
}

/// One interpreter of this machine.
#[derive(Clone, Debug, Serialize)]
pub struct Interpreter {
    /// As its command is called: `python3.13t`, `pypy3.11`.
    pub name: String,
    /// The full version, `3.14.0rc2`.
    pub version: String,
    /// `(major, minor, micro)`.
    pub numbers: (u32, u32, u32),
    /// `CPython`, `PyPy`.
    pub implementation: String,
    /// Built without the GIL.
    pub free_threaded: bool,
    /// Built with `Py_DEBUG`.
    pub debug: bool,
    /// How it was optimised: `pgo+lto`, `pgo`, `plain`.
    pub build: String,
    /// The real file, never a link to it: a venv made through a link looks for its library beside the link.
    pub path: PathBuf,
    /// Where its C headers are, if they are installed.
    pub include: Option<PathBuf>,
    /// Whether it carries a pip to install (`ensurepip`).
    pub ensurepip: bool,
    /// What led to it: `EVERBIND_PYTHONS`, `matrix`, `uv`, `pyenv`, `PATH`.
    pub found: String,
}

impl Interpreter {
    /// Why everbind does not support it, if so.
    pub fn unsupported(&self) -> Option<String> {
        let (major, minor, _) = self.numbers;
        if self.implementation != "CPython" {
            Some(format!("not supported: {}", self.implementation))
        } else if (major, minor) < OLDEST {
            Some(format!("not supported: older than {}.{}", OLDEST.0, OLDEST.1))
        } else {
            None
        }
    }

    /// Name and version, as tables and messages show it.
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// `yes`, `free-threaded`, with `debug` where it is a debug build.
    pub fn gil(&self) -> String {
        let gil = if self.free_threaded { "free-threaded" } else { "yes" };
        if self.debug { format!("{gil}, debug") } else { gil.into() }
    }

    fn optimised(&self) -> bool {
        self.build.contains("pgo")
    }

    /// Interpreters of one kind can stand for each other.
    fn kind(&self) -> (u32, bool, bool) {
        (self.numbers.1, self.free_threaded, self.debug)
    }

    /// The better of one kind: named by the user, optimised, final, newest.
    fn rank(&self) -> (bool, bool, bool, u32) {
        let last = self.version.rsplit('.').next().unwrap_or_default();
        let finished = last.bytes().all(|b| b.is_ascii_digit());
        (self.found == find::EXPLICIT, self.optimised(), finished, self.numbers.2)
    }
}

/// Every interpreter of this machine, supported or not, oldest first.
pub fn all() -> Vec<Interpreter> {
    probe::probe_all(find::candidates())
}

/// The interpreters to run on: one of each kind among the supported ones. Looked for once in this process.
///
/// # Errors
/// When there is none, saying how to get one.
pub fn chosen() -> Result<&'static [Interpreter]> {
    static CHOSEN: OnceLock<Vec<Interpreter>> = OnceLock::new();
    let chosen = CHOSEN.get_or_init(|| choose(&all()));
    if chosen.is_empty() {
        bail!(
            "no CPython {}.{} or newer found (looked in {}, the matrix folder, uv, pyenv, PATH).\n\
             Install one, or let `cargo xtask pythons --install` lay out the whole matrix.",
            OLDEST.0,
            OLDEST.1,
            find::EXPLICIT,
        );
    }
    Ok(chosen)
}

fn choose(all: &[Interpreter]) -> Vec<Interpreter> {
    let mut kinds = BTreeMap::new();
    for python in all.iter().filter(|p| p.unsupported().is_none()) {
        let best = kinds.entry(python.kind()).or_insert(python);
        if python.rank() > best.rank() {
            *best = python;
        }
    }
    kinds.into_values().cloned().collect()
}

/// Those of `pythons` that a comma-separated list names: `3.13`, `python3.13t`, `3.12.1`; all without a list.
///
/// # Errors
/// When a name fits none.
pub fn select(pythons: &[Interpreter], names: Option<&str>) -> Result<Vec<Interpreter>> {
    let Some(names) = names else { return Ok(pythons.to_vec()) };
    let mut rest = Vec::new();
    for name in names.split(',').map(str::trim).filter(|n| !n.is_empty()) {
        let fits = |p: &Interpreter| {
            p.name == name || p.name.strip_prefix("python") == Some(name) || p.version == name
        };
        match pythons.iter().find(|p| fits(p)) {
            Some(found) => rest.push(found.clone()),
            None => {
                let known: Vec<_> = pythons.iter().map(Interpreter::label).collect();
                bail!("no interpreter fits {name:?}; there are {}", known.join(", "));
            }
        }
    }
    Ok(rest)
}

/// Installs the matrix, with a debug build if wanted, unless all of it is there already.
///
/// # Errors
/// When no way of installing works here.
pub fn install_missing(debug: bool) -> Result<()> {
    install::install(&choose(&all()), debug)
}

/// The names of what `there` lacks of the matrix, each with the reason where one is known.
pub fn missing(there: &[Interpreter]) -> Vec<(String, String)> {
    let name = |(minor, t)| format!("python3.{minor}{}", if t { "t" } else { "" });
    let with_reason = |name: String| (name.clone(), install::why_missing(&name));
    install::missing(there).into_iter().map(name).map(with_reason).collect()
}

pub fn main(args: &Args) -> Result<()> {
    if args.install {
        install_missing(args.debug)?;
    }
    let all = all();
    let chosen = choose(&all);
    let shown = if args.all { &all } else { &chosen };
    if args.json {
        println!("{}", serde_json::to_string_pretty(shown)?);
        return Ok(());
    }
    let rows: Vec<_> = shown
        .iter()
        .map(|p| {
            let used = chosen.iter().any(|c| c.path == p.path);
            let note = p.unsupported().unwrap_or_else(|| {
                if used { String::new() } else { "not used: there is a better one".into() }
            });
            vec![
                p.name.clone(),
                p.version.clone(),
                p.implementation.clone(),
                p.gil(),
                p.build.clone(),
                p.found.clone(),
                p.path.display().to_string(),
                note,
            ]
        })
        .collect();
    print!(
        "{}",
        table(
            &["name", "version", "implementation", "GIL", "optimised", "from", "path", ""],
            &rows
        )
    );
    for (name, why) in missing(&chosen) {
        println!("missing: {name}{why}");
    }
    println!("{} interpreters to run on", chosen.len());
    if chosen.is_empty() {
        bail!("no CPython 3.12 or newer; `cargo xtask pythons --install` gets the matrix");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn python(version: &str, free_threaded: bool, build: &str, found: &str) -> Interpreter {
        let n: Vec<u32> = version.split('.').map(|p| p.parse().unwrap()).collect();
        let t = if free_threaded { "t" } else { "" };
        Interpreter {
            name: format!("python{}.{}{t}", n[0], n[1]),
            version: version.into(),
            numbers: (n[0], n[1], n[2]),
            implementation: "CPython".into(),
            free_threaded,
            debug: false,
            build: build.into(),
            path: version.into(),
            include: None,
            ensurepip: true,
            found: found.into(),
        }
    }

    #[test]
    fn one_of_each_kind_the_optimised_one_first() {
        let all = [
            python("3.11.9", false, "pgo", "PATH"),
            python("3.13.9", false, "plain", "PATH"),
            python("3.13.1", false, "pgo+lto", "PATH"),
            python("3.13.5", true, "plain", "PATH"),
            python("3.12.4", false, "plain", "PATH"),
            python("3.12.8", false, "plain", "pyenv"),
        ];
        let versions: Vec<_> = choose(&all).into_iter().map(|p| p.version).collect();
        assert_eq!(versions, ["3.12.8", "3.13.1", "3.13.5"]);
    }

    #[test]
    fn the_users_own_choice_wins() {
        let all = [
            python("3.13.9", false, "pgo", "PATH"),
            python("3.13.0", false, "plain", find::EXPLICIT),
        ];
        assert_eq!(choose(&all)[0].version, "3.13.0");
    }

    #[test]
    fn names_select() {
        let all =
            vec![python("3.13.9", false, "pgo", "PATH"), python("3.13.5", true, "plain", "PATH")];
        for (name, version) in [("3.13", "3.13.9"), ("python3.13t", "3.13.5"), ("3.13.5", "3.13.5")]
        {
            assert_eq!(select(&all, Some(name)).unwrap()[0].version, version);
        }
        assert!(select(&all, Some("3.99")).is_err());
    }
}
