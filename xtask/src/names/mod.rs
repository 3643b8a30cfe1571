//! `cargo xtask names`: which names of PyO3's everbind has not, asked of rustc.
//!
//! `cargo everbind migrate` tells the names that will not carry over from a list. The list is true because this makes it: every
//! public name that PyO3 has had since 0.20 (`pyo3.txt`) is written into a crate that depends on everbind, one to a
//! line, and the lines that do not compile are those names. A name that everbind gains or loses makes the check
//! fail, until `cargo xtask names --write`.

mod list;
mod probe;

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};

use crate::sh;
use list::{Kind, Name};

/// What the tool goes by.
const FILE: &str = "crates/cargo-everbind/src/migrate/names.txt";
/// Names of methods that the standard library's types have as well: without types nothing can be said of a call.
const COMMON: [&str; 10] =
    ["from", "get_object", "into", "list", "new", "send", "try_from", "try_into", "tuple", "value"];

#[derive(clap::Args)]
pub struct Args {
    /// Write the list that `cargo everbind migrate` goes by
    #[arg(long)]
    write: bool,
}

/// Compares the list with what rustc says, or writes it.
///
/// # Errors
/// When they differ, or the crate cannot be checked at all.
pub fn main(args: &Args) -> Result<()> {
    if !args.write {
        return check();
    }
    let path = sh::root().join(FILE);
    fs::write(&path, text()?).with_context(|| format!("cannot write {}", path.display()))?;
    println!("written: {FILE}");
    Ok(())
}

/// Compares the list with what rustc says.
///
/// # Errors
/// When they differ, or the crate cannot be checked at all.
pub fn check() -> Result<()> {
    let text = text()?;
    let path = sh::root().join(FILE);
    let old = fs::read_to_string(&path).with_context(|| format!("cannot read {FILE}"))?;
    let old = old.replace('\r', "");
    if old == text {
        return Ok(());
    }
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (old, new) = (lines(&old), lines(&text));
    let differing =
        old.symmetric_difference(&new).take(20).cloned().collect::<Vec<_>>().join("\n  ");
    bail!(
        "{FILE} is not what everbind lacks; `cargo xtask names --write` writes it. Lines that differ:\n  {differing}"
    )
}

/// The list, as rustc has it.
fn text() -> Result<String> {
    let names = list::read()?;
    let absent = probe::absent(&names)?;
    let missing: Vec<&Name> = names.iter().filter(|name| absent.contains(name)).collect();

    let mut text = String::from(
        "# Names of PyO3's that everbind has not, by the last version of PyO3 that has them, and everbind's features.\n\
         # Written by `cargo xtask names --write`, which asks rustc.\n",
    );
    let items = missing.iter().filter(|n| n.kind == Kind::Item);
    text += &list::sections("item", items.map(|n| (n.last, n.place, n.name)));
    let functions = missing.iter().filter(|n| n.kind != Kind::Item);
    let of_type = functions.clone().map(|n| (n.last, list::last_part(n.place), n.name));
    text += &list::sections("function", of_type);
    // A method by its name alone: where no type has one of that name.
    let of_gone: BTreeSet<&Name> = list::gone(&names, &absent).collect();
    let present: BTreeSet<&str> = names
        .iter()
        .filter(|n| n.kind != Kind::Item && !absent.contains(n) && !of_gone.contains(n))
        .map(|n| n.name)
        .chain(COMMON)
        .collect();
    let methods = functions.copied().chain(of_gone).filter(|n| !present.contains(n.name));
    text += &list::sections("method", methods.map(|n| (n.last, "", n.name)));
    text += &list::sections("feature", list::features()?.iter().map(|f| ("", "", f.as_str())));
    Ok(text)
}
