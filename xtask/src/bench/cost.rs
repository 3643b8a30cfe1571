//! What a build takes and what comes of it: CPU-seconds, peak memory, size, import.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::chart;
use crate::pythons::{self, Interpreter};
use crate::sh;
use crate::table::markdown;

/// What a command and everything it started have taken.
#[derive(Clone, Copy, Deserialize)]
pub struct Cost {
    /// CPU-seconds, user and system.
    pub cpu: f64,
    /// Seconds.
    pub wall: f64,
    /// The memory of the largest process, in MB.
    pub peak: f64,
}

/// Runs `command` and measures it.
///
/// # Errors
/// When it does not succeed, or the system does not tell CPU-seconds.
pub fn measured(command: &Command) -> Result<Cost> {
    if !cfg!(unix) {
        bail!("this system does not tell CPU-seconds of children");
    }
    let result = tempfile::NamedTempFile::new()?;
    let script = sh::root().join("xtask").join("src").join("bench").join("measure.py");
    let mut measure = sh::command(&host()?.path);
    measure.arg("-I").arg(script).arg(result.path()).arg(command.get_program());
    measure.args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        measure.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => measure.env(name, value),
            None => measure.env_remove(name),
        };
    }
    sh::capture(&mut measure)?;
    Ok(serde_json::from_slice(&fs::read(result.path())?)?)
}

/// The interpreter that modules are imported by: the newest with a GIL and headers.
///
/// # Errors
/// When there is none.
pub fn host() -> Result<&'static Interpreter> {
    let mut candidates: Vec<_> = pythons::chosen()?
        .iter()
        .filter(|p| !p.free_threaded && !p.debug && p.include.is_some())
        .collect();
    candidates.sort_by_key(|p| p.numbers);
    candidates.pop().context("no interpreter with a GIL and C headers")
}

/// The size of the library without symbols, in bytes.
///
/// # Errors
/// When there is no `strip`.
pub fn stripped(library: &Path) -> Result<u64> {
    let out = library.with_extension("stripped");
    let mut strip = sh::command("strip");
    // Apple's has no word for all symbols of a library that is loaded.
    strip.arg(if cfg!(target_os = "macos") { "-x" } else { "-s" });
    sh::capture(strip.arg("-o").arg(&out).arg(library))?;
    Ok(out.metadata()?.len())
}

/// The import of a module, and a call of it, as timed by one process.
#[derive(Clone, Copy, Deserialize)]
pub struct Imported {
    /// Seconds.
    pub import: f64,
    /// Nanoseconds.
    pub call: Option<f64>,
}

/// Imports the library in a new process of `python`, and times a statement if one is given with its value.
///
/// # Errors
/// When the import fails or the value is another.
pub fn imported(
    python: &Path,
    name: &str,
    library: &Path,
    timed: Option<(&str, &str)>,
) -> Result<Imported> {
    let script = sh::root().join("xtask").join("src").join("bench").join("import.py");
    let mut import = sh::command(python);
    import.arg(script).arg(name).arg(library);
    if let Some((statement, expected)) = timed {
        import.args([statement, expected]);
    }
    Ok(serde_json::from_str(&sh::capture(&mut import)?)?)
}

/// Writes a table and what stands below it to a page that the guide includes.
///
/// # Errors
/// When the file cannot be written.
pub fn record(option: &str, head: &[&str], rows: &[Vec<String>], below: &str) -> Result<()> {
    let path = sh::root().join(chart::CHARTS).join(format!("{option}.md"));
    let text = format!(
        "<!-- Written by `cargo xtask bench --{option} --record`. -->\n{}\n{below}\n",
        markdown(head, rows)
    );
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    println!("written: {}/{option}.md", chart::CHARTS);
    Ok(())
}

/// The smallest of some figures.
pub fn least(figures: impl IntoIterator<Item = f64>) -> f64 {
    figures.into_iter().fold(f64::INFINITY, f64::min)
}

/// The one in the middle.
pub fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<_> = figures.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

/// The file of a library that cargo has built.
pub fn cargo_library(target: &Path, name: &str) -> std::path::PathBuf {
    use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
    target.join("release").join(format!("{DLL_PREFIX}{name}{DLL_SUFFIX}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn least_and_median() {
        assert_eq!(least([3.0, 1.0, 2.0]), 1.0);
        assert_eq!(median([3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median([4.0, 1.0, 2.0, 3.0]), 2.5);
    }
}
