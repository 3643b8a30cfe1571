//! From what the processes measured to one figure for each operation and engine.

use std::collections::BTreeMap;

use super::cost;
use super::engines::{self, Kind};
use super::process::{Answer, Measured};

/// What one operation takes in one engine, over all processes and rounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    pub least: f64,
    pub median: f64,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Row {
    pub name: String,
    pub group: String,
    /// Whether the C engine has it.
    pub hand_written: bool,
    pub figures: BTreeMap<String, Figure>,
    pub wrong: BTreeMap<String, String>,
}

impl Row {
    /// The least time of this engine.
    pub fn least(&self, engine: &str) -> Option<f64> {
        self.figures.get(engine).map(|figure| figure.least)
    }

    /// The time of `engine` as a multiple of the time of `other`.
    pub fn against(&self, engine: &str, other: &str) -> Option<f64> {
        Some(self.least(engine)? / self.least(other)?)
    }

    /// What ratios are to: C; the fastest peer where C has no such operation; `None` without either.
    pub fn reference(&self) -> Option<&str> {
        if self.hand_written {
            let (name, _) = self.figures.get_key_value(engines::REFERENCE)?;
            return Some(name);
        }
        self.fastest_peer()
    }

    /// The fastest build of any peer.
    pub fn fastest_peer(&self) -> Option<&str> {
        let peers = self.figures.iter().filter(|(name, _)| engines::kind(name) == Some(Kind::Peer));
        peers.min_by(|a, b| a.1.least.total_cmp(&b.1.least)).map(|(name, _)| name.as_str())
    }

    /// The ratio to the reference.
    pub fn ratio(&self, engine: &str) -> Option<f64> {
        self.against(engine, self.reference()?)
    }
}

/// Minimum and median over all processes.
pub fn merge(answers: &[Answer]) -> Vec<Row> {
    let mut merged: Vec<Measured> = Vec::new();
    for measured in answers.iter().flat_map(|answer| &answer.operations) {
        match merged.iter_mut().find(|known| known.name == measured.name) {
            Some(known) => {
                for (engine, ns) in &measured.ns {
                    known.ns.entry(engine.clone()).or_default().extend(ns);
                }
                known.wrong.extend(measured.wrong.clone());
            }
            None => merged.push(measured.clone()),
        }
    }
    merged.into_iter().map(row).collect()
}

fn row(measured: Measured) -> Row {
    let Measured { name, group, hand_written, ns, wrong } = measured;
    // An engine that was wrong once is not fast.
    let right = ns.iter().filter(|(engine, _)| !wrong.contains_key(*engine));
    let figures = right.map(|(engine, ns)| (engine.clone(), figure(ns))).collect();
    Row { name, group, hand_written, figures, wrong }
}

fn figure(ns: &[f64]) -> Figure {
    let rounds = || ns.iter().copied();
    Figure { least: cost::least(rounds()), median: cost::median(rounds()) }
}

/// The geometric mean of `engine` over `other`, of the operations that both have.
pub fn geometric_mean(rows: &[Row], engine: &str, other: &str) -> Option<f64> {
    let logs: Vec<_> =
        rows.iter().filter_map(|row| row.against(engine, other)).map(f64::ln).collect();
    (!logs.is_empty()).then(|| (logs.iter().sum::<f64>() / logs.len() as f64).exp())
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A process's answer: one operation with its rounds by engine.
    fn answer(name: &str, ns: &[(&str, &[f64])]) -> Answer {
        let measured = Measured {
            name: name.into(),
            group: "calls".into(),
            hand_written: ns.iter().any(|(engine, _)| *engine == "c"),
            ns: ns.iter().map(|(engine, ns)| ((*engine).into(), ns.to_vec())).collect(),
            wrong: BTreeMap::new(),
        };
        Answer { operations: vec![measured] }
    }

    /// Rows of a single round each.
    pub fn rows(operations: &[(&str, &[(&str, f64)])]) -> Vec<Row> {
        let rows = operations.iter().map(|(name, ns)| {
            let rounds: Vec<_> = ns.iter().map(|(e, ns)| (*e, std::slice::from_ref(ns))).collect();
            merge(&[answer(name, &rounds)]).remove(0)
        });
        rows.collect()
    }

    #[test]
    fn processes_are_merged() {
        let first = answer("noop", &[("c", &[3.0, 2.0, 9.0]), ("everbind", &[4.0])]);
        let second = answer("noop", &[("c", &[1.0]), ("everbind", &[2.0, 6.0])]);
        let rows = merge(&[first, second]);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].figures["c"], Figure { least: 1.0, median: 2.5 });
        assert_eq!(rows[0].figures["everbind"], Figure { least: 2.0, median: 4.0 });
        assert_eq!(rows[0].ratio("everbind"), Some(2.0));
        assert_eq!(rows[0].ratio("pyo3"), None);
    }

    #[test]
    fn a_wrong_engine_has_no_figure() {
        let right = answer("noop", &[("c", &[1.0]), ("pyo3", &[1.0])]);
        let mut wrong = answer("noop", &[("c", &[1.0]), ("pyo3", &[1.0])]);
        wrong.operations[0].wrong.insert("pyo3".into(), "1 instead of None".into());
        let rows = merge(&[right, wrong]);
        assert!(rows[0].least("pyo3").is_none() && rows[0].least("c").is_some());
    }

    #[test]
    fn without_c_the_fastest_peer_is_the_reference() {
        let ns = [("pyo3", 4.0), ("pyo3-abi3", 3.0), ("everbind", 1.5), ("everbind-off", 2.0)];
        let rows = rows(&[("map", &ns)]);
        assert_eq!(rows[0].reference(), Some("pyo3-abi3"));
        assert_eq!(rows[0].ratio("everbind"), Some(0.5));
    }

    #[test]
    fn the_mean_is_geometric_and_of_what_both_have() {
        let rows = rows(&[
            ("a", &[("c", 1.0), ("everbind", 2.0)]),
            ("b", &[("c", 2.0), ("everbind", 1.0)]),
            ("map", &[("pyo3", 1.0), ("everbind", 9.0)]),
        ]);
        let mean = geometric_mean(&rows, "everbind", "c").unwrap();
        assert!((mean - 1.0).abs() < 1e-9, "{mean}");
        assert!(geometric_mean(&rows, "cython", "c").is_none());
    }
}
