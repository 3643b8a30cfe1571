//! `cargo xtask memcheck`: the test extensions in a Python program under valgrind.
//!
//! All memory goes through `malloc`, so valgrind sees each object. Python by itself is not free of
//! reports: what is interned is never freed by 3.12, and a sub-interpreter leaks. So:
//! - an invalid access is ours if it does not happen in the same program without the extensions;
//! - a leak is ours if one of our functions is in its stack and it grows when the same work is
//!   done more often.

use std::collections::{BTreeMap, BTreeSet};
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

/// How often the work is done.
const TIMES: [&str; 2] = ["2", "6"];

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
    let library = ext::libraries("site", None)?;
    let mut clean = true;
    for layout in ["on", "off"] {
        clean &= check(python, &library, layout)?;
    }
    Ok(clean)
}

/// Whether nothing was found with the layouts of objects in use, or not.
fn check(python: &Interpreter, library: &Library, layout: &str) -> Result<bool> {
    let run = |times| reports(python, library, times, layout);
    let [seldom, often] = [run(TIMES[0])?, run(TIMES[1])?];
    let mut errors: Vec<_> = often.iter().filter(|report| report.lost.is_none()).collect();
    let all = errors.len();
    if !errors.is_empty() {
        let known: BTreeSet<_> = run("0")?.iter().map(Report::place).collect();
        errors.retain(|error| !known.contains(&error.place()));
    }
    let (before, leaks) = (lost(&seldom), lost(&often));
    let growing: Vec<_> = leaks
        .iter()
        .filter(|(place, (bytes, _))| before.get(*place).is_none_or(|(less, _)| less < bytes))
        .collect();
    for report in errors.iter().copied().chain(growing.iter().map(|(_, (_, report))| *report)) {
        println!("{}\n", report.lines.join("\n"));
    }
    println!(
        "valgrind, {}, layouts {layout}: {all} invalid accesses, {} of them ours; {} bytes in {} \
         places are lost at the end by Python objects that we asked for, {} places of them grow with the work",
        python.label(),
        errors.len(),
        leaks.values().map(|(bytes, _)| bytes).sum::<u64>(),
        leaks.len(),
        growing.len()
    );
    Ok(errors.is_empty() && growing.is_empty())
}

/// The bytes lost in each place of ours, and one of the reports.
fn lost(reports: &[Report]) -> BTreeMap<String, (u64, &Report)> {
    let mut places = BTreeMap::new();
    for report in reports.iter().filter(|report| report.is_ours()) {
        if let Some(bytes) = report.lost {
            places.entry(report.place()).or_insert((0, report)).0 += bytes;
        }
    }
    places
}

fn reports(
    python: &Interpreter,
    library: &Library,
    times: &str,
    layout: &str,
) -> Result<Vec<Report>> {
    let log = sh::work("logs")?.join(format!("memcheck-{layout}-{times}.log"));
    let mut valgrind = sh::command("valgrind");
    valgrind.args(OPTIONS).arg(format!("--log-file={}", log.display()));
    valgrind.arg(&python.path).arg(PROGRAM).arg(times);
    valgrind.env("PYTHONMALLOC", "malloc").env("PYTHONPATH", &library.site);
    valgrind.env("EVERBIND_LAYOUT", layout);
    let said = sh::capture(&mut valgrind)?;
    ensure!(said.ends_with("to the end\n"), "the program printed {said:?}");
    let text = fs::read(&log).with_context(|| format!("cannot read {}", log.display()))?;
    Ok(parse(&String::from_utf8_lossy(&text)))
}

/// One of valgrind's reports.
#[derive(Debug)]
struct Report {
    /// What it is, and the stacks.
    lines: Vec<String>,
    /// The bytes, if it is of a leak.
    lost: Option<u64>,
}

impl Report {
    fn new(lines: Vec<String>) -> Self {
        let head = lines[0].trim();
        let digits = head.split(' ').next().unwrap_or_default().replace(',', "");
        let lost = head.contains("definitely lost").then(|| digits.parse().unwrap_or(0));
        Report { lines, lost }
    }

    fn is_ours(&self) -> bool {
        self.lines.iter().any(|line| line.contains(OURS))
    }

    /// What is the same in every run: the kind, and the functions down to our own, without addresses.
    fn place(&self) -> String {
        let kind = if self.lost.is_some() { "lost" } else { self.lines[0].trim() };
        let mut place = String::from(kind);
        for line in &self.lines[1..] {
            if let Some((_, function)) = line.split_once(": ") {
                place.push('\n');
                place.push_str(function);
            }
            if line.contains(OURS) {
                break;
            }
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
            reports.push(Report::new(std::mem::take(&mut lines)));
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
==7== 1,040 (16 direct, 1,024 indirect) bytes in 1 blocks are definitely lost in loss record 1 of 2
==7==    at 0x3: malloc (vg.c:1)
==7==    by 0x4: ??? (in /site/everbind_subinterp.so)
==7==    by 0x5: main (python.c:3)
==7==
";

    #[test]
    fn reports_are_told_apart() {
        let reports = parse(LOG);
        assert_eq!(reports.len(), 2);
        assert_eq!((reports[0].lost, reports[1].lost), (None, Some(1040)));
        assert!(!reports[0].is_ours() && reports[1].is_ours());
        assert_eq!(reports[0].place(), parse(&LOG.replace("0x1", "0x9"))[0].place());
        assert_eq!(lost(&reports).into_values().map(|(bytes, _)| bytes).sum::<u64>(), 1040);
    }
}
