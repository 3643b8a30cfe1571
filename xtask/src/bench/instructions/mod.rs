//! `cargo xtask bench --instructions`: how many instructions an operation takes. `benches/README.md` has the method.
//!
//! Counts are the same on every run and every machine with the same programs, so they can fail a
//! test where timings cannot: `cargo xtask test` compares the hottest operations with what is recorded.

mod callgrind;
mod record;

use anyhow::{Context, Result, bail, ensure};

use super::engines::{self, Built};
use crate::pythons::{self, Interpreter};
use crate::sh;
use crate::table::table;
use callgrind::Count;

/// The operations that are recorded.
const HOT: [&str; 10] = [
    "noop",
    "inc",
    "add",
    "add keywords",
    "strlen",
    "list 1000",
    "Point()",
    "method",
    "get",
    "p + q",
];
/// The engines that are recorded.
const RECORDED: [&str; 3] = ["c", "everbind", "everbind-off"];
/// What is recorded and tested by default; any that is recorded will do.
const USUAL: &str = "python3.13";
/// How many functions are shown of an operation that is counted alone.
const FUNCTIONS: usize = 16;

/// Counts and prints. Without names: the hottest operations, the recorded engines.
///
/// # Errors
/// When something cannot be built, or a count is above its limit.
pub fn main(
    operations: &[String],
    named: &[String],
    pythons: Option<&str>,
    bless: bool,
) -> Result<()> {
    ensure!(sh::runs("valgrind"), "there is no valgrind here");
    ensure!(
        !bless || std::env::var_os("CI").is_none(),
        "what is recorded is changed by people, not by CI"
    );
    ensure!(
        !bless || operations.is_empty() && named.is_empty(),
        "--bless is of all operations and engines that are recorded"
    );
    let operations = if operations.is_empty() { hot() } else { operations.to_vec() };
    let mut names = RECORDED.map(str::to_owned).to_vec();
    if !named.is_empty() {
        names = named.to_vec();
    }
    let mut findings = Vec::new();
    for python in pythons::select(pythons::chosen()?, Some(pythons.unwrap_or(USUAL)))? {
        let counts = callgrind::count(&python, &ready(&python, &names)?, &operations)?;
        if bless {
            record::bless(&python, &counts)?;
        }
        let records = record::read()?;
        let record = records.get(&record::key(&python));
        println!("{} ({})", python.label(), python.build);
        println!("{}", shown(&names, &counts, record));
        if let [_] = operations[..] {
            println!("{}", by_function(&counts));
        }
        findings.extend(record::findings(&counts, record));
    }
    if !findings.is_empty() {
        bail!("{}", findings.join("\n"));
    }
    Ok(())
}

/// Which of `pythons` the regression test is for, or why it cannot run.
///
/// # Errors
/// When the record cannot be read.
pub fn interpreter(pythons: &[Interpreter]) -> Result<Result<&Interpreter, &'static str>> {
    if !sh::runs("valgrind") {
        return Ok(Err("there is no valgrind here"));
    }
    let records = record::read()?;
    let fits = |p: &&Interpreter| records.contains_key(&record::key(p)) && p.include.is_some();
    let fitting: Vec<_> = pythons.iter().filter(fits).collect();
    let usual = fitting.iter().find(|p| p.name == USUAL).or(fitting.first()).copied();
    Ok(usual.ok_or("no counts are recorded for any Python here that has headers"))
}

/// The regression test: what is above its limit.
///
/// # Errors
/// When something cannot be built or run.
pub fn test(python: &Interpreter) -> Result<Vec<String>> {
    let names = RECORDED.map(str::to_owned);
    let counts = callgrind::count(python, &ready(python, &names)?, &hot())?;
    Ok(record::findings(&counts, record::read()?.get(&record::key(python))))
}

fn hot() -> Vec<String> {
    HOT.map(str::to_owned).to_vec()
}

/// The engines, built.
fn ready(python: &Interpreter, names: &[String]) -> Result<Vec<Built>> {
    let oldest = pythons::chosen()?.iter().find(|p| !p.free_threaded && !p.debug);
    let oldest = oldest.context("no interpreter with the GIL to build stable-ABI engines")?;
    names.iter().map(|name| engines::named(name)?.ready(python, oldest)).collect()
}

/// A line for each operation.
fn shown(names: &[String], counts: &[Count], record: Option<&record::Record>) -> String {
    let mut head = vec!["instructions".to_owned()];
    head.extend(names.iter().map(|name| format!("{name}>")));
    head.push("everbind, recorded>".into());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for operation in counts.chunk_by(|a, b| a.operation == b.operation) {
        let name = &operation[0].operation;
        let recorded = record.and_then(|r| r.operations.get(name)?.get("everbind"));
        let mut cells = vec![name.clone()];
        cells.extend(operation.iter().map(|count| format!("{:.1}", count.instructions)));
        cells.push(recorded.map_or("-".into(), |count| format!("{count:.1}")));
        rows.push(cells);
    }
    table(&head, &rows)
}

/// Where the instructions of an operation go, for each engine.
fn by_function(counts: &[Count]) -> String {
    let mut text = String::new();
    for count in counts {
        let mut functions: Vec<_> = count.functions.iter().collect();
        functions.sort_by(|a, b| b.1.total_cmp(a.1));
        let rows: Vec<_> = functions
            .iter()
            .filter(|(_, cost)| **cost >= 0.5)
            .take(FUNCTIONS)
            .map(|(name, cost)| vec![format!("{cost:.1}"), (*name).clone()])
            .collect();
        text += &table(&[format!("{}>", count.engine), "function".into()], &rows);
        text.push('\n');
    }
    text
}
