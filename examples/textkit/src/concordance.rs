//! `concordance`: every use of a word, lined up with what stands around it.

use everbind::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// Every use of `word` in `text`, each a line with `width` characters to its left and right.
///
/// Upper and lower case are not told apart. White space is shown as single spaces.
#[pyfunction]
#[pyo3(signature = (text, word, *, width=30, limit=None))]
pub fn concordance(text: &str, word: &str, width: usize, limit: Option<usize>) -> Vec<String> {
    let wanted = word.to_lowercase();
    text.unicode_word_indices()
        .filter(|(_, found)| found.to_lowercase() == wanted)
        .take(limit.unwrap_or(usize::MAX))
        .map(|(at, found)| {
            let before = flat(text[..at].graphemes(true).rev(), width);
            let left: String = before.into_iter().rev().collect();
            let right: String = flat(text[at + found.len()..].graphemes(true), width).concat();
            let line = format!("{left:>width$}{found}{right}");
            line.trim_end().to_owned()
        })
        .collect()
}

/// Up to `width` characters, runs of white space taken as one space.
fn flat<'t>(characters: impl Iterator<Item = &'t str>, width: usize) -> Vec<&'t str> {
    let mut shown: Vec<&str> = Vec::with_capacity(width);
    for character in characters {
        let blank = character.chars().all(char::is_whitespace);
        if blank && shown.last() == Some(&" ") {
            continue;
        }
        if shown.len() == width {
            break;
        }
        shown.push(if blank { " " } else { character });
    }
    shown
}
