//! `cargo xtask compat`: real PyO3 projects, switched to everbind by one line, run their own test suites.
//!
//! For each project (`ladder.rs`) the source distribution is downloaded, its
//! manifests' `pyo3` is replaced (`switch.rs`) and nothing else; then it is built
//! with maturin and tested as its authors would (`project.rs`). With `--peer` the
//! same is done with real PyO3, in the same run, for comparison.

mod ladder;
mod project;
mod switch;

use anyhow::{Result, bail};

use crate::pythons::{self, Interpreter};
use crate::table::table;
use crate::venvs;
use ladder::Project;
use project::{Outcome, Workshop};
use switch::Engine;

/// What every project's suite needs.
const BASE: &str = "xtask/tools/compat.txt";
/// What the suites of the whole ladder need.
const ALL: &str = "xtask/tools/compat-all.txt";

#[derive(clap::Args)]
pub struct Args {
    /// Projects by name; the three of the foundation without any
    names: Vec<String>,
    /// The whole ladder
    #[arg(long)]
    all: bool,
    /// Build and test each with real PyO3 as well
    #[arg(long)]
    peer: bool,
    /// Only with real PyO3: checks the recipe itself
    #[arg(long, conflicts_with = "peer")]
    only_peer: bool,
}

pub fn main(args: &Args) -> Result<()> {
    let projects = wanted(args)?;
    let python = interpreter(pythons::chosen()?)?;
    let heavy = projects.iter().any(|p| p.heavy);
    let venv = venvs::ensure(python, if heavy { ALL } else { BASE })?;
    println!("with {}", python.label());
    let engines: &[Engine] = match (args.peer, args.only_peer) {
        (_, true) => &[Engine::PyO3],
        (true, _) => &[Engine::Everbind, Engine::PyO3],
        _ => &[Engine::Everbind],
    };

    let mut rows = Vec::new();
    let mut short = Vec::new();
    for project in &projects {
        for engine in engines {
            eprintln!("{} with {}", project.name, engine.name());
            let workshop = Workshop::new(project, *engine, &venv)?;
            let outcome = workshop.outcome();
            if let Some(why) = outcome.shortfall(project) {
                short.push(format!("{} with {}: {why}", project.name, engine.name()));
            }
            rows.push(row(project, *engine, &outcome));
        }
    }
    let head = ["project", "version", "engine", "result", "with PyO3 0.30.1", "CPU s>", ".so KiB>"];
    print!("\n{}", table(&head, &rows));
    if !short.is_empty() {
        bail!("{}", short.join("\n"));
    }
    println!("{} of {} suites pass whole", rows.len(), rows.len());
    Ok(())
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

fn row(project: &Project, engine: Engine, outcome: &Outcome) -> Vec<String> {
    let shown = |n: Option<f64>| n.map_or("-".into(), |n| format!("{n:.0}"));
    vec![
        project.name.into(),
        project.version.into(),
        engine.name().into(),
        outcome.summary(),
        format!("{} passed", project.passed),
        shown(outcome.cpu),
        shown(outcome.library_kib),
    ]
}
