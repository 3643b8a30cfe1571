//! The engines: the same module, written for each tool, and how its library is made.
//!
//! A library is kept until what it is made from changes. Its folder is named after all of that:
//! sources, pinned versions, the file here that has its compiler's options, and the interpreter,
//! unless it is a stable-ABI library, which is built once for all of them.

mod c;
mod cache;
mod cython;
mod nanobind;
mod rust;
mod tools;

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::pythons::Interpreter;

/// One column of the tables.
pub struct Engine {
    pub name: &'static str,
    pub kind: Kind,
    /// One library serves all interpreters.
    pub stable: bool,
    /// It works on a Python without the GIL.
    pub free_threaded: bool,
    /// What it is built from, below the repository's root, and by.
    pub sources: &'static [&'static str],
    /// Makes `peer.so` in the job's folder.
    pub build: fn(&Job) -> Result<()>,
    /// Folders that must be on `sys.path`, if it needs any.
    pub paths: fn(&Job) -> Result<Vec<PathBuf>>,
    /// Set around the import.
    pub environment: &'static [(&'static str, &'static str)],
}

/// What an engine is measured for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// The limit.
    HandWritten,
    Ours,
    Peer,
}

/// One library to make.
pub struct Job<'a> {
    /// Whose headers to build with.
    pub python: &'a Interpreter,
    /// Where its library belongs; empty at first.
    pub folder: PathBuf,
}

impl Job<'_> {
    /// The library to make.
    pub fn library(&self) -> PathBuf {
        self.folder.join("peer.so")
    }
}

/// A library to measure.
pub struct Built {
    pub engine: &'static Engine,
    pub library: PathBuf,
    pub paths: Vec<PathBuf>,
}

/// The reference of all ratios.
pub const REFERENCE: &str = "c";

const C: &[&str] = &["benches/run/engines/c", "xtask/src/bench/engines/c.rs"];
const PYO3: &[&str] =
    &["benches/run/engines/pyo3", "benches/run/engines/rust", "xtask/src/bench/engines/rust.rs"];
const NANOBIND: &[&str] = &["benches/run/engines/nanobind", "xtask/src/bench/engines/nanobind.rs"];
const CYTHON: &[&str] = &["benches/run/engines/cython", "xtask/src/bench/engines/cython.rs"];
const EVERBIND: &[&str] = &[
    "xtask/src/bench/engines/rust.rs",
    "benches/run/engines/everbind",
    "benches/run/engines/rust",
    "crates/everbind",
    "crates/everbind-abi",
    "crates/everbind-macros",
];

/// Every engine, in the order of the columns.
pub static ENGINES: &[Engine] = &[
    Engine { free_threaded: true, ..Engine::new(REFERENCE, Kind::HandWritten, C, c::full) },
    Engine { stable: true, ..Engine::new("c-limited", Kind::HandWritten, C, c::limited) },
    Engine::ours("everbind"),
    Engine { environment: &[("EVERBIND_LAYOUT", "off")], ..Engine::ours("everbind-off") },
    Engine::new("pyo3", Kind::Peer, PYO3, rust::pyo3),
    Engine { stable: true, ..Engine::new("pyo3-abi3", Kind::Peer, PYO3, rust::pyo3_abi3) },
    Engine::new("nanobind", Kind::Peer, NANOBIND, nanobind::native),
    Engine { stable: true, ..Engine::new("nanobind-abi3", Kind::Peer, NANOBIND, nanobind::stable) },
    Engine {
        stable: true,
        paths: nanobind::backend,
        ..Engine::new("nanobind-split", Kind::Peer, NANOBIND, nanobind::split)
    },
    Engine::new("cython", Kind::Peer, CYTHON, cython::build),
];

/// The engine of this name.
///
/// # Errors
/// When there is none.
pub fn named(name: &str) -> Result<&'static Engine> {
    let known = || ENGINES.iter().map(|engine| engine.name).collect::<Vec<_>>().join(", ");
    let engine = ENGINES.iter().find(|engine| engine.name == name);
    engine.with_context(|| format!("no engine {name:?}; there are {}", known()))
}

/// What the engine of this name is measured for.
pub fn kind(name: &str) -> Option<Kind> {
    ENGINES.iter().find(|engine| engine.name == name).map(|engine| engine.kind)
}

impl Engine {
    const fn new(
        name: &'static str,
        kind: Kind,
        sources: &'static [&'static str],
        build: fn(&Job) -> Result<()>,
    ) -> Engine {
        let (stable, free_threaded, environment) = (false, false, &[]);
        let paths = |_: &Job| Ok(Vec::new());
        Engine { name, kind, stable, free_threaded, sources, build, paths, environment }
    }

    const fn ours(name: &'static str) -> Engine {
        let engine = Engine::new(name, Kind::Ours, EVERBIND, rust::everbind);
        Engine { stable: true, free_threaded: true, ..engine }
    }

    /// Its library for `python`; built unless it is there. `oldest` is whose headers a stable-ABI library gets.
    ///
    /// # Errors
    /// When a compiler or a package is missing, or the sources do not compile.
    pub fn ready(&'static self, python: &Interpreter, oldest: &Interpreter) -> Result<Built> {
        let job = cache::job(self, if self.stable { oldest } else { python })?;
        cache::ensure(self, &job)?;
        self.at(python, job.folder)
    }

    /// Its libraries for all of `pythons`, a stable-ABI library being built once, whatever happens to its sources
    /// meanwhile.
    ///
    /// # Errors
    /// As above.
    pub fn ready_for_all(
        &'static self,
        pythons: &[Interpreter],
        oldest: &Interpreter,
    ) -> Result<Vec<Built>> {
        if !self.stable {
            return pythons.iter().map(|python| self.ready(python, oldest)).collect();
        }
        let job = cache::job(self, oldest)?;
        cache::ensure(self, &job)?;
        pythons.iter().map(|python| self.at(python, job.folder.clone())).collect()
    }

    fn at(&'static self, python: &Interpreter, folder: PathBuf) -> Result<Built> {
        let job = Job { python, folder };
        Ok(Built { engine: self, library: job.library(), paths: (self.paths)(&job)? })
    }
}
