//! Generated files against those in the repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Subject;
use crate::sh;
use crate::test::tally::Outcome;

/// Where the expected files are.
const EXPECTED: &str = "tests/stubs/expected";

/// Compares, or takes over.
pub fn compare(subject: &Subject<'_>, bless: bool) -> Result<Outcome> {
    let folder = sh::root().join(EXPECTED);
    let mut made = files(&subject.typings)?;
    made.extend(files(&subject.unpacked)?);
    if bless {
        sh::fresh(&folder)?;
        for (path, text) in &made {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().context("a file has a folder")?)?;
            fs::write(file, text)?;
        }
    }
    let expected = files(&folder)?;
    let mut outcome = Outcome { passed: 0, failed: 0, notes: Vec::new() };
    for path in made.keys().chain(expected.keys().filter(|path| !made.contains_key(*path))) {
        match difference(expected.get(path), made.get(path)) {
            None => outcome.passed += 1,
            Some(difference) => {
                outcome.failed += 1;
                outcome.notes.push(format!("{EXPECTED}/{path}: {difference}"));
            }
        }
    }
    if outcome.failed > 0 {
        outcome.notes.push("if that is as it should be: cargo xtask stubs --bless".into());
    }
    Ok(outcome)
}

/// The stubs under a folder, by their paths in it with `/`.
fn files(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push((entry.path(), format!("{path}/")));
            } else if path.ends_with(".pyi") {
                found.insert(path, fs::read_to_string(entry.path())?.replace("\r\n", "\n"));
            }
        }
    }
    Ok(found)
}

/// The first lines that are not the same.
fn difference(expected: Option<&String>, made: Option<&String>) -> Option<String> {
    let (Some(expected), Some(made)) = (expected, made) else {
        return Some(if made.is_some() { "not expected" } else { "not made" }.into());
    };
    if expected == made {
        return None;
    }
    let (mut old, mut new) = (expected.lines(), made.lines());
    for number in 1.. {
        match (old.next(), new.next()) {
            (Some(one), Some(other)) if one == other => {}
            (None, None) => break,
            (one, other) => {
                let shown = |line: Option<&str>| line.unwrap_or("(the end)").to_owned();
                return Some(format!(
                    "line {number}: expected {:?}, made {:?}",
                    shown(one),
                    shown(other)
                ));
            }
        }
    }
    Some("other ends of lines".into())
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn the_first_difference_is_told() {
        let text = |text: &str| text.to_owned();
        assert_eq!(difference(Some(&text("a\n")), Some(&text("a\n"))), None);
        assert_eq!(difference(None, Some(&text("a"))).unwrap(), "not expected");
        assert_eq!(
            difference(Some(&text("a\nb\n")), Some(&text("a\nc\n"))).unwrap(),
            "line 2: expected \"b\", made \"c\""
        );
        assert_eq!(
            difference(Some(&text("a\n")), Some(&text("a"))).unwrap(),
            "other ends of lines"
        );
    }
}
