//! `Pattern`: a compiled regular expression.

use everbind::prelude::*;
use everbind::types::PyString;
use regex::{Regex, RegexBuilder};

use crate::error::pattern_error;
use crate::matches::{Match, Matches};
use crate::offsets::Offsets;

/// A compiled pattern. It takes time linear in the text, whatever the pattern.
#[pyclass(module = "textkit", frozen, eq, hash)]
pub struct Pattern {
    regex: Regex,
    ignore_case: bool,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.regex.as_str() == other.regex.as_str() && self.ignore_case == other.ignore_case
    }
}

impl std::hash::Hash for Pattern {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.regex.as_str(), self.ignore_case).hash(state);
    }
}

impl Pattern {
    fn compile(py: Python<'_>, source: &str, ignore_case: bool) -> PyResult<Self> {
        RegexBuilder::new(source)
            .case_insensitive(ignore_case)
            .build()
            .map(|regex| Self { regex, ignore_case })
            .map_err(|error| pattern_error(py, source, &error))
    }

    fn spans<'t>(&self, text: &'t str, limit: Option<usize>) -> Vec<(usize, usize, &'t str)> {
        let mut offsets = Offsets::default();
        self.regex
            .find_iter(text)
            .take(limit.unwrap_or(usize::MAX))
            .map(|found| {
                let start = offsets.advance(text, found.start());
                (start, offsets.advance(text, found.end()), found.as_str())
            })
            .collect()
    }
}

#[pymethods]
impl Pattern {
    #[new]
    #[pyo3(signature = (source, *, ignore_case=false))]
    fn new(py: Python<'_>, source: &str, ignore_case: bool) -> PyResult<Self> {
        Self::compile(py, source, ignore_case)
    }

    /// The text the pattern was compiled from.
    #[getter]
    fn source(&self) -> &str {
        self.regex.as_str()
    }

    /// The names of the groups, None for those without one; group 0 is the whole match.
    #[getter]
    fn groups(&self) -> Vec<Option<&str>> {
        self.regex.capture_names().collect()
    }

    /// Whether the pattern matches anywhere in `text`.
    fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// How often the pattern matches. Other threads run meanwhile.
    fn count(&self, py: Python<'_>, text: &str) -> usize {
        py.detach(|| self.regex.find_iter(text).count())
    }

    /// The texts of all matches.
    fn findall<'t>(&self, text: &'t str) -> Vec<&'t str> {
        self.regex.find_iter(text).map(|found| found.as_str()).collect()
    }

    /// `(start, end, text)` of all matches, or of the first `limit`.
    #[pyo3(name = "spans", signature = (text, *, limit=None))]
    fn spans_in<'t>(&self, text: &'t str, limit: Option<usize>) -> Vec<(usize, usize, &'t str)> {
        self.spans(text, limit)
    }

    /// The first match, or None.
    fn find(slf: &Bound<'_, Self>, text: &str) -> PyResult<Option<Match>> {
        let pattern = slf.as_unbound();
        let found = pattern.get().regex.captures(text);
        found
            .map(|captures| Match::new(slf.py(), pattern, text, &captures, &mut Offsets::default()))
            .transpose()
    }

    /// An iterator over the matches, each found when it is asked for.
    fn finditer(slf: Py<Self>, text: Bound<'_, PyString>) -> PyResult<Matches> {
        Matches::new(slf, &text)
    }

    /// `text` with every match, or the first `count`, replaced; `$1` and `$name` stand for groups.
    #[pyo3(signature = (text, replacement, *, count=0))]
    fn replace(&self, py: Python<'_>, text: &str, replacement: &str, count: usize) -> String {
        py.detach(|| self.regex.replacen(text, count, replacement).into_owned())
    }

    /// The parts of `text` between the matches.
    fn split<'t>(&self, text: &'t str) -> Vec<&'t str> {
        self.regex.split(text).collect()
    }

    fn __len__(&self) -> usize {
        self.regex.captures_len()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let source = PyString::new(py, self.source());
        let options = if self.ignore_case { ", ignore_case=True" } else { "" };
        Ok(format!("Pattern({}{options})", source.repr()?))
    }

    fn __getnewargs_ex__(&self) -> ((&str,), std::collections::HashMap<&'static str, bool>) {
        ((self.source(),), [("ignore_case", self.ignore_case)].into())
    }
}

impl Pattern {
    /// The compiled pattern.
    pub fn regex(&self) -> &Regex {
        &self.regex
    }
}

/// `(start, end, text)` of every match of `pattern` in `text`, or of the first `limit`.
///
/// Raises PatternError if the pattern does not compile.
#[pyfunction]
#[pyo3(signature = (pattern, text, *, limit=None, ignore_case=false))]
pub fn find_all<'t>(
    py: Python<'_>,
    pattern: &str,
    text: &'t str,
    limit: Option<usize>,
    ignore_case: bool,
) -> PyResult<Vec<(usize, usize, &'t str)>> {
    Ok(Pattern::compile(py, pattern, ignore_case)?.spans(text, limit))
}
