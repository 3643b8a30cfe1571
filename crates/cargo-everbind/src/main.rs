//! `cargo everbind`: builds wheels that import on every CPython from 3.12 on, with and without the GIL, and audits them.

#![forbid(unsafe_code)]

mod audit;
mod build_cmd;
mod completions;
mod develop;
mod doctor;
mod editable;
mod graph;
mod migrate;
mod new;
mod progress;
mod project;
mod python;
mod recipe;
mod stage;
mod stubs;
mod test_cmd;
mod tools;
mod ui;
mod wheel;

use std::{ffi::OsString, process::ExitCode};

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};

/// Makes, builds, tests and audits Python modules in Rust: one wheel for every CPython from 3.12 on
#[derive(Parser, Debug)]
#[command(name = "cargo everbind", bin_name = "cargo everbind", version, styles = ui::STYLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Make a project that builds, tests and publishes as it is
    New(new::New),
    /// Make one in a folder that exists
    Init(new::Init),
    /// Build a wheel with maturin, make it universal and audit it; the last line printed is the wheel's path
    Build(build_cmd::Build),
    /// Build the project and install it into the active environment; mixed projects are editable
    Develop(develop::Develop),
    /// Build the wheel, install it in a fresh environment, import it, run `cargo test` and pytest
    Test(test_cmd::Test),
    /// Write .pyi files from a project, a wheel or a library, without running Python
    ///
    /// `build`, `develop` and `test` put them into the wheel by themselves.
    Stubs(stubs::Stubs),
    /// Check that a wheel or a library keeps what its tags promise
    ///
    /// Looks for CPython symbols that are not in the stable ABI, or came to it later than promised, and for where the library
    /// uses them; for module hooks; in a wheel also at tags, platform, file names and RECORD.
    Audit(audit::Audit),
    /// Say what is wrong with this machine or project, and the command that mends it
    Doctor(doctor::Doctor),
    /// Switch a PyO3 project to everbind, and list what will not carry over
    Migrate(migrate::Migrate),
    /// Print what a shell needs to complete this command
    Completions(completions::Completions),
}

fn main() -> ExitCode {
    let cli = Cli::parse_from(arguments(std::env::args_os()));
    match run(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            ui::report(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::New(new) => new.run(),
        Command::Init(init) => init.run(),
        Command::Build(build) => build.run(),
        Command::Develop(develop) => develop.run(),
        Command::Test(test) => test.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::Migrate(migrate) => migrate.run(),
        Command::Completions(completions) => completions.run(Cli::command()),
        Command::Stubs(stubs) => stubs.run(),
        Command::Audit(audit) => audit.run(),
    }
}

/// cargo runs `cargo everbind build` as `cargo-everbind everbind build`; without cargo the word is left out.
fn arguments(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    if args.get(1).is_some_and(|arg| arg == "everbind") {
        args.remove(1);
    }
    args
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::{Cli, arguments};

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn cargo_may_repeat_the_name() {
        for line in [
            "cargo-everbind everbind build --debug -- --zig",
            "cargo-everbind build --debug -- --zig",
        ] {
            let args = arguments(line.split(' ').map(Into::into));
            assert!(Cli::try_parse_from(args).is_ok(), "{line}");
        }
    }
}
