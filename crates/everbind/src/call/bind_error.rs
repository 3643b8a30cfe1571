//! What is said when arguments do not fit a signature: CPython's words for a
//! function written in Python, and a guess at a misspelt keyword.

use super::signature::Signature;
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

fn error(signature: &Signature, words: &str) -> PyErr {
    PyTypeError::new_err(format!("{} {words}", signature.call_name()))
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

#[cold]
pub(super) fn not_a_string(signature: &Signature) -> PyErr {
    error(signature, "keywords must be strings")
}

#[cold]
pub(super) fn multiple_values(signature: &Signature, index: usize) -> PyErr {
    let name = signature.slot_name(index);
    error(signature, &format!("got multiple values for argument '{name}'"))
}

#[cold]
pub(super) fn unknown(signature: &Signature, name: Borrowed<'_, '_, PyString>) -> Keyword {
    let name = name.to_string_lossy();
    let mut params = signature.params();
    for param in params.by_ref().take(signature.positional_only()) {
        if param.name == name {
            return Keyword::PositionalOnly(param.name);
        }
    }
    let mut words = format!("got an unexpected keyword argument '{name}'");
    if let Some(near) = nearest(&name, &mut params.map(|param| param.name)) {
        words.push_str(". Did you mean '");
        words.push_str(near);
        words.push_str("'?");
    }
    Keyword::Unexpected(error(signature, &words))
}

#[cold]
pub(super) fn misplaced(signature: &Signature, names: &[&str]) -> PyErr {
    let mut words =
        String::from("got some positional-only arguments passed as keyword arguments: '");
    for (index, name) in names.iter().enumerate() {
        words.push_str(if index == 0 { "" } else { ", " });
        words.push_str(name);
    }
    words.push('\'');
    error(signature, &words)
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
    let takes = match least == most {
        true => format!("takes {most} positional arguments"),
        false => format!("takes from {least} to {most} positional arguments"),
    };
    let were = match keywords {
        0 if nargs == 1 => "1 was given".to_owned(),
        0 => format!("{nargs} were given"),
        _ => format!(
            "{nargs} positional argument{} (and {keywords} keyword-only argument{}) were given",
            plural(nargs),
            plural(keywords)
        ),
    };
    error(signature, &format!("{takes} but {were}"))
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
    let list = listed(&absent);
    error(signature, &format!("missing {count} required {kind} argument{}: {list}", plural(count)))
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`.
fn listed(names: &[&str]) -> String {
    let mut list = String::new();
    for (index, name) in names.iter().enumerate() {
        list.push_str(match names.len() - index {
            _ if index == 0 => "'",
            1 if names.len() == 2 => " and '",
            1 => ", and '",
            _ => ", '",
        });
        list.push_str(name);
        list.push('\'');
    }
    list
}

/// The parameter that `name` may have been meant to be.
fn nearest(name: &str, params: &mut dyn Iterator<Item = &'static str>) -> Option<&'static str> {
    let name = Letters::of(name);
    let (mut nearest, mut least) = (None, usize::MAX);
    for param in params {
        let near = Letters::of(param);
        let cost = distance(&name, &near);
        if 3 * cost <= name.count.max(near.count) && cost < least {
            (nearest, least) = (Some(param), cost);
        }
    }
    nearest
}

/// The first letters of a name. Case does not count, where ASCII has it.
struct Letters {
    letters: [char; Letters::MOST],
    count: usize,
}

impl Letters {
    const MOST: usize = 48;

    fn of(name: &str) -> Self {
        let mut letters = Letters { letters: ['\0'; Self::MOST], count: 0 };
        for letter in name.chars() {
            if letters.count == Self::MOST {
                break;
            }
            letters.letters[letters.count] = letter.to_ascii_lowercase();
            letters.count += 1;
        }
        letters
    }
}

/// How many letters must be added, taken, changed or swapped with the next one to
/// make `a` into `b`.
fn distance(a: &Letters, b: &Letters) -> usize {
    let (a, b) = (&a.letters[..a.count], &b.letters[..b.count]);
    // The cost of making `a[..i]` into each `b[..j]`: for this `i` and the two before it.
    let mut rows = [[0; Letters::MOST + 1]; 3];
    for (j, cost) in rows[0].iter_mut().enumerate() {
        *cost = j;
    }
    for i in 1..=a.len() {
        let (this, last, before) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[this][0] = i;
        for j in 1..=b.len() {
            let change = rows[last][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut cost = change.min(rows[last][j] + 1).min(rows[this][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(rows[before][j - 2] + 1);
            }
            rows[this][j] = cost;
        }
    }
    rows[a.len() % 3][b.len()]
}

#[cfg(test)]
mod tests {
    use super::{Letters, distance, listed, nearest};

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
            assert_eq!(nearest(name, &mut ["color", "width"].into_iter()), expected, "{name}");
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
        assert_eq!(listed(&["a"]), "'a'");
        assert_eq!(listed(&["a", "b"]), "'a' and 'b'");
        assert_eq!(listed(&["a", "b", "c"]), "'a', 'b', and 'c'");
    }
}
