//! `cargo xtask bench`: measurements that take a while.

mod build;
mod cost;
mod package;
mod scale;
mod scale_engine;
mod scale_source;

use anyhow::{Result, bail};

#[derive(clap::Args)]
pub struct Args {
    /// CPU-seconds to build a hello-world, beside PyO3's
    #[arg(long)]
    build: bool,
    /// CPU-seconds and size of 720 functions and of 252 classes, beside PyO3's and nanobind's
    #[arg(long)]
    scale: bool,
    /// Runs of each measurement
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

pub fn main(args: &Args) -> Result<()> {
    let runs = args.runs.max(1);
    if args.build {
        return build::main(runs);
    }
    if args.scale {
        return scale::main(runs);
    }
    bail!("say what to measure: --build or --scale")
}
