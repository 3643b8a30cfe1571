//! Runs `benches/run/instructions.py` under callgrind and takes what it wrote apart.
//!
//! One process does all: Python under callgrind takes seconds to start, an operation a tenth of one.
//! callgrind writes a part of its file at each call of `getppid`, the program's mark, so a segment
//! between two marks is every second part. The short loop's part subtracted from the long one's
//! leaves whole statements, without the marks, the call of the loop, or anything before it.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use super::super::engines::Built;
use super::super::process;
use crate::pythons::Interpreter;
use crate::sh;

const PROGRAM: &str = "benches/run/instructions.py";
/// A part for each mark, all in one file. What is said otherwise would say it is running.
const OPTIONS: [&str; 4] =
    ["--tool=callgrind", "--quiet", "--dump-before=getppid", "--combine-dumps=yes"];

/// What one statement takes in one engine.
pub struct Count {
    pub operation: String,
    pub engine: String,
    /// Instructions, the interpreter's included.
    pub instructions: f64,
    /// The same by function.
    pub functions: BTreeMap<String, f64>,
}

#[derive(Serialize)]
struct Plan<'a> {
    engines: Vec<process::Loaded<'a>>,
    operations: &'a [String],
}

#[derive(Deserialize)]
struct Answer {
    segments: Vec<Segment>,
    wrong: Vec<Wrong>,
}

/// A loop between two marks.
#[derive(Deserialize)]
struct Segment {
    operation: String,
    engine: String,
    statements: f64,
}

#[derive(Deserialize)]
struct Wrong {
    operation: String,
    engine: String,
    error: String,
}

/// Counts the operations in each engine.
///
/// # Errors
/// When the program fails, or an engine's result is not as expected.
pub fn count(python: &Interpreter, engines: &[Built], operations: &[String]) -> Result<Vec<Count>> {
    let folder = sh::work("bench")?;
    let (plan, written) = (folder.join("instructions.json"), folder.join("callgrind.out"));
    let engines = engines.iter().map(process::loaded).collect();
    fs::write(&plan, serde_json::to_string(&Plan { engines, operations })?)?;
    if written.exists() {
        fs::remove_file(&written)?;
    }
    let mut valgrind = sh::command("valgrind");
    valgrind.args(OPTIONS).arg(format!("--callgrind-out-file={}", written.display()));
    valgrind.arg(&python.path).arg(PROGRAM).arg(&plan);
    // The same hashes each time: how long a look-up takes depends on them.
    let said = sh::capture(valgrind.env("PYTHONHASHSEED", "0"))?;
    let answer: Answer = serde_json::from_str(&said).context("the program's answer")?;
    if let Some(Wrong { operation, engine, error }) = answer.wrong.first() {
        bail!("{engine}: {operation}: {error}");
    }
    let text = fs::read(&written).context("callgrind's file")?;
    let parts = parts(&String::from_utf8_lossy(&text));
    let segments: Vec<_> = parts.iter().skip(1).step_by(2).collect();
    let (marks, all) = (parts.len() - 1, answer.segments.len());
    ensure!(marks == 2 * all, "{marks} marks for {all} segments in {}", written.display());
    let pairs = answer.segments.chunks_exact(2).zip(segments.chunks_exact(2));
    Ok(pairs.map(|(segments, parts)| difference(segments, parts)).collect())
}

/// The long loop less the short one, for each of its further statements.
fn difference(segments: &[Segment], parts: &[&Part]) -> Count {
    let statements = segments[1].statements - segments[0].statements;
    let each = |long: u64, short: u64| (long as f64 - short as f64) / statements;
    let [short, long] = [parts[0], parts[1]];
    let functions = long.iter().map(|(name, cost)| {
        (name.clone(), each(*cost, short.get(name).copied().unwrap_or_default()))
    });
    Count {
        operation: segments[0].operation.clone(),
        engine: segments[0].engine.clone(),
        instructions: each(long.values().sum(), short.values().sum()),
        functions: functions.collect(),
    }
}

/// The cost of each function, without what it calls.
type Part = BTreeMap<String, u64>;

/// The parts of a file; a name stands only where it is mentioned first, after that its number.
fn parts(text: &str) -> Vec<Part> {
    let mut names = BTreeMap::new();
    let mut parts = Vec::new();
    let (mut function, mut of_a_call) = (String::new(), false);
    for line in text.lines() {
        if line.starts_with("part: ") {
            parts.push(Part::new());
        } else if let Some((key @ ("fn" | "cfn"), name)) = line.split_once('=') {
            let (number, given) = name.split_once(' ').unwrap_or((name, ""));
            let known = names.entry(number.to_owned()).or_insert_with(|| given.to_owned());
            if key == "fn" {
                function.clone_from(known);
            }
        } else if line.starts_with("calls=") {
            of_a_call = true;
        } else if line.starts_with(|c: char| c.is_ascii_digit() || "+-*".contains(c)) {
            let cost = line.split(' ').nth(1).and_then(|cost| cost.parse::<u64>().ok());
            if let (false, Some(cost), Some(part)) = (of_a_call, cost, parts.last_mut()) {
                *part.entry(function.clone()).or_default() += cost;
            }
            of_a_call = false;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
version: 1
part: 1
fn=(1) main
16 400
part: 2
fn=(1)
+3 10
cfn=(2) noop
calls=1 20
* 7
fn=(2)
20 7
part: 3
fn=(1)
* 30
fn=(2)
20 27
summary: 57
";

    #[test]
    fn a_long_loop_less_a_short_one() {
        let parts = parts(FILE);
        assert_eq!(parts[1], BTreeMap::from([("main".into(), 10), ("noop".into(), 7)]));
        let segment =
            |statements| Segment { operation: "noop()".into(), engine: "c".into(), statements };
        let count = difference(&[segment(5.0), segment(15.0)], &[&parts[1], &parts[2]]);
        assert_eq!((count.instructions, count.functions["noop"]), (4.0, 2.0));
    }
}
