//! `cargo xtask`: everything one does with this repository, one subcommand per file.
//!
//! Each command does its own set-up: with Rust and one supported Python on the
//! machine, `cargo xtask demo` and `cargo xtask test` work in a fresh clone.

mod abi;
mod audit;
mod bench;
mod compat;
mod cpu;
mod demo;
mod docs;
mod memcheck;
mod names;
mod pythons;
mod sh;
mod stubs;
mod table;
mod test;
mod tidy;
mod venvs;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The repository's own commands", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find the Python interpreters of this machine, or install the matrix
    Pythons(pythons::Args),
    /// Build the examples once and run that one wheel on every interpreter
    Demo(demo::Args),
    /// Run every test on every interpreter
    Test(test::Args),
    /// Switch real PyO3 projects over and run their own test suites
    Compat(compat::Args),
    /// Run a Python program that uses the test extension under valgrind
    Memcheck,
    /// Measure
    Bench(bench::Args),
    /// Check everbind-abi against CPython's stable ABI and the interpreters' headers
    Abi(abi::Args),
    /// Compare `cargo everbind audit` with abi3audit on real wheels
    Audit(audit::Args),
    /// Build the guide and the documentation of the crates, and check their links
    Docs,
    /// Check the list of PyO3's names that `cargo everbind migrate` goes by
    Names(names::Args),
    /// Make the stubs of the examples and the test extensions, and give them to type checkers
    Stubs(stubs::Args),
    /// Check the repository's habits
    Tidy,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            // Without the backtrace that anyhow's Debug would add: these are messages for people.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all went well; `false` where the command has said itself what did not.
fn run(command: Command) -> anyhow::Result<bool> {
    match command {
        Command::Test(args) => return test::main(&args),
        Command::Stubs(args) => return stubs::main(&args),
        Command::Memcheck => return memcheck::main(),
        Command::Pythons(args) => pythons::main(&args)?,
        Command::Demo(args) => demo::main(&args)?,
        Command::Compat(args) => compat::main(&args)?,
        Command::Bench(args) => bench::main(&args)?,
        Command::Abi(args) => abi::main(&args)?,
        Command::Audit(args) => audit::main(&args)?,
        Command::Docs => docs::main()?,
        Command::Names(args) => names::main(&args)?,
        Command::Tidy => tidy::main()?,
    }
    Ok(true)
}
