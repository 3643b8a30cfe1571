//! What is said when arguments do not fit a signature: CPython's words for a
//! function written in Python, and a guess at a misspelt keyword.
//!
//! The words are put together by `push`, and not by `format!`, which would be half of this file's code.

use super::signature::{Params, Signature};
use super::told::push;
use crate::PyErr;
use crate::exceptions::PyTypeError;
use crate::ffi::PyObject;
use crate::object::Borrowed;
use crate::types::PyString;

/// Why a keyword names no parameter.
pub(super) enum Keyword {
    /// It is the name of a positional-only one.
    PositionalOnly(&'static str),
    Unexpected(PyErr),
}

/// `f() ` and the words.
#[cold]
#[inline(never)]
fn begin(signature: &Signature, words: &[&str]) -> String {
    let mut text = signature.call_name();
    push(&mut text, &[" "]);
    push(&mut text, words);
    text
}

#[cold]
#[inline(never)]
fn error(text: String) -> PyErr {
    crate::PyErr::worded::<PyTypeError>(text)
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

#[cold]
#[inline(never)]
fn number(count: usize) -> String {
    count.to_string()
}

#[cold]
pub(super) fn not_a_string(signature: &Signature) -> PyErr {
    error(begin(signature, &["keywords must be strings"]))
}

#[cold]
pub(super) fn multiple_values(signature: &Signature, index: usize) -> PyErr {
    let name = signature.slot_name(index);
    error(begin(signature, &["got multiple values for argument '", name, "'"]))
}

#[cold]
pub(super) fn unknown(signature: &Signature, name: Borrowed<'_, '_, PyString>) -> Keyword {
    let name = name.to_string_lossy();
    let mut params = signature.params();
    for _ in 0..signature.positional_only() {
        match params.next() {
            Some(param) if param.name == name => return Keyword::PositionalOnly(param.name),
            _ => {}
        }
    }
    let mut words = ["got an unexpected keyword argument '", &name, "'", "", ""];
    if let Some(near) = nearest(&name, params) {
        words[2..].copy_from_slice(&["'. Did you mean '", near, "'?"]);
    }
    Keyword::Unexpected(error(begin(signature, &words)))
}

#[cold]
pub(super) fn misplaced(signature: &Signature, names: &[&str]) -> PyErr {
    let words = "got some positional-only arguments passed as keyword arguments: '";
    let mut text = begin(signature, &[words]);
    for (index, name) in names.iter().enumerate() {
        push(&mut text, &[if index == 0 { "" } else { ", " }, name]);
    }
    push(&mut text, &["'"]);
    error(text)
}

#[cold]
pub(super) fn too_many(signature: &Signature, nargs: usize, slots: &[*mut PyObject]) -> PyErr {
    let most = signature.positional();
    let (mut least, mut keywords) = (0, 0);
    for (index, param) in signature.params().enumerate() {
        if index < most {
            least += usize::from(param.required);
        } else {
            keywords += usize::from(!slots[index].is_null());
        }
    }
    // "1 positional arguments" too: so PyO3 says it, and tests of projects match it.
    let mut text = begin(signature, &["takes "]);
    if least != most {
        push(&mut text, &["from ", &number(least), " to "]);
    }
    push(&mut text, &[&number(most), " positional arguments but ", &number(nargs)]);
    if keywords > 0 {
        let words = [
            " positional argument",
            plural(nargs),
            " (and ",
            &number(keywords),
            " keyword-only argument",
            plural(keywords),
            ")",
        ];
        push(&mut text, &words);
    }
    push(&mut text, &[if keywords == 0 && nargs == 1 { " was given" } else { " were given" }]);
    error(text)
}

#[cold]
pub(super) fn missing(signature: &Signature, slots: &[*mut PyObject]) -> PyErr {
    let most = signature.positional();
    let mut kind = "positional";
    let mut absent = Vec::new();
    for (index, param) in signature.params().enumerate() {
        if index == most && absent.is_empty() {
            kind = "keyword-only";
        } else if index == most {
            break;
        }
        if param.required && slots[index].is_null() {
            absent.push(param.name);
        }
    }
    let count = absent.len();
    let words = ["missing ", &number(count), " required ", kind, " argument", plural(count), ": "];
    let mut text = begin(signature, &words);
    list(&absent, &mut text);
    error(text)
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`.
fn list(names: &[&str], text: &mut String) {
    for (index, name) in names.iter().enumerate() {
        let before = match names.len() - index {
            _ if index == 0 => "'",
            1 if names.len() == 2 => " and '",
            1 => ", and '",
            _ => ", '",
        };
        push(text, &[before, name, "'"]);
    }
}

/// The parameter that `name` may have been meant to be.
#[inline(never)]
fn nearest(name: &str, params: Params) -> Option<&'static str> {
    let name = Letters::of(name);
    let (mut nearest, mut least) = (None, usize::MAX);
    for param in params {
        let near = Letters::of(param.name);
        let cost = distance(&name, &near);
        if 3 * cost <= name.count.max(near.count) && cost < least {
            (nearest, least) = (Some(param.name), cost);
        }
    }
    nearest
}

/// The first letters of a name. Case does not count, where ASCII has it.
struct Letters {
    letters: [char; Letters::ROOM],
    count: usize,
}

impl Letters {
    const MOST: usize = 48;
    /// A power of two, so that an index is seen to be in range.
    const ROOM: usize = 64;

    #[inline(never)]
    fn of(name: &str) -> Self {
        let mut letters = Letters { letters: ['\0'; Self::ROOM], count: 0 };
        for letter in name.chars() {
            if letters.count == Self::MOST {
                break;
            }
            letters.letters[letters.count % Self::ROOM] = letter.to_ascii_lowercase();
            letters.count += 1;
        }
        letters
    }

    fn at(&self, index: usize) -> char {
        self.letters[index % Self::ROOM]
    }
}

/// How many letters must be added, taken, changed or swapped with the next one to
/// make `a` into `b`.
#[inline(never)]
fn distance(a: &Letters, b: &Letters) -> usize {
    // The cost of making `a[..i]` into each `b[..j]`: for this `i` and the two before it.
    let mut rows = [[0_usize; Letters::ROOM]; 3];
    for i in 0..=a.count {
        for j in 0..=b.count {
            let cost = |back: usize, left: usize| {
                rows[(i + 3 - back) % 3][(j + Letters::ROOM - left) % Letters::ROOM]
            };
            let mut least = i + j;
            if i > 0 && j > 0 {
                let change = cost(1, 1) + usize::from(a.at(i - 1) != b.at(j - 1));
                least = change.min(cost(1, 0) + 1).min(cost(0, 1) + 1);
                let swapped = a.at(i - 1) == b.at(j.wrapping_sub(2))
                    && a.at(i.wrapping_sub(2)) == b.at(j - 1);
                if i > 1 && j > 1 && swapped {
                    least = least.min(cost(2, 2) + 1);
                }
            }
            rows[i % 3][j % Letters::ROOM] = least;
        }
    }
    rows[a.count % 3][b.count % Letters::ROOM]
}

#[cfg(test)]
mod tests {
    use super::{Letters, distance, list, nearest};
    use crate::call::signature::Signature;

    #[test]
    fn guesses_what_was_meant() {
        let cases = [
            ("colour", Some("color")),
            ("Color", Some("color")),
            ("widht", Some("width")),
            ("height", None),
            ("x", None),
        ];
        for (name, expected) in cases {
            let signature = Signature::new("f\0color\0width\0");
            assert_eq!(nearest(name, signature.params()), expected, "{name}");
        }
    }

    #[test]
    fn counts_letters() {
        for (a, b, expected) in
            [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!(distance(&Letters::of(a), &Letters::of(b)), expected, "{a} {b}");
        }
    }

    #[test]
    fn lists_as_english_does() {
        for (names, expected) in [
            (&["a"][..], "'a'"),
            (&["a", "b"], "'a' and 'b'"),
            (&["a", "b", "c"], "'a', 'b', and 'c'"),
        ] {
            let mut text = String::new();
            list(names, &mut text);
            assert_eq!(text, expected);
        }
    }
}
