//! `cargo xtask memcheck`: the test extensions in a Python program under valgrind.
//!
//! Python by itself is not free of reports (a sub-interpreter leaks), so the program runs twice:
//! first without the extensions, to know those. A report is ours when one of the library's
//! functions is in its stack, or when it is of a kind and a place that Python alone does not
//! have. All memory goes through `malloc`, so valgrind sees each object.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};

use crate::pythons::{self, Interpreter};
use crate::sh;
use crate::test::ext::{self, Library};

const PROGRAM: &str = "xtask/src/memcheck.py";
const OPTIONS: [&str; 4] =
    ["--leak-check=full", "--show-leak-kinds=definite", "--num-callers=60", "--quiet"];
/// What the file names of our libraries have in common.
const OURS: &str = "/everbind_";

/// Whether nothing was found.
///
/// # Errors
/// When the extension cannot be built, or the program does not get to its end.
pub fn main() -> Result<bool> {
    if !sh::runs("valgrind") {
        println!("skipped: there is no valgrind here");
        return Ok(true);
    }
    // The oldest one: it is where a sub-interpreter has the most to say.
    let chosen = pythons::chosen()?.iter().find(|python| !python.free_threaded && !python.debug);
    let python = chosen.context("no interpreter with the GIL")?;
    let library = ext::libraries()?;
    let alone = reports(python, &library, None)?;
    let with = reports(python, &library, Some("use"))?;
    let known: BTreeSet<_> = alone.iter().map(Report::place).collect();
    let found: Vec<_> =
        with.iter().filter(|report| report.is_ours() || !known.contains(&report.place())).collect();
    for report in &found {
        println!("{}\n", report.0.join("\n"));
    }
    println!(
        "valgrind, {}: {} reports without the library, {} with it, {} of them ours",
        python.label(),
        alone.len(),
        with.len(),
        found.len()
    );
    Ok(found.is_empty())
}

fn reports(python: &Interpreter, library: &Library, argument: Option<&str>) -> Result<Vec<Report>> {
    let log = sh::work("logs")?.join(format!("memcheck-{}.log", argument.unwrap_or("alone")));
    let mut valgrind = sh::command("valgrind");
    valgrind.args(OPTIONS).arg(format!("--log-file={}", log.display()));
    valgrind.arg(&python.path).arg(PROGRAM).args(argument);
    valgrind.env("PYTHONMALLOC", "malloc").env("PYTHONPATH", &library.site);
    let said = sh::capture(&mut valgrind)?;
    ensure!(said.ends_with("to the end\n"), "the program printed {said:?}");
    let text = fs::read(&log).with_context(|| format!("cannot read {}", log.display()))?;
    Ok(parse(&String::from_utf8_lossy(&text)))
}

/// One of valgrind's reports: what it is, and the stacks.
#[derive(Debug)]
struct Report(Vec<String>);

impl Report {
    fn is_ours(&self) -> bool {
        self.0.iter().any(|line| line.contains(OURS))
    }

    /// What is the same in every run: the kind, and the functions without their addresses.
    /// Leaks are told apart by kind alone: those without a function of ours are Python's.
    fn place(&self) -> String {
        let head = &self.0[0];
        if head.contains("definitely lost") {
            return "leak".into();
        }
        let functions = self.0[1..].iter().filter_map(|line| Some(line.split_once(": ")?.1));
        let mut place = head.clone();
        for function in functions.take(3) {
            place.push('\n');
            place.push_str(function);
        }
        place
    }
}

/// The reports in a log: lines with a prefix, and a line with nothing else after each report.
fn parse(log: &str) -> Vec<Report> {
    let mut reports = Vec::new();
    let mut lines = Vec::new();
    for line in log.lines().chain([""]) {
        let text = line.splitn(3, "==").nth(2).unwrap_or_default();
        if !text.trim().is_empty() {
            lines.push(text.trim_end().to_owned());
        } else if !lines.is_empty() {
            reports.push(Report(std::mem::take(&mut lines)));
        }
    }
    reports
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\
==7== Invalid read of size 8
==7==    at 0x1: dict_dealloc (dictobject.c:2)
==7==    by 0x2: main (python.c:3)
==7==
==7== 40 bytes in 1 blocks are definitely lost in loss record 1 of 2
==7==    at 0x3: malloc (vg.c:1)
==7==    by 0x4: ??? (in /site/everbind_subinterp.so)
==7==
";

    #[test]
    fn reports_are_told_apart() {
        let reports = parse(LOG);
        assert_eq!(reports.len(), 2);
        assert!(!reports[0].is_ours() && reports[1].is_ours());
        let moved = parse(&LOG.replace("0x1", "0x9"));
        assert_eq!(reports[0].place(), moved[0].place());
        assert_eq!(reports[1].place(), "leak");
    }
}
