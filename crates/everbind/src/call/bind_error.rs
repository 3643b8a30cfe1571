//! What is said when arguments do not fit a signature: CPython's words for a
//! function written in Python, and a guess at a misspelt keyword.

use super::signature::{Param, Signature};
use crate::PyErr;
use crate::exceptions::PyTypeError;
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
    let name = signature.params[index].name;
    error(signature, &format!("got multiple values for argument '{name}'"))
}

#[cold]
pub(super) fn unknown(signature: &Signature, name: Borrowed<'_, '_, PyString>) -> Keyword {
    let name = name.to_string_lossy().into_owned();
    let (hidden, open) = signature.params.split_at(signature.positional_only);
    if let Some(param) = hidden.iter().find(|param| param.name == name) {
        return Keyword::PositionalOnly(param.name);
    }
    let mut words = format!("got an unexpected keyword argument '{name}'");
    if let Some(near) = nearest(&name, open) {
        words.push_str(&format!(". Did you mean '{near}'?"));
    }
    Keyword::Unexpected(error(signature, &words))
}

#[cold]
pub(super) fn misplaced(signature: &Signature, names: &[&str]) -> PyErr {
    let names = names.join(", ");
    error(
        signature,
        &format!("got some positional-only arguments passed as keyword arguments: '{names}'"),
    )
}

#[cold]
pub(super) fn too_many(
    signature: &Signature,
    nargs: usize,
    given: impl Fn(usize) -> bool,
) -> PyErr {
    let most = signature.positional();
    let least = signature.params[..most].iter().filter(|param| param.required).count();
    // "1 positional arguments" too: so PyO3 says it, and tests of projects match it.
    let takes = match least == most {
        true => format!("takes {most} positional arguments"),
        false => format!("takes from {least} to {most} positional arguments"),
    };
    let keywords = (most..signature.params.len()).filter(|index| given(*index)).count();
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
pub(super) fn missing(signature: &Signature, given: impl Fn(usize) -> bool) -> PyErr {
    let names = |from: usize, to: usize| -> Vec<&'static str> {
        let absent = |(index, param): &(usize, &Param)| param.required && !given(*index);
        let range = signature.params.iter().enumerate().skip(from).take(to - from);
        range.filter(absent).map(|(_, param)| param.name).collect()
    };
    let most = signature.positional();
    let mut kind = "positional";
    let mut absent = names(0, most);
    if absent.is_empty() {
        kind = "keyword-only";
        absent = names(most, signature.params.len());
    }
    let count = absent.len();
    let list = listed(&absent);
    error(signature, &format!("missing {count} required {kind} argument{}: {list}", plural(count)))
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("'{one}'"),
        [one, two] => format!("'{one}' and '{two}'"),
        [most @ .., last] => {
            let most: String = most.iter().map(|name| format!("'{name}', ")).collect();
            format!("{most}and '{last}'")
        }
    }
}

/// The parameter that `name` may have been meant to be.
fn nearest(name: &str, params: &[Param]) -> Option<&'static str> {
    let costs = params.iter().map(|param| (distance(name, param.name), param.name));
    costs
        .filter(|(cost, near)| 3 * cost <= name.chars().count().max(near.chars().count()))
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, near)| near)
}

/// How many letters must be added, taken, changed or swapped with the next one to
/// make `a` into `b`; case does not count.
fn distance(a: &str, b: &str) -> usize {
    let letters = |text: &str| -> Vec<char> { text.to_lowercase().chars().take(64).collect() };
    let (a, b) = (letters(a), letters(b));
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (j, cost) in rows[0].iter_mut().enumerate() {
        *cost = j;
    }
    for i in 1..=a.len() {
        rows[i][0] = i;
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut cost = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = cost;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, listed, nearest};
    use crate::call::signature::Param;

    #[test]
    fn guesses_what_was_meant() {
        const PARAMS: &[Param] = &[Param::required("color"), Param::optional("width")];
        let cases = [
            ("colour", Some("color")),
            ("Color", Some("color")),
            ("widht", Some("width")),
            ("height", None),
            ("x", None),
        ];
        for (name, expected) in cases {
            assert_eq!(nearest(name, PARAMS), expected, "{name}");
        }
    }

    #[test]
    fn counts_letters() {
        for (a, b, expected) in
            [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn lists_as_english_does() {
        assert_eq!(listed(&["a"]), "'a'");
        assert_eq!(listed(&["a", "b"]), "'a' and 'b'");
        assert_eq!(listed(&["a", "b", "c"]), "'a', 'b', and 'c'");
    }
}
