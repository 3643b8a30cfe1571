//! `Index`: where each word of a text stands, by line.

use std::collections::BTreeMap;

use everbind::exceptions::PyKeyError;
use everbind::prelude::*;
use everbind::types::{PyIterator, PyList};
use unicode_segmentation::UnicodeSegmentation;

/// The lines on which each word of a text stands, counted from 1.
///
/// Works like a read-only dictionary with the words, in lower case and in order, as its keys.
#[pyclass(module = "textkit", frozen, mapping)]
pub struct Index {
    lines: BTreeMap<String, Vec<u32>>,
}

#[pymethods]
impl Index {
    #[new]
    #[pyo3(signature = (text, /, *, min_length=1))]
    fn new(py: Python<'_>, text: &str, min_length: usize) -> Self {
        py.detach(|| {
            let mut lines: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            for (number, line) in (1..).zip(text.lines()) {
                for word in line.unicode_words().filter(|word| word.chars().count() >= min_length) {
                    let found = lines.entry(word.to_lowercase()).or_default();
                    if found.last() != Some(&number) {
                        found.push(number);
                    }
                }
            }
            Self { lines }
        })
    }

    /// The words that begin with `prefix`.
    #[pyo3(signature = (prefix=""))]
    fn words(&self, prefix: &str) -> Vec<&str> {
        let prefix = prefix.to_lowercase();
        self.lines
            .range(prefix.clone()..)
            .map(|(word, _)| word.as_str())
            .take_while(|word| word.starts_with(&prefix))
            .collect()
    }

    fn __getitem__(&self, word: &str) -> PyResult<&[u32]> {
        let found = self.lines.get(&word.to_lowercase());
        found.map(Vec::as_slice).ok_or_else(|| PyKeyError::new_err(word.to_owned()))
    }

    fn __contains__(&self, word: &str) -> bool {
        self.lines.contains_key(&word.to_lowercase())
    }

    fn __len__(&self) -> usize {
        self.lines.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        PyList::new(py, self.lines.keys())?.try_iter()
    }

    fn __repr__(&self) -> String {
        format!("<Index of {} words>", self.lines.len())
    }
}
