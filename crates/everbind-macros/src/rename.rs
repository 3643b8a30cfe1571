//! `rename_all = "…"`: names of fields and variants in another spelling.

use crate::attr::Options;
use crate::error::{Error, Errors};

#[derive(Clone, Copy)]
pub(crate) enum Rename {
    Camel,
    Kebab,
    Lower,
    Pascal,
    ScreamingKebab,
    ScreamingSnake,
    Snake,
    Upper,
}

const RULES: &[(&str, Rename)] = &[
    ("camelCase", Rename::Camel),
    ("kebab-case", Rename::Kebab),
    ("lowercase", Rename::Lower),
    ("PascalCase", Rename::Pascal),
    ("SCREAMING-KEBAB-CASE", Rename::ScreamingKebab),
    ("SCREAMING_SNAKE_CASE", Rename::ScreamingSnake),
    ("snake_case", Rename::Snake),
    ("UPPERCASE", Rename::Upper),
];

impl Rename {
    /// The rule given as `rename_all = "rule"`.
    pub(crate) fn of(options: &Options, errors: &mut Errors) -> Option<Self> {
        let (text, span) = options.string("rename_all", errors)?;
        let found = RULES.iter().find(|rule| rule.0 == text);
        if found.is_none() {
            let mut text = String::from("unknown rule for `rename_all`; the rules are ");
            for (index, rule) in RULES.iter().enumerate() {
                text.push_str(if index == 0 { "\"" } else { ", \"" });
                text.push_str(rule.0);
                text.push('"');
            }
            errors.push(Error::new(span, text));
        }
        found.map(|rule| rule.1)
    }

    fn is_pascal(self) -> bool {
        matches!(self, Rename::Pascal)
    }

    pub(crate) fn apply(self, name: &str) -> String {
        let words = words(name);
        let join = |separator: &str| joined(&words, separator);
        match self {
            Rename::Camel | Rename::Pascal => {
                let mut text = String::new();
                for word in &words {
                    let mut chars = word.chars();
                    match chars.next() {
                        Some(first) if self.is_pascal() || !text.is_empty() => {
                            text.extend(first.to_uppercase());
                            text.push_str(chars.as_str());
                        }
                        _ => text.push_str(word),
                    }
                }
                text
            }
            Rename::Kebab => join("-"),
            Rename::Snake => join("_"),
            Rename::ScreamingKebab => join("-").to_uppercase(),
            Rename::ScreamingSnake => join("_").to_uppercase(),
            Rename::Lower => name.to_lowercase(),
            Rename::Upper => name.to_uppercase(),
        }
    }
}

/// The words with `separator` between them.
pub(crate) fn joined(words: &[String], separator: &str) -> String {
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        if index != 0 {
            text.push_str(separator);
        }
        text.push_str(word);
    }
    text
}

/// The text with each `from` replaced.
pub(crate) fn replaced(text: &str, from: char, to: &str) -> String {
    let mut out = String::new();
    for ch in text.chars() {
        if ch == from { out.push_str(to) } else { out.push(ch) }
    }
    out
}

/// The words of `snake_case`, `camelCase` or `HTTPServer`, in lower case.
fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (index, &ch) in chars.iter().enumerate() {
        if !ch.is_alphanumeric() {
            words.push(String::new());
            continue;
        }
        let before = index.checked_sub(1).map(|before| chars[before]);
        let after = chars.get(index + 1);
        let starts = ch.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_numeric()
                    || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
            });
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(ch.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
