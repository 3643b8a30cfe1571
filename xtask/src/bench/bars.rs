//! What must hold, and whether it does.

use std::collections::BTreeSet;

use super::figures::{Row, geometric_mean};

/// A limit on a ratio.
pub struct Bar {
    what: &'static str,
    engine: &'static str,
    against: Against,
    of: Of,
    limit: f64,
}

/// Whose time is one.
enum Against {
    Engine(&'static str),
    FastestPeer,
}

/// Which ratio.
enum Of {
    Mean,
    Every,
    These(&'static [&'static str]),
}

const LONG_LISTS: Of = Of::These(&["list 1000", "list 100000"]);

/// All of them. An engine that was not measured has no bars.
pub const BARS: &[Bar] = &[
    bar("layouts on, geometric mean against C", ON, C, Of::Mean, 1.10),
    bar("layouts on, each operation against C", ON, C, Of::Every, 1.50),
    bar("layouts on, each against the fastest peer", ON, Against::FastestPeer, Of::Every, 1.10),
    bar("layouts on, long lists against C", ON, C, LONG_LISTS, 1.15),
    bar("layouts on, errors against C", ON, C, Of::These(&["exception", "wrong type"]), 1.20),
    bar("layouts off, geometric mean against limited C", OFF, LIMITED, Of::Mean, 1.0),
    bar("layouts off, each against PyO3 abi3", OFF, Against::Engine("pyo3-abi3"), Of::Every, 1.0),
    bar("layouts off, each against nanobind abi3", OFF, NANOBIND, Of::Every, 1.0),
    bar("layouts off, long lists against limited C", OFF, LIMITED, LONG_LISTS, 1.0),
    bar("layouts off, a tuple against C", OFF, C, Of::These(&["tuple 1000"]), 1.9),
];

const ON: &str = "everbind";
const OFF: &str = "everbind-off";
const C: Against = Against::Engine("c");
const LIMITED: Against = Against::Engine("c-limited");
const NANOBIND: Against = Against::Engine("nanobind-abi3");

const fn bar(
    what: &'static str,
    engine: &'static str,
    against: Against,
    of: Of,
    limit: f64,
) -> Bar {
    Bar { what, engine, against, of, limit }
}

/// How a bar stands.
pub struct Verdict {
    bar: &'static Bar,
    /// Each operation's ratio, the worst first; the mean by itself, without a name.
    ratios: Vec<(String, f64)>,
}

impl Verdict {
    /// Whether it holds.
    pub fn holds(&self) -> bool {
        self.above().next().is_none()
    }

    /// What is above the limit.
    fn above(&self) -> impl Iterator<Item = &(String, f64)> {
        self.ratios.iter().filter(|(_, ratio)| *ratio > self.bar.limit)
    }

    /// The mean, or the worst of the operations.
    fn figure(&self) -> f64 {
        self.ratios[0].1
    }

    fn sort(&mut self) {
        self.ratios.sort_by(|a, b| b.1.total_cmp(&a.1));
    }

    /// One line.
    pub fn shown(&self) -> String {
        let Bar { what, limit, .. } = self.bar;
        let word = if self.holds() { "ok    " } else { "FAILED" };
        let named = self.above().filter(|(name, _)| !name.is_empty());
        let listed: Vec<_> = named.map(|(name, ratio)| format!("{name} {ratio:.2}")).collect();
        let more =
            if listed.is_empty() { String::new() } else { format!(": {}", listed.join(", ")) };
        format!("{word}  {:.2}, at most {limit:.2}  {what}{more}", self.figure())
    }
}

/// Every bar whose engines were measured.
pub fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    BARS.iter().filter_map(|bar| bar.verdict(rows)).collect()
}

/// The operations that some bar would have measured again.
pub fn doubtful(verdicts: &[Verdict]) -> BTreeSet<String> {
    let above = verdicts.iter().flat_map(Verdict::above);
    above.filter(|(name, _)| !name.is_empty()).map(|(name, _)| name.clone()).collect()
}

/// Takes the better ratio of two runs: what is above its limit afterwards was so in both.
pub fn confirm(verdicts: &mut [Verdict], again: &[Row]) {
    for verdict in verdicts {
        for (name, ratio) in &mut verdict.ratios {
            let row = again.iter().find(|row| row.name == *name);
            if let Some(other) = row.and_then(|row| verdict.bar.ratio(row)) {
                *ratio = ratio.min(other);
            }
        }
        verdict.sort();
    }
}

impl Bar {
    fn ratio(&self, row: &Row) -> Option<f64> {
        match self.against {
            Against::Engine(other) => row.against(self.engine, other),
            Against::FastestPeer => row.against(self.engine, row.fastest_peer()?),
        }
    }

    fn verdict(&'static self, rows: &[Row]) -> Option<Verdict> {
        if let (Of::Mean, Against::Engine(other)) = (&self.of, &self.against) {
            let mean = geometric_mean(rows, self.engine, other)?;
            return Some(Verdict { bar: self, ratios: vec![(String::new(), mean)] });
        }
        let meant = rows.iter().filter(|row| match self.of {
            Of::These(names) => names.contains(&row.name.as_str()),
            _ => true,
        });
        let ratios: Vec<_> =
            meant.filter_map(|row| Some((row.name.clone(), self.ratio(row)?))).collect();
        let mut verdict = Verdict { bar: self, ratios };
        verdict.sort();
        (!verdict.ratios.is_empty()).then_some(verdict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::figures::tests::rows;

    fn find<'a>(verdicts: &'a [Verdict], what: &str) -> &'a Verdict {
        verdicts.iter().find(|v| v.bar.what == what).expect(what)
    }

    #[test]
    fn a_bar_needs_its_engines() {
        let rows = rows(&[("noop", &[("c", 1.0), ("everbind", 1.2)])]);
        let verdicts = verdicts(&rows);
        assert_eq!(verdicts.len(), 2);
        assert!(!find(&verdicts, "layouts on, geometric mean against C").holds());
        assert!(find(&verdicts, "layouts on, each operation against C").holds());
    }

    #[test]
    fn an_operation_fails_if_it_does_in_every_run() {
        let first = rows(&[
            ("noop", &[("c", 1.0), ("everbind", 1.6)]),
            ("inc", &[("c", 1.0), ("everbind", 1.7)]),
        ]);
        let mut verdicts = verdicts(&first);
        assert_eq!(doubtful(&verdicts), ["inc", "noop"].map(String::from).into());
        let again = rows(&[
            ("noop", &[("c", 1.0), ("everbind", 1.4)]),
            ("inc", &[("c", 1.0), ("everbind", 1.6)]),
        ]);
        confirm(&mut verdicts, &again);
        let each = find(&verdicts, "layouts on, each operation against C");
        assert_eq!(each.above().collect::<Vec<_>>(), [&("inc".to_owned(), 1.6)]);
        assert!(each.shown().starts_with("FAILED  1.60"), "{}", each.shown());
    }

    #[test]
    fn the_fastest_peer_counts() {
        let ns = [("pyo3", 2.0), ("cython", 1.0), ("everbind", 1.3)];
        let verdicts = verdicts(&rows(&[("map", &ns)]));
        let peer = find(&verdicts, "layouts on, each against the fastest peer");
        assert!(!peer.holds() && (peer.figure() - 1.3).abs() < 1e-9);
    }
}
