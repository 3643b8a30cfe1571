//! A crate with every name on a line of its own, and rustc's errors by line.
//!
//! An item is imported. A function of a type is named by its path, and as a field of a value, which finds methods that a
//! `Deref` leads to: rustc says of a method that it is no field. Other errors (types that cannot be inferred) mean that the
//! name is there. A generic type is tried with several arguments, since some functions are there only for some.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::list::{Kind, Name, last_part};
use crate::sh;

/// What rustc answers when a path's last part is not there, or a field is not and no method of that name either.
const ABSENT: [&str; 6] = ["E0432", "E0433", "E0576", "E0599", "E0609", "E0782"];
/// What instances the generic types are tried with: a class that others extend, one that extends it, and a frozen one.
const CLASSES: &str = "
#[pyclass(subclass)] struct Base;
#[pyclass(extends = Base)] struct Derived;
#[pyclass(frozen)] struct Frozen;
";
const ARGUMENTS: [&str; 7] =
    ["PyAny", "PyString", "PyBytes", "PyTuple", "Base", "Derived", "Frozen"];

/// The names that everbind has not.
///
/// # Errors
/// When the crate cannot be checked at all.
pub fn absent(names: &[Name]) -> Result<BTreeSet<Name>> {
    let folder = sh::work("names")?;
    fs::create_dir_all(folder.join("examples"))?;
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    let everbind = sh::root().join("crates/everbind");
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"names\"\nedition = \"2021\"\n[workspace]\n[dependencies]\n\
             pyo3 = {{ package = \"everbind\", path = {:?}, features = [\"full\"] }}\n",
            everbind
        ),
    )?;
    // The versions of other crates that the repository is built with.
    fs::copy(sh::root().join("Cargo.lock"), folder.join("Cargo.lock"))?;

    let (items, functions) = names.iter().partition::<Vec<&Name>, _>(|n| n.kind == Kind::Item);
    let mut lines: BTreeMap<(&str, usize), Name> = BTreeMap::new();
    let mut source = vec!["#![allow(unused, deprecated)]".to_owned(), "fn main() {}".to_owned()];
    for name in &items {
        source.push(format!("use {}::{} as _{};", name.place, name.name, source.len()));
        lines.insert(("items", source.len()), **name);
    }
    fs::write(folder.join("examples/items.rs"), source.join("\n"))?;
    let errors = errors(&folder, "items")?;
    let mut absent: BTreeSet<Name> =
        errors.iter().filter_map(|line| lines.get(&("items", *line)).copied()).collect();
    if absent.is_empty() || absent.len() == items.len() {
        bail!("rustc finds {} of {} items missing", absent.len(), items.len());
    }

    let gone: BTreeSet<String> =
        absent.iter().map(|n| format!("{}::{}", n.place, n.name)).collect();
    let mut source = vec!["#![allow(unused, deprecated)]".to_owned(), "fn main() {}".to_owned()];
    source.push(
        "use pyo3::{conversion::*, exceptions::*, prelude::*, type_object::*, types::*};"
            .to_owned(),
    );
    source.extend(CLASSES.trim().lines().map(str::to_owned));
    let mut tries: BTreeMap<Name, Vec<usize>> = BTreeMap::new();
    for name in functions.iter().filter(|name| !gone.contains(name.place)) {
        for body in bodies(name) {
            source.push(format!("fn f{}({body} }}", source.len()));
            tries.entry(**name).or_default().push(source.len());
        }
    }
    fs::write(folder.join("examples/functions.rs"), source.join("\n"))?;
    let errors = self::errors(&folder, "functions")?;
    let all_fail = |lines: &Vec<usize>| lines.iter().all(|line| errors.contains(line));
    absent.extend(tries.iter().filter(|(_, lines)| all_fail(lines)).map(|(name, _)| *name));
    Ok(absent)
}

/// Bodies of functions, from the parameters on, of which one compiles or fails otherwise if the name is there.
fn bodies(name: &Name) -> Vec<String> {
    let (place, function) = (name.place, name.name);
    let short = last_part(place);
    let by = |own: &str| {
        [format!(") {{ let _ = <{own}>::{function};"), format!("x: &{own}) {{ x.{function};")]
    };
    let generic =
        |form: &dyn Fn(&str) -> String| ARGUMENTS.iter().flat_map(|a| by(&form(a))).collect();
    match (name.kind, short) {
        (_, "Py") => generic(&|a| format!("Py<{a}>")),
        (_, "Bound") => generic(&|a| format!("Bound<'static, {a}>")),
        (_, "Borrowed") => generic(&|a| format!("Borrowed<'static, 'static, {a}>")),
        (_, "PyRef" | "PyRefMut") => by(&format!("{short}<'static, Derived>")).into(),
        (_, "PyBuffer") => by("pyo3::buffer::PyBuffer<u8>").into(),
        (Kind::OfTrait, _) if short.starts_with("Py") && short.ends_with("Methods") => {
            let own = short.trim_end_matches("Methods");
            by(&format!("Bound<'static, pyo3::types::{own}>")).into()
        }
        (Kind::OfTrait, _) => vec![format!(") {{ let _ = {place}::{function};")],
        _ => vec![format!(") {{ let _ = {place}::{function};")],
    }
}

/// The lines of an example that name what is not there.
fn errors(folder: &Path, example: &str) -> Result<BTreeSet<usize>> {
    let mut cargo = sh::cargo();
    cargo.current_dir(folder).args([
        "check",
        "--quiet",
        "--message-format=json",
        "--example",
        example,
    ]);
    cargo.env("CARGO_TARGET_DIR", sh::target());
    let output = sh::output(&mut cargo)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let (mut lines, mut reached) = (BTreeSet::new(), false);
    for message in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        if message["target"]["name"] != example {
            continue;
        }
        reached = true;
        let code = message["message"]["code"]["code"].as_str().unwrap_or_default();
        if message["message"]["level"] != "error" || !ABSENT.contains(&code) {
            continue;
        }
        for span in message["message"]["spans"].as_array().context("a message without spans")? {
            if span["is_primary"] == true {
                lines.extend(
                    span["line_start"].as_u64().and_then(|line| usize::try_from(line).ok()),
                );
            }
        }
    }
    if !reached {
        bail!("{}\n{}", sh::shown(&cargo), sh::tail(&String::from_utf8_lossy(&output.stderr), 20));
    }
    Ok(lines)
}
