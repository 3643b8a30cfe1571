//! Something that will not carry over.

use std::{fmt, path::PathBuf};

use serde::Serialize;

/// What it is, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    pub file: PathBuf,
    pub line: usize,
    pub column: usize,
    pub kind: Kind,
    pub what: String,
    pub help: String,
}

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A name that everbind has not.
    Name,
    /// A reference to an object, as in PyO3 up to 0.22.
    GilReference,
    /// A class that is taken by value and does not say `from_py_object`.
    FromPyObject,
    /// A member of a struct that the limited API does not show.
    Member,
    /// An attribute that has gone.
    Attribute,
    /// Another crate that is bound to PyO3.
    Dependency,
    /// A cargo feature that everbind has not.
    Feature,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { file, line, column, what, help, .. } = self;
        match line {
            0 => write!(f, "{}: {what}", file.display())?,
            _ => write!(f, "{}:{line}:{column}: {what}", file.display())?,
        }
        if help.is_empty() { Ok(()) } else { write!(f, "\n    {help}") }
    }
}
