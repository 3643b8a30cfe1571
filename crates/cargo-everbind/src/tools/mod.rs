//! The Python tools that do the work: maturin builds wheels, pip installs them.

mod environment;
mod maturin;
mod pip;

pub use environment::MISLEADING;
pub use maturin::Maturin;
pub use pip::Pip;

use std::{
    ffi::OsStr,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

/// Runs a command whose output matters only if it fails.
///
/// # Errors
/// It cannot be started, or fails; the error has all it said.
pub fn quietly(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {program}"))?;
    if !output.status.success() {
        let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
        let said = [output.stdout, output.stderr].concat();
        bail!(
            "`{program} {}` failed:\n{}",
            arguments.join(" "),
            String::from_utf8_lossy(&said).trim()
        );
    }
    Ok(())
}
