//! What became of every test of a suite, and how two runs of it differ.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// The plugin that writes what [`Outcomes::parse`] reads.
pub const PLUGIN: &str = include_str!("outcomes.py");

/// A test: its name, its outcome as pytest calls it, and why if it did not pass.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Test(String, String, String);

/// A run of a suite.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outcomes(Vec<Test>);

impl Outcomes {
    /// # Errors
    /// When a line is not the plugin's, or there is none.
    pub fn parse(text: &str) -> Result<Self> {
        let tests: Vec<Test> = text
            .lines()
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()
            .context("the outcomes of the tests are not readable")?;
        if tests.is_empty() {
            bail!("no test was run");
        }
        Ok(Outcomes(tests))
    }

    pub fn count(&self, outcome: &str) -> usize {
        self.0.iter().filter(|test| test.1 == outcome).count()
    }

    /// Tests that failed, or were not even set up.
    pub fn failures(&self) -> impl Iterator<Item = String> {
        let bad = |test: &&Test| matches!(&*test.1, "failed" | "error" | "xpassed");
        self.0.iter().filter(bad).map(|Test(name, outcome, why)| {
            format!("{name}: {outcome}: {}", why.replace('\n', "\n    "))
        })
    }

    /// The tests whose outcome is another than with the peer, a line each.
    ///
    /// Those of one function are told apart by their order, since the names of parameters are not the same in
    /// every run: they have sets in them, random numbers, and paths.
    pub fn differences(&self, peer: &Outcomes) -> Vec<String> {
        let (ours, theirs) = (self.by_function(), peer.by_function());
        let mut lines = Vec::new();
        for (function, there) in &theirs {
            let here = ours.get(function).map_or(&[][..], Vec::as_slice);
            if here.len() != there.len() {
                lines.push(format!(
                    "{function}: run {} times, {} with PyO3",
                    here.len(),
                    there.len()
                ));
            }
            for (Test(name, outcome, why), Test(_, expected, _)) in here.iter().zip(there) {
                if outcome != expected {
                    let why = why.replace('\n', "\n    ");
                    lines.push(format!("{name}: {outcome}, {expected} with PyO3\n    {why}"));
                }
            }
        }
        for (function, here) in ours.iter().filter(|(function, _)| !theirs.contains_key(*function))
        {
            lines.push(format!("{function}: run {} times, 0 with PyO3", here.len()));
        }
        lines
    }

    /// The tests of each function, in their order.
    fn by_function(&self) -> BTreeMap<&str, Vec<&Test>> {
        let mut functions: BTreeMap<&str, Vec<&Test>> = BTreeMap::new();
        for test in &self.0 {
            let function = test.0.split_once('[').map_or(&*test.0, |(function, _)| function);
            functions.entry(function).or_default().push(test);
        }
        functions
    }
}

/// `12 passed, 3 skipped`: what pytest prints at the end.
impl fmt::Display for Outcomes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut comma = "";
        for outcome in ["passed", "failed", "error", "skipped", "xfailed", "xpassed"] {
            let count = self.count(outcome);
            if count > 0 {
                write!(f, "{comma}{count} {outcome}")?;
                comma = ", ";
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Outcomes;

    const PEER: &str =
        "[\"a\", \"passed\", \"\"]\n[\"b[1]\", \"skipped\", \"no\"]\n[\"b[2]\", \"passed\", \"\"]";

    fn check(ours: &str, differences: &[&str]) {
        let peer = Outcomes::parse(PEER).unwrap();
        assert_eq!(Outcomes::parse(ours).unwrap().differences(&peer), differences);
    }

    #[test]
    fn the_same_under_other_names() {
        check(
            "[\"b[x]\", \"skipped\", \"\"]\n[\"b[y]\", \"passed\", \"\"]\n[\"a\", \"passed\", \"\"]",
            &[],
        );
    }

    #[test]
    fn another_outcome_tells_why() {
        let b = "[\"b[1]\", \"skipped\", \"\"]\n[\"b[2]\", \"passed\", \"\"]";
        let ours = format!("[\"a\", \"failed\", \"assert 1\\nbut 2\"]\n{b}");
        check(&ours, &["a: failed, passed with PyO3\n    assert 1\n    but 2"]);
    }

    #[test]
    fn more_and_fewer() {
        check(
            "[\"a\", \"passed\", \"\"]\n[\"c\", \"passed\", \"\"]",
            &["b: run 0 times, 2 with PyO3", "c: run 1 times, 0 with PyO3"],
        );
    }

    #[test]
    fn a_summary() {
        assert_eq!(Outcomes::parse(PEER).unwrap().to_string(), "2 passed, 1 skipped");
        assert!(Outcomes::parse("").is_err());
        assert!(Outcomes::parse("what").is_err());
    }
}
