//! `cargo xtask bench`: measurements that take a while.

mod build;

use anyhow::{Result, bail};

#[derive(clap::Args)]
pub struct Args {
    /// CPU-seconds to build a hello-world, beside PyO3's
    #[arg(long)]
    build: bool,
    /// Runs of each measurement
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

pub fn main(args: &Args) -> Result<()> {
    if !args.build {
        bail!("say what to measure: --build");
    }
    build::main(args.runs.max(1))
}
