//! The list of PyO3's names, and lists written in its form: `kind VERSION place`, then names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};
use toml_edit::DocumentMut;

use crate::sh;

const PYO3: &str = include_str!("pyo3.txt");
/// How wide lines are at most.
const WIDTH: usize = 118;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// What a path in a `use` leads to.
    Item,
    /// A function of a type.
    OfType,
    /// A function of a trait.
    OfTrait,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Name {
    pub kind: Kind,
    /// The last version of PyO3 that has it, as in `0.30`.
    pub last: &'static str,
    /// The path of its module, type or trait.
    pub place: &'static str,
    pub name: &'static str,
}

/// Every name.
///
/// # Errors
/// A line is of another form.
pub fn read() -> Result<Vec<Name>> {
    let mut names = Vec::new();
    let mut head = None;
    for line in PYO3.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let kind = match words.next() {
            Some("item") => Kind::Item,
            Some("type") => Kind::OfType,
            Some("trait") => Kind::OfTrait,
            None | Some("") => continue,
            Some(_) => {
                let (kind, last, place) = head.context("pyo3.txt begins with names")?;
                names.extend(line.split(' ').map(|name| Name { kind, last, place, name }));
                continue;
            }
        };
        match (words.next(), words.next()) {
            (Some(last), Some(place)) if place.starts_with("pyo3") => {
                head = Some((kind, last, place))
            }
            // A name that is spelt like a kind.
            _ => {
                let (kind, last, place) = head.context("pyo3.txt begins with names")?;
                names.extend(line.split(' ').map(|name| Name { kind, last, place, name }));
            }
        }
    }
    Ok(names)
}

/// Functions of types and traits that are absent themselves: their callers are found by these names too.
pub fn gone<'n>(names: &'n [Name], absent: &'n BTreeSet<Name>) -> impl Iterator<Item = &'n Name> {
    let items: BTreeSet<String> = absent
        .iter()
        .filter(|name| name.kind == Kind::Item)
        .map(|name| format!("{}::{}", name.place, name.name))
        .collect();
    names.iter().filter(move |name| name.kind == Kind::OfTrait && items.contains(name.place))
}

/// The last part of a path.
pub fn last_part(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// Names under heads `kind VERSION place`, of which version and place may be empty.
pub fn sections<'n>(
    kind: &str,
    names: impl Iterator<Item = (&'n str, &'n str, &'n str)>,
) -> String {
    let mut places: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for (last, place, name) in names {
        places.entry((place, last)).or_default().insert(name);
    }
    let mut text = String::new();
    for ((place, last), names) in places {
        text += &format!("\n{}\n", [kind, last, place].join(" ").trim_end());
        let mut line = String::new();
        for name in names {
            if !line.is_empty() && line.len() + 1 + name.len() > WIDTH {
                text += &format!("{line}\n");
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line += name;
        }
        text += &format!("{line}\n");
    }
    text
}

/// everbind's cargo features.
///
/// # Errors
/// Its manifest cannot be read.
pub fn features() -> Result<Vec<String>> {
    let manifest = fs::read_to_string(sh::root().join("crates/everbind/Cargo.toml"))?;
    let manifest: DocumentMut = manifest.parse()?;
    let mut features: Vec<String> = manifest["features"]
        .as_table_like()
        .context("[features]")?
        .iter()
        .map(|(name, _)| name.to_owned())
        .collect();
    features.sort();
    Ok(features)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_whole() {
        let names = read().unwrap();
        let has = |kind, last, place, name| names.contains(&Name { kind, last, place, name });
        assert!(has(Kind::Item, "0.24", "pyo3", "ToPyObject"));
        assert!(has(Kind::OfType, "0.24", "pyo3::types::PyDict", "new_bound"));
        assert!(has(Kind::OfTrait, "0.24", "pyo3::ToPyObject", "to_object"));
        assert!(names.len() > 3000);
    }

    #[test]
    fn names_stand_under_their_places() {
        let names = [("0.24", "pyo3", "B"), ("0.24", "pyo3", "A")];
        assert_eq!(sections("item", names.into_iter()), "\nitem 0.24 pyo3\nA B\n");
        assert_eq!(sections("feature", [("", "", "abi3")].into_iter()), "\nfeature\nabi3\n");
    }
}
