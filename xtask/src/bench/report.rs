//! What was measured, as a table and as JSON.

use serde_json::{Map, Value, json};

use super::engines::REFERENCE;
use super::figures::{self, Row};
use crate::pythons::Interpreter;
use crate::table::table;

/// The measurements of one interpreter.
pub struct Report<'a> {
    pub python: &'a Interpreter,
    pub engines: Vec<&'static str>,
    pub rows: Vec<Row>,
}

impl Report<'_> {
    /// The geometric mean of an engine's ratios to C.
    fn mean(&self, engine: &str) -> Option<f64> {
        figures::geometric_mean(&self.rows, engine, REFERENCE)
    }

    /// Nanoseconds and ratios, a line for each operation.
    pub fn table(&self) -> String {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for row in &self.rows {
            let mark = if row.hand_written { "" } else { " *" };
            let mut cells = vec![format!("{}{mark}", row.name)];
            cells.extend(self.engines.iter().map(|engine| cell(row, engine)));
            rows.push(cells);
        }
        let mut means = vec!["geometric mean".to_owned()];
        let mean =
            |engine: &&str| self.mean(engine).map_or("-".into(), |mean| format!("{mean:.2}"));
        means.extend(self.engines.iter().map(mean));
        rows.push(means);
        let mut head = vec!["ns (ratio to C)".to_owned()];
        head.extend(self.engines.iter().map(|engine| format!("{engine}>")));
        let mut text = format!("{} ({})\n", self.python.label(), self.python.build);
        text += &table(&head, &rows);
        if self.rows.iter().any(|row| !row.hand_written) {
            text += "* not in C: the ratio is to the fastest peer, and not in the mean\n";
        }
        for row in &self.rows {
            for (engine, what) in &row.wrong {
                text += &format!("{engine}: {}: {what}\n", row.name);
            }
        }
        text
    }

    /// The same for programs; `benches/README.md` has the keys.
    pub fn json(&self) -> Value {
        let operations: Vec<_> = self.rows.iter().map(operation).collect();
        let means: Map<_, _> = self
            .engines
            .iter()
            .filter_map(|engine| Some(((*engine).to_owned(), json!(self.mean(engine)?))))
            .collect();
        json!({
            "name": self.python.name,
            "version": self.python.version,
            "build": self.python.build,
            "engines": self.engines,
            "operations": operations,
            "geometric_mean": means,
        })
    }
}

fn operation(row: &Row) -> Value {
    let figures: Map<_, _> = row
        .figures
        .iter()
        .map(|(engine, figure)| {
            let ratio = row.ratio(engine);
            let value = json!({"min": figure.least, "median": figure.median, "ratio": ratio});
            (engine.clone(), value)
        })
        .collect();
    json!({
        "name": row.name,
        "group": row.group,
        "hand_written": row.hand_written,
        "reference": row.reference(),
        "figures": figures,
        "wrong": row.wrong,
    })
}

fn cell(row: &Row, engine: &str) -> String {
    let Some(least) = row.least(engine) else { return "-".into() };
    match row.ratio(engine) {
        Some(ratio) => format!("{} ({ratio:.2})", short(least)),
        None => short(least),
    }
}

/// Nanoseconds in three or four digits.
pub fn short(ns: f64) -> String {
    match ns {
        ..1e3 => format!("{ns:.1}"),
        1e3..1e6 => format!("{:.1}k", ns / 1e3),
        _ => format!("{:.2}M", ns / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells() {
        let ns = [("c", 10.0), ("everbind", 12.5)];
        let rows = figures::tests::rows(&[("noop", &ns), ("map", &[("everbind", 2e6)])]);
        assert_eq!(cell(&rows[0], "everbind"), "12.5 (1.25)");
        assert_eq!(cell(&rows[0], "cython"), "-");
        assert_eq!(cell(&rows[1], "everbind"), "2.00M");
        assert_eq!(short(1234.0), "1.2k");
    }
}
