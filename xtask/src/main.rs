//! `cargo xtask`: everything one does with this repository, one subcommand per file.
//!
//! Each command does its own set-up: with Rust and one supported Python on the
//! machine, `cargo xtask demo` and `cargo xtask test` work in a fresh clone.

mod pythons;
mod sh;
mod table;

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
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Pythons(args) => pythons::main(&args),
    }
}
