//! The hand-written C: the full API of one version, and the limited API of 3.12.

use anyhow::{Context, Result};

use super::Job;
use crate::sh;

/// Optimised as the fastest extensions are.
const OPTIONS: [&str; 6] = ["-O3", "-fPIC", "-shared", "-fvisibility=hidden", "-Wall", "-DNDEBUG"];

pub fn full(job: &Job) -> Result<()> {
    compile(job, &[])
}

pub fn limited(job: &Job) -> Result<()> {
    compile(job, &["-DPy_LIMITED_API=0x030C0000"])
}

fn compile(job: &Job, options: &[&str]) -> Result<()> {
    let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let include = job.python.include.as_ref();
    let include = include.with_context(|| format!("{} has no headers", job.python.label()))?;
    let mut command = sh::command(compiler);
    command.args(OPTIONS).args(options).arg("-I").arg(include);
    command.arg("benches/run/engines/c/bench.c").arg("-lm").arg("-o").arg(job.library());
    sh::capture(&mut command).map(drop)
}
