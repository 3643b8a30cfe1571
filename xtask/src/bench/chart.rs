//! `cargo xtask bench --chart`: the charts of the README and the guide, from recorded figures.

use std::path::Path;

use anyhow::Result;

use crate::{sh, venvs};

/// The figures that are shown.
const RECORD: &str = "benches/record/speed.json";
const PROGRAM: &str = "benches/chart/draw.py";
const PINS: &str = "benches/chart/requirements.txt";
/// Where the guide's charts and tables of figures are.
pub const CHARTS: &str = "guide/src/charts";

/// Draws what `record` holds; by default what the repository holds.
///
/// # Errors
/// When matplotlib cannot be installed, or does not draw.
pub fn main(record: Option<&Path>) -> Result<()> {
    let mut draw = sh::command(venvs::ensure(venvs::host()?, PINS)?.python());
    match record {
        // The program runs in the repository's root, we perhaps not.
        Some(file) => draw.arg(PROGRAM).arg(std::path::absolute(file)?),
        None => draw.arg(PROGRAM).arg(RECORD),
    };
    sh::run(draw.arg(CHARTS))?;
    println!("drawn: {CHARTS}");
    Ok(())
}
