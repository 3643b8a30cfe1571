//! `cargo xtask bench`: measurements that take a while.

mod bars;
mod build;
mod chart;
mod cost;
mod engines;
mod figures;
pub mod instructions;
mod package;
mod process;
mod report;
mod scale;
mod scale_engine;
mod scale_source;
mod speed;
mod threads;

use anyhow::{Result, ensure};

#[derive(clap::Args)]
pub struct Args {
    /// CPU-seconds to build a hello-world, beside PyO3's
    #[arg(long)]
    build: bool,
    /// CPU-seconds and size of 720 functions and of 252 classes, beside PyO3's and nanobind's
    #[arg(long)]
    scale: bool,
    /// Instructions of the hottest operations, by valgrind, on 3.13 unless --pythons says otherwise
    #[arg(long)]
    instructions: bool,
    /// Record the instructions counted, which `cargo xtask test` compares with
    #[arg(long, requires = "instructions")]
    bless: bool,
    /// Draw the recorded figures, benches/record/speed.json, or those that --json gives now
    #[arg(long)]
    chart: bool,
    /// Write the guide's table of what --build or --scale measures
    #[arg(long)]
    record: bool,
    /// Runs of --build and --scale, and of what does not hold with --check
    #[arg(long, default_value_t = 3)]
    runs: usize,
    #[command(flatten)]
    speed: speed::Options,
}

pub fn main(args: &Args) -> Result<()> {
    let runs = args.runs.max(1);
    ensure!(!args.record || args.build || args.scale, "--record is for --build and --scale");
    if args.build {
        return build::main(runs, args.record);
    }
    if args.scale {
        return scale::main(runs, args.record);
    }
    if args.instructions {
        let speed::Options { ops, engines, pythons, .. } = &args.speed;
        return instructions::main(ops, engines, pythons.as_deref(), args.bless);
    }
    let json = args.speed.json.as_deref();
    if !args.chart || json.is_some() {
        speed::main(&args.speed, runs)?;
    }
    if args.chart {
        chart::main(json)?;
    }
    Ok(())
}
