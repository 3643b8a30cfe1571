//! `cargo xtask compat`: real PyO3 projects, switched to everbind by one line, run their own test suites.
//!
//! For each project (`ladder.rs`) the source distribution is downloaded, its
//! manifests' `pyo3` is replaced (`switch.rs`) and nothing else; then it is built
//! with maturin and tested as its authors would (`project.rs`). With `--all` or `--peer`
//! the same is done with real PyO3, and the outcomes are compared test by test
//! (`outcomes.rs`). What PyO3 gives is kept (`kept.rs`) until a version changes.

mod kept;
mod ladder;
mod migrate;
mod outcomes;
mod project;
mod record;
mod switch;

use anyhow::{Result, bail};

use crate::pythons::{self, Interpreter};
use crate::table::table;
use crate::venvs::{self, Venv};
use kept::Kept;
use ladder::Project;
use project::{Outcome, Workshop};
use record::Pair;
use switch::Engine;

/// What every project's suite needs.
const BASE: &str = "xtask/tools/compat.txt";
/// What the suites of the whole ladder need.
const ALL: &str = "xtask/tools/compat-all.txt";

#[derive(clap::Args)]
pub struct Args {
    /// Projects by name; the three of the foundation without any
    names: Vec<String>,
    /// The whole ladder, beside real PyO3
    #[arg(long, conflicts_with = "names")]
    all: bool,
    /// Compare with real PyO3, test by test
    #[arg(long)]
    peer: bool,
    /// Build and test all again, whatever an earlier run has left
    #[arg(long)]
    fresh: bool,
    /// Only with real PyO3: checks the recipe itself
    #[arg(long, conflicts_with_all = ["peer", "record"])]
    only_peer: bool,
    /// Hold `cargo everbind migrate` to these projects and to older ones: what it lists is what fails
    #[arg(long, conflicts_with_all = ["peer", "only_peer", "record"])]
    migrate: bool,
    /// Compare with real PyO3, and write the guide's table of these projects
    #[arg(long)]
    record: bool,
}

/// What all projects are built and tested with.
struct Bench<'a> {
    python: &'a Interpreter,
    venv: Venv,
    fresh: bool,
}

pub fn main(args: &Args) -> Result<()> {
    if args.migrate {
        let python = interpreter(pythons::chosen()?)?;
        return migrate::run(&args.names, args.all, &venvs::ensure(python, BASE)?);
    }
    let projects = wanted(args)?;
    let python = interpreter(pythons::chosen()?)?;
    let heavy = projects.iter().any(|p| p.heavy);
    let venv = venvs::ensure(python, if heavy { ALL } else { BASE })?;
    println!("with {}", python.label());
    let bench = Bench { python, venv, fresh: args.fresh };

    let compared = args.all || args.peer || args.only_peer || args.record;
    let (mut rows, mut short, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
    for project in projects.iter().copied() {
        let mut missing = |engine: Engine, why: String| {
            eprintln!("{} with {}: {why}", project.name, engine.name());
            short.push(format!("{} with {}: {why}", project.name, engine.name()));
        };
        let peer = match compared.then(|| bench.outcome(project, Engine::PyO3)) {
            None => None,
            Some(Ok(outcome)) => Some(outcome),
            Some(Err(error)) => {
                missing(Engine::PyO3, format!("{error:#}"));
                continue;
            }
        };
        if let Some(peer) = &peer {
            rows.push(row(project, Engine::PyO3, peer));
            shortfall(project, peer).into_iter().for_each(|why| missing(Engine::PyO3, why));
        }
        if args.only_peer {
            continue;
        }
        let ours = match bench.outcome(project, Engine::Everbind) {
            Ok(outcome) => outcome,
            Err(error) => {
                missing(Engine::Everbind, format!("{error:#}"));
                continue;
            }
        };
        rows.push(row(project, Engine::Everbind, &ours));
        let mut differences = Vec::new();
        match &peer {
            Some(peer) => differences = ours.tests.differences(&peer.tests),
            None => differences.extend(ours.tests.failures()),
        }
        match (differences.is_empty(), shortfall(project, &ours)) {
            (false, _) => missing(Engine::Everbind, differences.join("\n")),
            (true, Some(why)) => missing(Engine::Everbind, why),
            (true, None) => {}
        }
        if let Some(peer) = peer {
            pairs.push(Pair { project, ours, peer, differences: differences.len() });
        }
    }

    let head = ["project", "version", "engine", "tests", "build CPU s>", "library KiB>"];
    print!("\n{}", table(&head, &rows));
    if args.record {
        record::write(&pairs, python)?;
    }
    if !short.is_empty() {
        bail!("\n{}", short.join("\n"));
    }
    println!("{} of {} suites give what they give with PyO3", projects.len(), projects.len());
    Ok(())
}

impl Bench<'_> {
    /// Built and tested, unless an earlier run has done it with the same versions.
    fn outcome(&self, project: &Project, engine: Engine) -> Result<Outcome> {
        let kept = Kept::of(project, engine, self.python)?;
        let told = format!("{} with {}", project.name, engine.name());
        if let Some(outcome) = kept.read().filter(|_| !self.fresh) {
            eprintln!("{told}: as in an earlier run");
            return Ok(outcome);
        }
        eprintln!("{told}");
        let outcome = Workshop::new(project, engine, &self.venv)?.outcome()?;
        kept.write(&outcome)?;
        Ok(outcome)
    }
}

fn wanted(args: &Args) -> Result<Vec<&'static Project>> {
    if args.all {
        return Ok(ladder::LADDER.iter().collect());
    }
    if args.names.is_empty() {
        return Ok(ladder::LADDER.iter().filter(|p| !p.heavy).collect());
    }
    let find = |name: &String| match ladder::LADDER.iter().find(|p| p.name == *name) {
        Some(project) => Ok(project),
        None => {
            let known: Vec<_> = ladder::LADDER.iter().map(|p| p.name).collect();
            bail!("there is no project {name:?}; there are {}", known.join(", "))
        }
    };
    args.names.iter().map(find).collect()
}

/// The suites' expected figures are those of 3.13 with the GIL; newer ones come close.
fn interpreter(pythons: &[Interpreter]) -> Result<&Interpreter> {
    let usable = |p: &&Interpreter| !p.free_threaded && !p.debug;
    let exact = pythons.iter().filter(usable).find(|p| p.numbers.1 == 13);
    match exact.or_else(|| pythons.iter().rfind(usable)) {
        Some(python) => Ok(python),
        None => bail!("the suites need a Python with the GIL"),
    }
}

/// What is missing to the figures of the ladder, if anything.
fn shortfall(project: &Project, outcome: &Outcome) -> Option<String> {
    let failures: Vec<_> = outcome.tests.failures().collect();
    if outcome.tests.count("passed") == project.passed && failures.is_empty() {
        return None;
    }
    let told = format!("{}, expected {} passed", outcome.tests, project.passed);
    Some([vec![told], failures].concat().join("\n"))
}

fn row(project: &Project, engine: Engine, outcome: &Outcome) -> Vec<String> {
    vec![
        project.name.into(),
        project.version.into(),
        engine.name().into(),
        outcome.tests.to_string(),
        outcome.cpu.map_or("-".into(), |cpu| format!("{cpu:.0}")),
        format!("{:.0}", outcome.library_kib),
    ]
}
