//! `everbind-abi` against CPython's own words: its list of the stable ABI, and each interpreter's headers.
//!
//! Nothing is linked, so no linker and no audit of symbols would notice a wrong name, and no compiler
//! a wrong signature or offset. Here
//! - `stable.rs` compares the names, and the versions `since.rs` gives them, with the published list;
//! - `listed.rs` compares the list that `cargo everbind audit` goes by with it;
//! - `headers.rs` lets a C compiler compare signatures, constants and records with the headers;
//! - `layouts.rs` compares the rows of `layout.rs` with `offsetof`.
//!
//! `declarations.rs` reads the declarations out of the sources; that it reads all of them is checked
//! against the tables themselves.

mod c;
mod declarations;
mod headers;
mod layouts;
mod listed;
mod stable;

use anyhow::{Result, bail};

use crate::pythons::{self, Interpreter};
use declarations::Declarations;

#[derive(clap::Args)]
pub struct Args {
    /// Write the list of the stable ABI that `cargo everbind audit` goes by
    #[arg(long)]
    write: bool,
}

/// The command by itself.
///
/// # Errors
/// Those of [`run`].
pub fn main(args: &Args) -> Result<()> {
    if args.write {
        listed::write(&stable::list()?)?;
    }
    run(pythons::chosen()?)
}

/// Checks the declarations against the stable ABI and the headers of each interpreter.
///
/// # Errors
/// With everything that does not agree.
pub fn run(pythons: &[Interpreter]) -> Result<()> {
    let declared = Declarations::read()?;
    let list = stable::list()?;
    let mut findings = stable::check(&declared, &list);
    findings.extend(listed::check(&list)?);
    if cfg!(windows) {
        println!("signatures and layouts: not checked on Windows, which has no cc");
    } else {
        for python in pythons {
            match &python.include {
                Some(_) if python.implementation != "CPython" => {}
                Some(include) => {
                    findings.extend(headers::check(python, include, &declared)?);
                    findings.extend(layouts::check(python, include)?);
                }
                None => println!("{}: no headers here, not checked", python.label()),
            }
        }
    }
    if findings.is_empty() {
        return Ok(());
    }
    bail!("everbind-abi does not agree with CPython:\n{}", findings.join("\n"))
}
