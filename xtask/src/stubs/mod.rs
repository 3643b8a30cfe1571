//! `cargo xtask stubs`: what `cargo everbind stubs` makes of the examples and the test extensions, compared with the files in
//! `tests/stubs/expected`, and given to mypy, pyright and stubtest.
//!
//! The examples are installed from their wheels, so that the checkers find the stubs where the wheel puts them. The test
//! extensions are libraries by themselves, whose stubs lie in a folder that the checkers are told of.

mod checkers;
mod golden;

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::test::ext::{self, Library};
use crate::test::tally::{Outcome, Tally};
use crate::venvs::{self, Venv};
use crate::{demo, sh};

/// What the checkers are.
const REQUIREMENTS: &str = "tests/stubs/requirements.txt";
/// Test extensions: each a library by itself. That in PyO3's words is filled by a function, which stubs know nothing of.
pub const EXTENSIONS: [&str; 2] = [ext::MODULE, "everbind_subinterp"];
/// Examples whose wheels are installed.
pub const EXAMPLES: [&str; 2] = ["hello", "textkit"];

#[derive(clap::Args)]
pub struct Args {
    /// Take what is made for what is expected
    #[arg(long)]
    bless: bool,
}

/// Whether all is as it should be.
///
/// # Errors
/// When something does not build.
pub fn main(args: &Args) -> Result<bool> {
    if args.bless && std::env::var_os("CI").is_some() {
        bail!("what is expected is changed by people, not in CI");
    }
    let tally = Tally::new();
    run(&tally, &ext::build()?, args.bless);
    Ok(tally.finish())
}

/// Everything that the steps need.
struct Subject<'a> {
    library: &'a Library,
    /// Where the stubs of the test extensions are.
    typings: PathBuf,
    /// Where those in the wheels are, a second time.
    unpacked: PathBuf,
    /// The checkers' environment, with the wheels installed.
    venv: Venv,
}

/// The steps.
pub fn run(tally: &Tally, library: &Library, bless: bool) {
    let mut subject = None;
    tally.step("stubs: made as expected", || {
        let made = prepare(library)?;
        let outcome = golden::compare(&made, bless);
        subject = Some(made);
        outcome
    });
    let Some(subject) = subject else { return };
    tally.step("stubs: ruff", || checkers::ruff(&subject));
    tally.step("stubs: mypy --strict", || checkers::mypy(&subject));
    tally.step("stubs: pyright", || checkers::pyright(&subject));
    tally.step("stubs: stubtest", || checkers::stubtest(&subject));
}

fn prepare(library: &Library) -> Result<Subject<'_>> {
    let wheels: Vec<PathBuf> = EXAMPLES
        .iter()
        .map(|name| if *name == "hello" { Ok(library.wheel.clone()) } else { demo::build(name) })
        .collect::<Result<_>>()?;
    let typings = sh::work("stubs")?.join("typings");
    let unpacked = sh::work("stubs")?.join("wheels");
    sh::fresh(&typings)?;
    sh::fresh(&unpacked)?;
    for module in EXTENSIONS {
        stubs(&ext::installed(&library.site, module), &typings)?;
    }
    for wheel in &wheels {
        stubs(wheel, &unpacked)?;
    }
    let venv = venvs::ensure(venvs::host()?, REQUIREMENTS)?;
    let mut install = venvs::pip(&venv.python())?;
    sh::capture(
        install.args(["install", "--quiet", "--no-deps", "--force-reinstall"]).args(&wheels),
    )?;
    Ok(Subject { library, typings, unpacked, venv })
}

/// `cargo everbind stubs` of one file, into a folder.
fn stubs(file: &PathBuf, out: &PathBuf) -> Result<Outcome> {
    let mut stubs = sh::cargo();
    stubs.args(["run", "--quiet", "--package", "cargo-everbind", "--", "stubs"]).arg(file);
    sh::capture(stubs.arg("--out").arg(out)).map(|_| Outcome::ok())
}
