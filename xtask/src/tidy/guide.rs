//! The guide's table of classes is true: its tests exist, and nothing is left out of it.

use super::File;

const TABLE: &str = "guide/src/classes.md";
/// Where the special methods that are slots are told.
const SLOTS: &str = "crates/everbind-macros/src/slot_table.rs";
/// The classes whose every special method fails.
const FAULTS: &str = "tests/ext/src/class_faults.rs";
/// The tests of which each has a place in the table.
const ROWS: [&str; 6] = ["options", "methods", "handles", "natives", "dunders", "numbers"];

pub fn classes(files: &[File]) -> Vec<String> {
    let text = |path: &str| files.iter().find(|f| f.path == path).map(|f| f.text.as_str());
    let (Some(table), Some(slots), Some(faults)) = (text(TABLE), text(SLOTS), text(FAULTS)) else {
        return vec![format!("{TABLE}, {SLOTS} or {FAULTS}: missing")];
    };
    let mut findings = Vec::new();
    for (i, line) in table.lines().enumerate() {
        for (file, test) in line.split('`').filter_map(|part| part.split_once("::test_")) {
            let there = text(&format!("tests/python/{file}"))
                .is_some_and(|text| text.contains(&format!("def test_{test}(")));
            // A path of Rust's has no file of Python's before it.
            if file.ends_with(".py") && !there {
                findings.push(format!("{TABLE}:{}: there is no {file}::test_{test}", i + 1));
            }
        }
    }
    for name in ROWS {
        let file = format!("test_pyo3_{name}.py");
        for test in text(&format!("tests/python/{file}")).into_iter().flat_map(tests) {
            if !table.contains(&format!("`{file}::{test}`")) {
                findings.push(format!("{TABLE}: has no row for {file}::{test}"));
            }
        }
    }
    for name in specials(slots) {
        if !table.contains(&format!("`{name}`")) {
            findings.push(format!("{TABLE}: has no row for {name}"));
        }
        // A constructor is no special method there.
        if name != "__new__" && !faults.contains(name) {
            findings.push(format!("{FAULTS}: {name} does not fail"));
        }
    }
    findings
}

/// The names of the test functions in a file of Python.
fn tests(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let name = line.strip_prefix("def ")?.split('(').next()?;
        name.starts_with("test_").then_some(name)
    })
}

/// The strings in a Rust file that are names of special methods.
fn specials(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2).filter(|name| {
        name.len() > 4
            && name.starts_with("__")
            && name.ends_with("__")
            && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_found() {
        let files = |table: &str, faults: &str| {
            [
                File::new(TABLE, table.into()),
                File::new(SLOTS, "slot(\"__len__\", 1); slot(\"__new__\", 2)".into()),
                File::new(FAULTS, faults.into()),
                File::new("tests/python/test_pyo3_dunders.py", "def test_len():\n".into()),
            ]
        };
        let row = "| `__len__`, `__new__` | `test_pyo3_dunders.py::test_len` |";
        assert!(classes(&files(row, "__len__()")).is_empty());
        assert_eq!(classes(&files(row, "")).len(), 1);
        assert_eq!(classes(&files("`__new__`, `a.py::test_b`, `a::test_b`", "__len__")).len(), 3);
    }
}
