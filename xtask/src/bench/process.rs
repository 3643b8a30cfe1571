//! `benches/run/driver.py` in processes of its own.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::engines::{Built, Kind};
use crate::pythons::Interpreter;
use crate::sh;

/// How much each process does.
#[derive(Clone, Copy)]
pub struct Effort {
    pub processes: usize,
    pub rounds: usize,
    /// The least time of one round of one operation.
    pub least_ns: u64,
}

impl Effort {
    pub const FULL: Effort = Effort { processes: 5, rounds: 7, least_ns: 2_000_000 };
    pub const QUICK: Effort = Effort { processes: 2, rounds: 5, least_ns: 1_000_000 };
}

/// What the driver is to do; `benches/README.md` describes it.
#[derive(Serialize)]
struct Plan<'a> {
    engines: Vec<Loaded<'a>>,
    operations: &'a [String],
    rounds: usize,
    least_ns: u64,
    first: usize,
    threads: bool,
}

#[derive(Serialize)]
pub struct Loaded<'a> {
    name: &'a str,
    library: String,
    environment: BTreeMap<&'a str, &'a str>,
    paths: Vec<String>,
    hand_written: bool,
}

/// What one process has measured.
#[derive(Deserialize)]
pub struct Answer {
    pub operations: Vec<Measured>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Measured {
    pub name: String,
    pub group: String,
    pub hand_written: bool,
    /// Nanoseconds of each round, by engine.
    pub ns: BTreeMap<String, Vec<f64>>,
    /// What an engine returned instead of what it should, by engine.
    pub wrong: BTreeMap<String, String>,
}

/// Runs the processes, one after the other. No operation named means all.
///
/// # Errors
/// When a process fails: an engine cannot be loaded, or there is no such operation.
pub fn run(
    python: &Interpreter,
    engines: &[Built],
    operations: &[String],
    effort: Effort,
    threads: bool,
) -> Result<Vec<Answer>> {
    let file = sh::work("bench")?.join("plan.json");
    let mut answers = Vec::new();
    for process in 0..effort.processes {
        eprintln!("{}: process {} of {}", python.label(), process + 1, effort.processes);
        let plan = Plan {
            engines: engines.iter().map(loaded).collect(),
            operations,
            rounds: effort.rounds,
            least_ns: effort.least_ns,
            first: process,
            threads,
        };
        fs::write(&file, serde_json::to_string(&plan)?)?;
        let mut driver = sh::command(&python.path);
        driver.arg(sh::root().join("benches").join("run").join("driver.py")).arg(&file);
        let said = sh::capture(&mut driver)?;
        answers.push(serde_json::from_str(&said).context("the driver's answer")?);
    }
    Ok(answers)
}

/// The engine, as the driver is told of it.
pub fn loaded(built: &Built) -> Loaded<'_> {
    Loaded {
        name: built.engine.name,
        library: built.library.display().to_string(),
        environment: built.engine.environment.iter().copied().collect(),
        paths: built.paths.iter().map(|path| path.display().to_string()).collect(),
        hand_written: built.engine.kind == Kind::HandWritten,
    }
}
