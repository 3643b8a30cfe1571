//! What an example's `demo.py` prints as its last line: one JSON object with
//! `results` (compared between interpreters), `speed` (nanoseconds by label) and
//! `gil_enabled`.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
pub struct Report {
    results: Map<String, Value>,
    #[serde(default)]
    speed: Map<String, Value>,
    pub gil_enabled: bool,
}

impl Report {
    /// Reads the last line of a demo's output.
    ///
    /// # Errors
    /// When it is not such an object.
    pub fn parse(said: &str) -> Result<Report> {
        let last = said.trim_end().lines().last().unwrap_or_default();
        serde_json::from_str(last).with_context(|| format!("not a demo's report: {last:?}"))
    }

    /// Eight hexadecimal digits that are the same when all results are (FNV-1a of their JSON).
    pub fn digest(&self) -> String {
        // A map of serde_json's is ordered by key, so equal results are equal text.
        let text = serde_json::to_string(&self.results).expect("a value read from JSON");
        let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("{:08x}", (hash ^ (hash >> 32)) as u32)
    }

    /// What `other` computed differently, one line for each result.
    pub fn differences(&self, other: &Report) -> Vec<String> {
        let mut keys: Vec<_> = self.results.keys().chain(other.results.keys()).collect();
        keys.sort();
        keys.dedup();
        let text = |report: &Report, key: &str| match report.results.get(key) {
            Some(value) => value.to_string(),
            None => "nothing".into(),
        };
        keys.into_iter()
            .filter(|key| self.results.get(*key) != other.results.get(*key))
            .map(|key| format!("{key} is {}, expected {}", text(other, key), text(self, key)))
            .collect()
    }

    pub fn speed_labels(&self) -> Vec<String> {
        self.speed.keys().cloned().collect()
    }

    /// The time of a label, with its unit.
    pub fn time_of(&self, label: &str) -> String {
        match self.speed.get(label).and_then(Value::as_f64) {
            None => "-".into(),
            Some(ns) if ns < 1e3 => format!("{ns:.1} ns"),
            Some(ns) if ns < 1e6 => format!("{:.1} µs", ns / 1e3),
            Some(ns) => format!("{:.1} ms", ns / 1e6),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(results: &str) -> Report {
        let line = format!(
            r#"{{"results": {results}, "speed": {{"add": 24.06, "book": 2500000}}, "gil_enabled": false}}"#
        );
        Report::parse(&format!("something else\n{line}\n")).unwrap()
    }

    #[test]
    fn equal_results_whatever_their_order() {
        let (a, b) = (report(r#"{"x": 1, "y": [1.5]}"#), report(r#"{"y": [1.5], "x": 1}"#));
        assert_eq!(a.digest(), b.digest());
        assert_eq!(a.digest().len(), 8);
        assert!(a.differences(&b).is_empty());
    }

    #[test]
    fn differences_name_the_result() {
        let (a, b) = (report(r#"{"x": 1, "y": 2}"#), report(r#"{"x": 3}"#));
        assert_ne!(a.digest(), b.digest());
        assert_eq!(a.differences(&b), ["x is 3, expected 1", "y is nothing, expected 2"]);
    }

    #[test]
    fn times_have_units() {
        let r = report("{}");
        assert_eq!((r.time_of("add"), r.time_of("book")), ("24.1 ns".into(), "2.5 ms".into()));
        assert_eq!(r.time_of("other"), "-");
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(Report::parse("Traceback\n").is_err());
    }
}
