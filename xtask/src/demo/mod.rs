//! `cargo xtask demo`: each example is built once, and that one wheel runs on every interpreter.
//!
//! An example's `demo.py` prints one JSON object as its last line (`report.rs`).
//! The demo holds when every interpreter loaded the same bytes and computed the
//! same results; the timings are shown, not judged.

mod report;
mod wheel;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::pythons::{self, Interpreter};
use crate::table::table;
use crate::{sh, venvs};
use report::Report;
use wheel::Installed;

/// Folders under `examples/`, the main one last.
const EXAMPLES: [&str; 2] = ["hello", "textkit"];

#[derive(clap::Args)]
pub struct Args {
    /// Install what the matrix of interpreters lacks first
    #[arg(long)]
    install: bool,
    /// Only these interpreters, as in `3.12,3.13t`
    #[arg(long)]
    pythons: Option<String>,
}

pub fn main(args: &Args) -> Result<()> {
    if args.install {
        pythons::install_missing(false)?;
    }
    run(&pythons::select(pythons::chosen()?, args.pythons.as_deref())?)
}

/// The demo on these interpreters.
///
/// # Errors
/// When an example does not build or run, or the interpreters do not agree.
pub fn run(pythons: &[Interpreter]) -> Result<()> {
    let wheels: Vec<PathBuf> = EXAMPLES.iter().map(|name| build(name)).collect::<Result<_>>()?;
    let mut differences = Vec::new();
    for (name, wheel) in EXAMPLES.iter().zip(&wheels) {
        differences.extend(show(name, wheel, pythons)?);
    }
    if !differences.is_empty() {
        bail!("the interpreters do not agree:\n{}", differences.join("\n"));
    }
    Ok(())
}

/// Builds the wheel of the example under `examples/` with `cargo everbind build`, whose last line is the wheel's path.
///
/// # Errors
/// When that fails, or prints something else.
pub fn build(name: &str) -> Result<PathBuf> {
    eprintln!("building examples/{name}");
    let out = sh::work("wheels")?.join(name);
    sh::fresh(&out)?;
    let mut build = sh::cargo();
    build
        .args(["run", "--quiet", "--package", "cargo-everbind", "--", "build", "--manifest-path"])
        .arg(sh::root().join("examples").join(name).join("Cargo.toml"))
        .arg("--out")
        .arg(&out)
        .arg("--interpreter")
        .arg(&venvs::host()?.path)
        .stderr(std::process::Stdio::inherit());
    let said = sh::capture(&mut build)?;
    let last = said.lines().rfind(|l| !l.trim().is_empty()).unwrap_or_default().trim();
    let wheel = sh::root().join(last);
    if !(last.ends_with(".whl") && wheel.is_file()) {
        bail!("{} should end with the wheel's path; it printed:\n{said}", sh::shown(&build));
    }
    Ok(wheel)
}

/// Runs one example everywhere and prints its table; returns what differs.
fn show(name: &str, wheel: &Path, pythons: &[Interpreter]) -> Result<Vec<String>> {
    let size = fs::metadata(wheel)?.len();
    let file = wheel.file_name().unwrap_or_default().to_string_lossy();
    println!("\n{name}: {file}, {} KiB", size.div_ceil(1024));

    let text = library(&pythons[0])?;
    let mut runs = Vec::new();
    for python in pythons {
        runs.push(
            run_one(name, wheel, python, &text)
                .with_context(|| format!("examples/{name} on {}", python.label()))?,
        );
    }
    let head = ["name", "version", "GIL", "library", "sha256", "results", ""];
    let mut differences = Vec::new();
    let mut rows = Vec::new();
    for (python, (installed, report)) in pythons.iter().zip(&runs) {
        let (first, expected) = &runs[0];
        let mut wrong = expected.differences(report);
        if installed.sha256 != first.sha256 {
            wrong.push("another library was loaded".into());
        }
        if python.free_threaded && report.gil_enabled {
            wrong.push("the GIL was switched on".into());
        }
        differences.extend(wrong.iter().map(|w| format!("{name} on {}: {w}", python.label())));
        let gil = match (python.free_threaded, report.gil_enabled) {
            (false, _) => "yes",
            (true, false) => "off",
            (true, true) => "ON",
        };
        rows.push(vec![
            python.name.clone(),
            python.version.clone(),
            gil.into(),
            installed.library.clone(),
            installed.sha256[..12].into(),
            format!("{} {}", report.digest(), if wrong.is_empty() { "ok" } else { "DIFFERENT" }),
            installed.note.clone(),
        ]);
    }
    print!("{}\n{}", table(&head, &rows), speeds(pythons, &runs));
    if differences.is_empty() {
        println!("1 library, {} interpreters, all equal", runs.len());
    } else {
        println!("1 library, {} interpreters, not all equal", runs.len());
    }
    Ok(differences)
}

/// The timings: a row for each thing timed, a column for each interpreter.
fn speeds(pythons: &[Interpreter], runs: &[(Installed, Report)]) -> String {
    let labels = runs.first().map(|(_, report)| report.speed_labels()).unwrap_or_default();
    let mut head = vec!["time of one call".to_owned()];
    head.extend(pythons.iter().map(|p| format!("{}>", p.name)));
    let row = |label: &String| {
        let times = runs.iter().map(|(_, report)| report.time_of(label));
        [label.clone()].into_iter().chain(times).collect()
    };
    table(&head, &labels.iter().map(row).collect::<Vec<_>>())
}

/// Installs the wheel into a new environment and runs the example's demo there.
fn run_one(
    name: &str,
    wheel: &Path,
    python: &Interpreter,
    text: &Path,
) -> Result<(Installed, Report)> {
    let folder = sh::work("demo")?.join(format!("{name}-{}-{}", python.name, python.version));
    let venv = venvs::bare(python, &folder)?;
    let installed = wheel::install(wheel, &venv)?;
    let mut demo = sh::command(venv.python());
    // -P: import what was installed, not what lies beside the script.
    demo.arg("-P").arg(sh::root().join("examples").join(name).join("demo.py"));
    demo.env("EVERBIND_DEMO_TEXT", text);
    let said = sh::capture(&mut demo)?;
    Ok((installed, Report::parse(&said)?))
}

/// One interpreter's standard library: the text that examples read on all of them.
fn library(python: &Interpreter) -> Result<PathBuf> {
    let code = "import sysconfig; print(sysconfig.get_path('stdlib'))";
    let said = sh::capture(sh::command(&python.path).args(["-I", "-c", code]))?;
    Ok(said.trim().into())
}
