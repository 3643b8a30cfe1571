//! The steps as they end, one line each, and what they add up to.

use std::sync::Mutex;
use std::time::Instant;

use anyhow::Result;

/// How a step ended.
#[derive(Debug, Default, PartialEq)]
pub struct Outcome {
    /// Tests (or a step that is one test by itself) that passed.
    pub passed: u64,
    pub failed: u64,
    /// Shown under the step's line: reasons of skips, the end of a failure's output.
    pub notes: Vec<String>,
}

impl Outcome {
    /// A step that is one test, passed.
    pub fn ok() -> Self {
        Outcome { passed: 1, ..Self::default() }
    }

    /// A step that is one test, failed; `why` may be of several lines.
    pub fn failure(why: &str) -> Self {
        Outcome { failed: 1, notes: why.lines().map(String::from).collect(), passed: 0 }
    }

    /// A step that looks for mistakes and found these.
    pub fn of_findings(findings: Vec<String>) -> Self {
        if findings.is_empty() {
            return Self::ok();
        }
        Outcome { failed: findings.len() as u64, notes: findings, passed: 0 }
    }
}

/// Adds up outcomes; may be shared between threads.
pub struct Tally {
    sum: Mutex<(u64, u64)>,
    started: Instant,
}

impl Tally {
    pub fn new() -> Self {
        Tally { sum: Mutex::new((0, 0)), started: Instant::now() }
    }

    /// Runs a step, prints its line and counts it. An error is a failure.
    pub fn step(&self, name: &str, work: impl FnOnce() -> Result<Outcome>) {
        let start = Instant::now();
        let outcome = work().unwrap_or_else(|error| Outcome::failure(&format!("{error:#}")));
        let mut sum = self.sum.lock().unwrap_or_else(|e| e.into_inner());
        sum.0 += outcome.passed;
        sum.1 += outcome.failed;
        // Printed under the lock, so that the lines of parallel steps stay whole.
        let state = if outcome.failed == 0 { "ok" } else { "FAILED" };
        let figures = match (outcome.passed, outcome.failed) {
            (1, 0) => String::new(),
            (passed, 0) => format!("{passed} passed"),
            (passed, failed) => format!("{passed} passed, {failed} failed"),
        };
        println!("{state:<8}{name:<40} {figures:<24}{:>7.1} s", start.elapsed().as_secs_f64());
        for note in &outcome.notes {
            println!("          {note}");
        }
    }

    /// Says that something was left out, and why.
    pub fn skipped(&self, name: &str, why: &str) {
        println!("skipped {name:<40} {why}");
    }

    /// Prints the sum as the last line, and says whether all of it passed.
    pub fn finish(self) -> bool {
        let (passed, failed) = self.sum.into_inner().unwrap_or_else(|e| e.into_inner());
        println!("all steps: {:.0} s", self.started.elapsed().as_secs_f64());
        println!("{passed} passed, {failed} failed");
        failed == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_a_failure() {
        let tally = Tally::new();
        tally.step("good", || Ok(Outcome::ok()));
        tally.step("bad", || anyhow::bail!("no"));
        assert_eq!(*tally.sum.lock().unwrap(), (1, 1));
        assert!(!tally.finish());
    }

    #[test]
    fn findings_are_failures() {
        assert_eq!(Outcome::of_findings(vec![]), Outcome::ok());
        assert_eq!(Outcome::of_findings(vec!["a".into(), "b".into()]).failed, 2);
    }
}
