//! Text cut into characters, words and sentences by the rules of Unicode (UAX #29).

use std::collections::HashMap;

use everbind::exceptions::PyValueError;
use everbind::prelude::*;
use everbind::types::PyDict;
use unicode_segmentation::UnicodeSegmentation;

/// The words of `text`, in order.
#[pyfunction]
pub fn words(text: &str) -> Vec<&str> {
    text.unicode_words().collect()
}

/// The sentences of `text`, without the white space around them.
#[pyfunction]
pub fn sentences(text: &str) -> Vec<&str> {
    text.unicode_sentences().map(str::trim).collect()
}

/// The characters of `text` as a reader sees them: "é" or a flag is one, however it is encoded.
#[pyfunction]
pub fn graphemes(text: &str) -> Vec<&str> {
    text.graphemes(true).collect()
}

/// How many characters a reader sees in `text`.
#[pyfunction]
pub fn length(text: &str) -> usize {
    text.graphemes(true).count()
}

/// `text` cut to at most `width` characters, of which `ending` is the last when something was cut.
#[pyfunction]
#[pyo3(signature = (text, width, *, ending="…"))]
pub fn truncate(text: &str, width: usize, ending: &str) -> PyResult<String> {
    let reserved = ending.graphemes(true).count();
    if reserved > width {
        let message = format!("an ending of {reserved} characters does not fit into {width}");
        return Err(PyValueError::new_err(message));
    }
    if text.graphemes(true).nth(width).is_none() {
        return Ok(text.to_owned());
    }
    Ok(text.graphemes(true).take(width - reserved).chain([ending]).collect())
}

/// How often each word occurs, most frequent first.
///
/// `top` limits the result, `min_length` leaves short words out, and upper and lower case are
/// told apart only with `ignore_case=False`. Other threads run meanwhile.
#[pyfunction]
#[pyo3(signature = (text, *, top=None, min_length=1, ignore_case=true))]
pub fn word_counts<'py>(
    py: Python<'py>,
    text: &str,
    top: Option<usize>,
    min_length: usize,
    ignore_case: bool,
) -> PyResult<Bound<'py, PyDict>> {
    let counts = py.detach(|| {
        let folded = if ignore_case { text.to_lowercase() } else { text.to_owned() };
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for word in folded.unicode_words().filter(|word| word.chars().count() >= min_length) {
            *counts.entry(word).or_default() += 1;
        }
        let mut ranked: Vec<(String, usize)> =
            counts.into_iter().map(|(word, count)| (word.to_owned(), count)).collect();
        ranked.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        ranked.truncate(top.unwrap_or(usize::MAX));
        ranked
    });
    let dict = PyDict::new(py);
    for (word, count) in counts {
        dict.set_item(word, count)?;
    }
    Ok(dict)
}
