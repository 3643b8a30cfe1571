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

/// Prints a table and how many times as much two threads do as one; returns how many are too slow.
///
/// # Errors
/// When the driver fails.
pub fn main(python: &Interpreter, engines: &[Built], effort: Effort) -> Result<usize> {
    let operations = OPERATIONS.map(String::from);
    let effort = Effort { rounds: effort.rounds * MORE, ..effort };
    let rows = figures::merge(&process::run(python, engines, &operations, effort, true)?);
    let names: Vec<_> = engines.iter().map(|built| built.engine.name).collect();
    let mut lines = Vec::new();
    let mut failed = 0;
    for row in &rows {
        for name in &names {
            let Some(scaling) = scaling(row, name) else { continue };
            let share = self::scaling(row, REFERENCE).map(|reference| scaling / reference);
            let verdict = match share {
                Some(share) if *name != REFERENCE && share < LIMIT => "FAILED",
                Some(_) if *name != REFERENCE => "ok",
                _ => "",
            };
            failed += usize::from(verdict == "FAILED");
            let ns = |engine: &str| row.least(engine).map_or("-".into(), short);
            lines.push(vec![
                row.name.clone(),
                (*name).into(),
                ns(name),
                ns(&format!("{name}{BOTH}")),
                format!("{scaling:.2}"),
                share.map_or("-".into(), |share| format!("{share:.2}")),
                verdict.into(),
            ]);
        }
    }
    println!("{} ({})", python.label(), python.build);
    let head = ["", "engine", "ns, one thread>", "ns, each of two>", "scaling>", "of C's>", ""];
    println!("{}", table(&head, &lines));
    println!("at least {LIMIT:.2} of C's scaling wanted");
    Ok(failed)
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
    }
}
