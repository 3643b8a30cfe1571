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
    /// Tests of one name (parameters that differ in nothing but their address) are compared as a bag.
    pub fn differences(&self, peer: &Outcomes) -> Vec<String> {
        let (ours, theirs) = (self.by_name(), peer.by_name());
        let mut lines = Vec::new();
        for (name, there) in &theirs {
            match ours.get(name) {
                None => lines.push(format!("{name}: not run, {} with PyO3", there.join(", "))),
                Some(here) if here != there => {
                    let (here, there) = (here.join(", "), there.join(", "));
                    lines.push(format!("{name}: {here}, {there} with PyO3{}", self.why(name)));
                }
                Some(_) => {}
            }
        }
        for (name, here) in ours.iter().filter(|(name, _)| !theirs.contains_key(*name)) {
            lines.push(format!("{name}: {}, not run with PyO3", here.join(", ")));
        }
        lines
    }

    fn by_name(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for Test(name, outcome, _) in &self.0 {
            names.entry(name).or_default().push(outcome);
        }
        names.values_mut().for_each(|outcomes| outcomes.sort_unstable());
        names
    }

    fn why(&self, name: &str) -> String {
        let told = self.0.iter().find(|test| test.0 == name && !test.2.is_empty());
        told.map_or(String::new(), |test| format!("\n    {}", test.2.replace('\n', "\n    ")))
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
        "[\"a\", \"passed\", \"\"]\n[\"b\", \"skipped\", \"no\"]\n[\"b\", \"passed\", \"\"]";

    fn check(ours: &str, differences: &[&str]) {
        let peer = Outcomes::parse(PEER).unwrap();
        assert_eq!(Outcomes::parse(ours).unwrap().differences(&peer), differences);
    }

    #[test]
    fn the_same_in_another_order() {
        check(
            "[\"b\", \"passed\", \"\"]\n[\"b\", \"skipped\", \"\"]\n[\"a\", \"passed\", \"\"]",
            &[],
        );
    }

    #[test]
    fn another_outcome_tells_why() {
        let b = "[\"b\", \"passed\", \"\"]\n[\"b\", \"skipped\", \"\"]";
        let ours = format!("[\"a\", \"failed\", \"assert 1\\nbut 2\"]\n{b}");
        check(&ours, &["a: failed, passed with PyO3\n    assert 1\n    but 2"]);
    }

    #[test]
    fn more_and_fewer() {
        check(
            "[\"a\", \"passed\", \"\"]\n[\"c\", \"passed\", \"\"]",
            &["b: not run, passed, skipped with PyO3", "c: passed, not run with PyO3"],
        );
    }

    #[test]
    fn a_summary() {
        assert_eq!(Outcomes::parse(PEER).unwrap().to_string(), "2 passed, 1 skipped");
        assert!(Outcomes::parse("").is_err());
        assert!(Outcomes::parse("what").is_err());
    }
}
