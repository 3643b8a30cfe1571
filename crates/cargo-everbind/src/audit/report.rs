//! What an audit found, for people and for scripts.

use std::{fmt, path::Path};

use anyhow::{Result, bail};
use serde::Serialize;

use super::{promise::Promise, size::Size, stable::Minor};

/// How many problems with symbols a message lists before it counts the rest.
const SYMBOLS: usize = 10;
/// How many places of use a message names before it counts the rest.
const PLACES: usize = 4;

/// What an audit found: facts worth a line, what could be better, and problems.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    pub facts: Vec<String>,
    pub warnings: Vec<String>,
    pub problems: Vec<Problem>,
    /// What to do about them.
    pub hints: Vec<String>,
    /// What the tags promise.
    pub promise: Option<Promise>,
    pub libraries: Vec<Inspected>,
}

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub kind: Kind,
    /// The file inside the wheel, or the library's name.
    pub file: Option<String>,
    pub text: String,
    /// The symbol it is about.
    pub symbol: Option<String>,
    /// The version that added the symbol to the stable ABI; none if it is not in it.
    pub added: Option<Minor>,
    /// Where the library uses the symbol: functions, else places in the file.
    pub used_at: Vec<String>,
}

/// What kind of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Record,
    Tag,
    Platform,
    FileName,
    Hook,
    Symbol,
    Linked,
    Damaged,
}

/// A library that was looked into.
#[derive(Debug, Serialize)]
pub struct Inspected {
    pub file: String,
    /// `ELF x86_64`.
    pub kind: String,
    /// The module hooks it exports.
    pub hooks: Vec<String>,
    /// CPython's symbols that it leaves to the loader, with the version that added each.
    pub imports: Vec<(String, Option<Minor>)>,
    pub size: Size,
}

impl Problem {
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        let text = text.into();
        Problem { kind, file: None, text, symbol: None, added: None, used_at: Vec::new() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}: ")?;
        }
        f.write_str(&self.text)?;
        if !self.used_at.is_empty() {
            let shown = &self.used_at[..self.used_at.len().min(PLACES)];
            write!(f, "\n    used by {}", shown.join(", "))?;
            match self.used_at.len() - shown.len() {
                0 => {}
                more => write!(f, " and {more} more")?,
            }
        }
        Ok(())
    }
}

impl Report {
    /// The report as an error if it has a problem.
    ///
    /// # Errors
    /// There is a problem; the error lists all of them.
    pub fn into_result(self, path: &Path) -> Result<Self> {
        if self.problems.is_empty() {
            return Ok(self);
        }
        bail!("{}", self.failure(path))
    }

    /// The problems as a message.
    pub fn failure(&self, path: &Path) -> String {
        let mut text = format!("{} fails the audit:", path.display());
        let (mut symbols, mut more) = (0, 0);
        for problem in &self.problems {
            symbols += usize::from(problem.kind == Kind::Symbol);
            if problem.kind == Kind::Symbol && symbols > SYMBOLS {
                more += 1;
            } else {
                text += &format!("\n  - {problem}");
            }
        }
        if more > 0 {
            text += &format!("\n  and {more} more symbols (`--json` lists all)");
        }
        let hints: Vec<String> =
            self.hints.iter().map(|hint| format!("\n  hint: {hint}")).collect();
        text + &hints.concat()
    }

    pub fn problem(&mut self, kind: Kind, text: impl Into<String>) {
        self.problems.push(Problem::new(kind, text));
    }

    /// Takes what was found in one file.
    pub fn extend(&mut self, file: &str, other: Report) {
        let place = |text: String| format!("{file}: {text}");
        self.facts.extend(other.facts.into_iter().map(place));
        self.warnings.extend(other.warnings.into_iter().map(place));
        let named = |problem| Problem { file: Some(file.to_owned()), ..problem };
        self.problems.extend(other.problems.into_iter().map(named));
        self.libraries.extend(other.libraries);
        for hint in other.hints {
            if !self.hints.contains(&hint) {
                self.hints.push(hint);
            }
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.facts.iter().try_for_each(|fact| writeln!(f, "audit: {fact}"))?;
        self.warnings.iter().try_for_each(|warning| writeln!(f, "audit: warning: {warning}"))
    }
}
