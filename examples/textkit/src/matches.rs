//! `Match`, one match with its groups, and `Matches`, the iterator that finds them one by one.

use everbind::exceptions::{PyIndexError, PyKeyError};
use everbind::prelude::*;
use everbind::pybacked::PyBackedStr;
use everbind::types::PyString;
use regex::Captures;

use crate::offsets::Offsets;
use crate::pattern::Pattern;

/// One match: its span in code points, its text and its groups.
#[pyclass(module = "textkit", frozen)]
pub struct Match {
    /// Where the match starts.
    #[pyo3(get)]
    start: usize,
    /// Where the match ends.
    #[pyo3(get)]
    end: usize,
    pattern: Py<Pattern>,
    groups: Vec<Option<Py<PyString>>>,
}

/// A group is asked for by number or by name.
#[derive(FromPyObject)]
enum Key {
    Number(usize),
    Name(String),
}

impl Match {
    /// The match `captures` of `pattern` in `text`; `offsets` must not be past it.
    pub fn new(
        py: Python<'_>,
        pattern: &Py<Pattern>,
        text: &str,
        captures: &Captures<'_>,
        offsets: &mut Offsets,
    ) -> PyResult<Self> {
        let whole = captures.get_match();
        let start = offsets.advance(text, whole.start());
        let end = offsets.advance(text, whole.end());
        let group = |found: regex::Match<'_>| PyString::new(py, found.as_str()).unbind();
        let groups = captures.iter().map(|found| found.map(group)).collect();
        Ok(Self { start, end, pattern: pattern.clone_ref(py), groups })
    }
}

#[pymethods]
impl Match {
    /// The text that matched.
    #[getter]
    fn text(&self) -> Option<&Py<PyString>> {
        self.groups[0].as_ref()
    }

    /// `(start, end)`.
    fn span(&self) -> (usize, usize) {
        (self.start, self.end)
    }

    /// The text of group `key`, or None if that group took no part in the match.
    fn __getitem__(&self, key: Key) -> PyResult<Option<&Py<PyString>>> {
        let number = match key {
            Key::Number(number) => number,
            Key::Name(name) => {
                let mut names = self.pattern.get().regex().capture_names();
                let found = names.position(|known| known == Some(name.as_str()));
                found.ok_or_else(|| PyKeyError::new_err(name))?
            }
        };
        let count = self.groups.len();
        let missing = || PyIndexError::new_err(format!("no group {number}: there are {count}"));
        Ok(self.groups.get(number).ok_or_else(missing)?.as_ref())
    }

    fn __len__(&self) -> usize {
        self.groups.len()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let text = self.text().map(|text| text.bind(py).repr()).transpose()?;
        let text = text.map_or_else(String::new, |text| text.to_string());
        Ok(format!("<Match {}..{} {text}>", self.start, self.end))
    }
}

/// An iterator over the matches of a pattern in a text.
#[pyclass(module = "textkit")]
pub struct Matches {
    pattern: Py<Pattern>,
    text: PyBackedStr,
    offsets: Offsets,
    /// Where the next search begins; None when the text is used up.
    next: Option<usize>,
    /// The end of the last match: an empty match right there would be found twice.
    last_end: Option<usize>,
}

impl Matches {
    /// An iterator that has not begun.
    pub fn new(pattern: Py<Pattern>, text: &Bound<'_, PyString>) -> PyResult<Self> {
        let text = PyBackedStr::try_from(text.clone())?;
        Ok(Self { pattern, text, offsets: Offsets::default(), next: Some(0), last_end: None })
    }

    /// The byte after the code point at `at`, or None at the end of the text.
    fn step(&self, at: usize) -> Option<usize> {
        self.text[at..].chars().next().map(|point| at + point.len_utf8())
    }
}

#[pymethods]
impl Matches {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Match>> {
        while let Some(from) = self.next {
            let pattern = self.pattern.get();
            let Some(captures) = pattern.regex().captures_at(&self.text, from) else {
                self.next = None;
                break;
            };
            let whole = captures.get_match();
            if whole.is_empty() {
                self.next = self.step(whole.end());
                if self.last_end == Some(whole.end()) {
                    continue;
                }
            } else {
                self.next = Some(whole.end());
            }
            self.last_end = Some(whole.end());
            return Match::new(py, &self.pattern, &self.text, &captures, &mut self.offsets)
                .map(Some);
        }
        Ok(None)
    }
}
