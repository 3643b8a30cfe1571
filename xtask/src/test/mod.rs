//! `cargo xtask test`: every check there is, on every interpreter of the matrix.
//!
//! The steps are in the order in which a mistake is cheapest to learn: what
//! reads sources, what compiles them, what runs them. A step that fails does not
//! stop the others; one that cannot run here says why.

mod backend;
pub mod checks;
mod embedded;
pub mod ext;
pub mod parse;
mod project;
mod python;
pub mod tally;

use std::fs;

use anyhow::{Result, bail};

use crate::bench::instructions;
use crate::pythons::{self, Interpreter};
use crate::{demo, docs, sh, stubs, tidy};
use python::Layout;
pub use tally::Outcome;
use tally::Tally;

#[derive(clap::Args)]
pub struct Args {
    /// Only what is quick: one interpreter with the GIL and one without, no clippy, no demo
    #[arg(long)]
    quick: bool,
    /// Only these interpreters, as in `3.12,3.13t`
    #[arg(long)]
    pythons: Option<String>,
    /// Leave steps out: fmt, tidy, ruff, clippy, docs, cargo, embedded, abi, audit, names, pytest, refused, stubs, pure,
    /// instructions, project, backend, demo
    #[arg(long, value_delimiter = ',')]
    skip: Vec<String>,
}

/// What `--quick` leaves out.
const SLOW: &[&str] = &[
    "clippy",
    "docs",
    "embedded",
    "audit",
    "names",
    "stubs",
    "pure",
    "instructions",
    "project",
    "backend",
    "demo",
];
/// Every step that can be left out.
const STEPS: &[&str] = &[
    "fmt",
    "tidy",
    "ruff",
    "clippy",
    "docs",
    "cargo",
    "embedded",
    "abi",
    "audit",
    "names",
    "pytest",
    "refused",
    "stubs",
    "pure",
    "instructions",
    "project",
    "backend",
    "demo",
];

/// Whether everything passed.
///
/// # Errors
/// When there is nothing to test on.
pub fn main(args: &Args) -> Result<bool> {
    if let Some(unknown) = args.skip.iter().find(|s| !STEPS.contains(&s.as_str())) {
        bail!("there is no step {unknown:?}; there are {}", STEPS.join(", "));
    }
    if std::env::var_os("CI").is_some()
        && let Err(error) = pythons::install_missing(false)
    {
        // With any interpreter at all there is something to test.
        eprintln!("the matrix is not complete: {error:#}");
    }
    let all = pythons::all();
    let mut chosen = pythons::select(pythons::chosen()?, args.pythons.as_deref())?;
    if args.quick && args.pythons.is_none() {
        chosen = quick(&chosen);
    }
    let refusing: Vec<_> = all.iter().filter(|p| p.unsupported().is_some()).cloned().collect();
    let names: Vec<_> = chosen.iter().map(Interpreter::label).collect();
    println!("interpreters: {}", names.join(", "));

    let tally = Tally::new();
    let wanted = |step: &str| {
        let out = args.skip.iter().any(|s| s == step) || args.quick && SLOW.contains(&step);
        if out {
            tally.skipped(step, if args.quick { "--quick" } else { "--skip" });
        }
        !out
    };
    if args.pythons.is_none() {
        for (name, why) in pythons::missing(&chosen) {
            tally.skipped(&name, &format!("not here{why}"));
        }
    }
    if wanted("fmt") {
        tally.step("fmt", checks::fmt);
    }
    if wanted("tidy") {
        tally.step("tidy", || tidy::check().map(Outcome::of_findings));
    }
    if wanted("ruff") {
        tally.step("ruff", checks::ruff);
    }
    if wanted("clippy") {
        tally.step("clippy", checks::clippy);
    }
    if wanted("docs") {
        tally.step("docs", || {
            let mut outcome = Outcome::of_findings(docs::check()?);
            outcome.notes.extend(docs::not_run()?);
            Ok(outcome)
        });
    }
    if wanted("cargo") {
        tally.step("cargo test", checks::cargo_test);
    }
    if wanted("embedded") {
        embedded::run(&tally, &all);
    }
    if wanted("abi") {
        tally.step("abi", || crate::abi::run(&chosen).map(|()| Outcome::ok()));
    }
    if wanted("names") {
        tally.step("names that everbind has not", || crate::names::check().map(|()| Outcome::ok()));
    }
    if wanted("audit") {
        tally.step("audit beside abi3audit", || {
            let compared = crate::audit::compare(false)?;
            Ok(compared.outcome())
        });
    }
    let (suites, refusals, typed) = (wanted("pytest"), wanted("refused"), wanted("stubs"));
    if suites || refusals || typed {
        let mut library = None;
        tally.step("test extension and wheel", || {
            library = Some(ext::build()?);
            Ok(Outcome::ok())
        });
        if let Some(library) = &library {
            if suites {
                python::suites(&tally, library, &chosen, &[Layout::Detected, Layout::Off]);
            }
            if refusals {
                python::refusals(&tally, library, &refusing);
            }
            if typed {
                stubs::run(&tally, library, false);
            }
        }
    }
    if wanted("pure") {
        let mut library = None;
        tally.step("test extension, feature pure", || {
            library = Some(ext::libraries("site-pure", Some("pure"))?);
            Ok(Outcome::ok())
        });
        if let Some(library) = &library {
            python::suites(&tally, library, &quick(&chosen), &[Layout::Pure]);
        }
    }
    if wanted("instructions") {
        instructions(&tally, &chosen);
    }
    if wanted("project") {
        tally.step("new project", || project::first_minutes(&chosen));
        tally.step("new project, develop", || project::develop(&chosen));
    }
    if wanted("backend") {
        tally.step("build backend", || backend::run(&chosen));
    }
    if wanted("demo") {
        tally.step("demo", || demo::run(&chosen).map(|()| Outcome::ok()));
    }
    Ok(tally.finish())
}

/// Whether the hottest operations take more instructions than they did.
fn instructions(tally: &Tally, chosen: &[Interpreter]) {
    match instructions::interpreter(chosen) {
        Ok(Err(why)) => tally.skipped("instructions", why),
        Ok(Ok(python)) => tally.step(&format!("instructions, {}", python.label()), || {
            instructions::test(python).map(Outcome::of_findings)
        }),
        Err(error) => tally.step("instructions", || Err(error)),
    }
}

/// The newest interpreter with the GIL and the newest without.
fn quick(chosen: &[Interpreter]) -> Vec<Interpreter> {
    [false, true]
        .iter()
        .filter_map(|t| chosen.iter().rfind(|p| p.free_threaded == *t && !p.debug))
        .cloned()
        .collect()
}

/// The file that a step's whole output goes to.
fn log(step: &str) -> Result<std::path::PathBuf> {
    let name: String =
        step.chars().map(|c| if c.is_alphanumeric() || c == '.' { c } else { '-' }).collect();
    let path = sh::work("logs")?.join(format!("{name}.log"));
    if path.exists() {
        fs::remove_file(&path)?;
    }
    Ok(path)
}
