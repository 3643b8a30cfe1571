//! The recorded counts, and whether new ones are within them.
//!
//! A count is of the interpreter as much as of the engine, and differs a little between two builds of
//! one version. So the limit is the recorded count or, if that is more, what C takes now and what
//! everbind took more than C when it was recorded.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::callgrind::Count;
use crate::pythons::Interpreter;
use crate::sh;

const FILE: &str = "benches/record/instructions.json";
/// How much more than recorded is still well.
const TOLERANCE: f64 = 0.03;
/// How many more instructions than C the cheapest call may take.
const NOOP: f64 = 15.0;

/// Instructions of one interpreter.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Record {
    pub version: String,
    pub build: String,
    /// By operation and engine.
    pub operations: BTreeMap<String, BTreeMap<String, f64>>,
}

/// By machine and interpreter, see [`key`].
pub type Records = BTreeMap<String, Record>;

/// As in `x86_64 linux python3.13`: another processor has other instructions.
pub fn key(python: &Interpreter) -> String {
    format!("{} {} {}", std::env::consts::ARCH, std::env::consts::OS, python.name)
}

/// What is recorded; nothing without the file.
///
/// # Errors
/// When it is not what it should be.
pub fn read() -> Result<Records> {
    let path = sh::root().join(FILE);
    if !path.exists() {
        return Ok(Records::new());
    }
    serde_json::from_str(&fs::read_to_string(path)?).context(FILE)
}

/// Records `counts` in place of what there was of this interpreter.
///
/// # Errors
/// When the file cannot be read or written.
pub fn bless(python: &Interpreter, counts: &[Count]) -> Result<()> {
    let mut operations = BTreeMap::<_, BTreeMap<_, _>>::new();
    for count in counts {
        let engines = operations.entry(count.operation.clone()).or_default();
        engines.insert(count.engine.clone(), (count.instructions * 10.0).round() / 10.0);
    }
    let (version, build) = (python.version.clone(), python.build.clone());
    let mut records = read()?;
    records.insert(key(python), Record { version, build, operations });
    let path = sh::root().join(FILE);
    fs::create_dir_all(path.parent().unwrap_or(&path))?;
    fs::write(path, serde_json::to_string_pretty(&records)? + "\n").context(FILE)
}

/// What is above its limit, each in words.
pub fn findings(counts: &[Count], record: Option<&Record>) -> Vec<String> {
    let mut findings = Vec::new();
    for count in counts.iter().filter(|count| count.engine.starts_with("everbind")) {
        let (operation, engine, now) = (&count.operation, &count.engine, count.instructions);
        let in_c = |c: &&Count| c.engine == "c" && c.operation == *operation;
        let Some(c) = counts.iter().find(in_c).map(|c| c.instructions) else { continue };
        if operation == "noop" && now > c + NOOP {
            findings.push(format!(
                "noop: {engine} takes {now:.0} instructions; C takes {c:.0}, so {:.0} at most",
                c + NOOP
            ));
        }
        let recorded = record.and_then(|record| record.operations.get(operation));
        let of = |engine: &str| recorded.and_then(|engines| engines.get(engine));
        if let (Some(ours), Some(theirs)) = (of(engine), of("c")) {
            let limit = ours.max(c + ours - theirs) + ours * TOLERANCE;
            if now > limit {
                findings.push(format!(
                    "{operation}: {engine} takes {now:.0} instructions, C {c:.0}; recorded are \
                     {ours:.0} and {theirs:.0}, so {limit:.0} at most"
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(operation: &str, engine: &str, instructions: f64) -> Count {
        let functions = BTreeMap::new();
        Count { operation: operation.into(), engine: engine.into(), instructions, functions }
    }

    fn record(operation: &str, c: f64, everbind: f64) -> Record {
        let engines = BTreeMap::from([("c".into(), c), ("everbind".into(), everbind)]);
        let operations = BTreeMap::from([(operation.into(), engines)]);
        Record { version: "3.13.1".into(), build: "pgo".into(), operations }
    }

    #[test]
    fn three_per_cent_above_the_record() {
        let record = record("add", 100.0, 200.0);
        let found = |c, everbind| {
            let counts = [count("add", "c", c), count("add", "everbind", everbind)];
            findings(&counts, Some(&record)).len()
        };
        assert_eq!(found(100.0, 206.0), 0);
        assert_eq!(found(100.0, 206.5), 1);
        assert_eq!(found(120.0, 226.0), 0, "an interpreter that takes more");
        assert_eq!(found(80.0, 206.0), 0, "a C compiler that does better");
    }

    #[test]
    fn noop_is_bound_by_c() {
        let found = |everbind| {
            let counts = [count("noop", "c", 100.0), count("noop", "everbind", everbind)];
            findings(&counts, None).len()
        };
        assert_eq!((found(115.0), found(115.5)), (0, 1));
    }
}
