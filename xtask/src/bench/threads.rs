//! `cargo xtask bench --threads`: what a second thread adds.

use anyhow::Result;

use super::engines::{Built, REFERENCE};
use super::figures::{self, Row};
use super::process::{self, Effort};
use super::report::short;
use crate::pythons::Interpreter;
use crate::table::table;

/// A function without and with arguments, the constructor, and a method.
const OPERATIONS: [&str; 4] = ["noop", "add", "Point()", "method"];

/// How `timing.py` names an engine's figures for two threads.
const BOTH: &str = " x2";

/// The least share of C's scaling.
const LIMIT: f64 = 0.95;

/// As many more rounds: two threads need both processors to themselves, which is rarer than one.
const MORE: usize = 8;

/// Prints a table and returns how many lines of it are too slow. Those that are, are measured again, up to `runs` times
/// in all, and every run counts.
///
/// # Errors
/// When the driver fails.
pub fn main(python: &Interpreter, engines: &[Built], effort: Effort, runs: usize) -> Result<usize> {
    let effort = Effort { rounds: effort.rounds * MORE, ..effort };
    let names: Vec<_> = engines.iter().map(|built| built.engine.name).collect();
    let mut operations = OPERATIONS.map(String::from).to_vec();
    let mut answers = Vec::new();
    let mut rows = Vec::new();
    for _ in 0..runs {
        answers.extend(process::run(python, engines, &operations, effort, true)?);
        rows = figures::merge(&answers);
        let slow = |row: &&Row| names.iter().any(|name| too_slow(row, name));
        operations = rows.iter().filter(slow).map(|row| row.name.clone()).collect();
        if operations.is_empty() {
            break;
        }
    }
    let lines: Vec<_> =
        rows.iter().flat_map(|row| names.iter().filter_map(|name| line(row, name))).collect();
    println!("{} ({})", python.label(), python.build);
    let head = ["", "engine", "ns, one thread>", "ns, each of two>", "scaling>", "of C's>", ""];
    println!("{}", table(&head, &lines));
    println!("at least {LIMIT:.2} of C's scaling wanted");
    Ok(rows.iter().map(|row| names.iter().filter(|name| too_slow(row, name)).count()).sum())
}

fn line(row: &Row, engine: &str) -> Option<Vec<String>> {
    let scaling = scaling(row, engine)?;
    let ns = |engine: &str| row.least(engine).map_or("-".into(), short);
    let verdict = match share(row, engine) {
        Some(share) if engine != REFERENCE => {
            if share < LIMIT {
                "FAILED"
            } else {
                "ok"
            }
        }
        _ => "",
    };
    Some(vec![
        row.name.clone(),
        engine.into(),
        ns(engine),
        ns(&format!("{engine}{BOTH}")),
        format!("{scaling:.2}"),
        share(row, engine).map_or("-".into(), |share| format!("{share:.2}")),
        verdict.into(),
    ])
}

fn too_slow(row: &Row, engine: &str) -> bool {
    share(row, engine).is_some_and(|share| share < LIMIT)
}

/// The engine's scaling as a share of C's.
fn share(row: &Row, engine: &str) -> Option<f64> {
    Some(scaling(row, engine)? / scaling(row, REFERENCE)?)
}

/// How many times as much two threads do as one.
fn scaling(row: &Row, engine: &str) -> Option<f64> {
    Some(2.0 / row.against(&format!("{engine}{BOTH}"), engine)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_threads_as_fast_as_one_do_twice_as_much() {
        let rows = figures::tests::rows(&[("noop", &[("c", 5.0), ("c x2", 5.0)])]);
        assert_eq!(scaling(&rows[0], "c"), Some(2.0));
        let rows = figures::tests::rows(&[("noop", &[("c", 5.0), ("c x2", 10.0)])]);
        assert_eq!(scaling(&rows[0], "c"), Some(1.0));
        let ns = [("c", 5.0), ("c x2", 5.0), ("everbind", 5.0), ("everbind x2", 5.2)];
        let mut row = figures::tests::rows(&[("noop", &ns)]).remove(0);
        assert!(!too_slow(&row, "everbind"));
        row.figures.get_mut("everbind x2").unwrap().least = 5.4;
        assert!(too_slow(&row, "everbind") && !too_slow(&row, "c") && !too_slow(&row, "pyo3"));
    }
}
