//! `cargo xtask audit`: real stable-ABI wheels before `cargo everbind audit` and before abi3audit, symbol by symbol.
//!
//! The wheels (`wheels.rs`) are downloaded at run time, for three systems, among them some with symbols that their tags do
//! not allow. To these come copies under a tag that promises too much, and libraries compiled here that import
//! what they must not. Both auditors must refuse the same files for the same symbols. (What ours refuses for
//! another reason, RECORD or platform tags, is listed, and is no difference: abi3audit does not look at it.)
//!
//! everbind's own wheels are not among them: abi3audit 0.0.26 does not know the second module hook, `PyModExport_`, and takes it
//! for a symbol outside the stable ABI.

mod doctored;
mod verdict;
mod wheels;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::sh;
use crate::table::table;
use crate::test::Outcome;
use crate::venvs::{self, Venv};
use verdict::Verdict;
use wheels::{PLATFORMS, Wheel};

/// Where abi3audit is pinned.
const PINS: &str = "xtask/src/audit/requirements.txt";

#[derive(clap::Args)]
pub struct Args {
    /// More wheels, of up to 12 MB
    #[arg(long)]
    all: bool,
}

/// The command by itself.
///
/// # Errors
/// When the auditors disagree, or something cannot be had.
pub fn main(args: &Args) -> Result<()> {
    let compared = compare(args.all)?;
    print!("{}", compared.table());
    if compared.findings.is_empty() {
        return Ok(());
    }
    bail!("{}", compared.findings.join("\n"))
}

/// What both auditors say.
pub struct Compared {
    rows: Vec<Vec<String>>,
    /// How many files abi3audit refuses.
    refused: usize,
    /// What they do not agree on.
    findings: Vec<String>,
}

impl Compared {
    fn table(&self) -> String {
        let head = ["file", "cargo everbind audit", "abi3audit", "other problems"];
        let (files, refused) = (self.rows.len(), self.refused);
        format!("{}{files} files, {refused} refused by abi3audit\n", table(&head, &self.rows))
    }

    /// As a step of `cargo xtask test`, each file a test.
    pub fn outcome(self) -> Outcome {
        let failed = self.findings.len();
        let passed = self.rows.len().saturating_sub(failed) as u64;
        Outcome { passed, failed: failed as u64, notes: self.findings }
    }
}

/// Audits everything by both.
///
/// # Errors
/// When a wheel cannot be downloaded or an auditor does not run.
pub fn compare(all: bool) -> Result<Compared> {
    let venv = venvs::ensure(venvs::host()?, PINS)?;
    let mut files = Vec::new();
    for platform in PLATFORMS {
        let wanted: Vec<Wheel> =
            wheels::all().filter(|w| w.platform == *platform && (all || !w.large)).collect();
        files.extend(download(&venv, platform, &wanted)?);
    }
    files.extend(doctored::retagged(&files)?);
    let libraries = doctored::libraries()?;

    let mut theirs = verdict::abi3audit(&venv, &files, None)?;
    let mut ours = verdict::everbind(&files, None)?;
    for (floor, libraries) in &libraries {
        theirs.extend(verdict::abi3audit(&venv, libraries, Some(floor))?);
        ours.extend(verdict::everbind(libraries, Some(floor))?);
    }
    Ok(side_by_side(&ours, &theirs))
}

/// The wheels for one system, downloaded once.
fn download(venv: &Venv, platform: &str, wheels: &[Wheel]) -> Result<Vec<PathBuf>> {
    let folder = sh::work("audit")?.join(platform);
    let mut files = Vec::new();
    for wheel in wheels {
        let place = folder.join(format!("{}-{}", wheel.name, wheel.version));
        if found(&place).is_none() {
            let mut pip = venvs::pip(&venv.python())?;
            pip.args(["download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest"])
                .arg(&place);
            pip.args([
                "--implementation",
                "cp",
                "--abi",
                "abi3",
                "--python-version",
                wheels::PYTHON,
            ]);
            for tag in wheels::tags(platform) {
                pip.args(["--platform", tag]);
            }
            sh::capture(pip.arg(format!("{}=={}", wheel.name, wheel.version)))?;
        }
        files.push(
            found(&place).with_context(|| format!("pip left nothing in {}", place.display()))?,
        );
    }
    Ok(files)
}

/// The one file in a folder.
fn found(folder: &Path) -> Option<PathBuf> {
    Some(std::fs::read_dir(folder).ok()?.next()?.ok()?.path())
}

/// What both say of each file.
fn side_by_side(ours: &BTreeMap<String, Verdict>, theirs: &BTreeMap<String, Verdict>) -> Compared {
    let (mut rows, mut findings, mut refused) = (Vec::new(), Vec::new(), 0);
    for (file, our) in ours {
        let Some(their) = theirs.get(file) else {
            findings.push(format!("{file}: abi3audit says nothing of it"));
            continue;
        };
        refused += usize::from(!their.symbols.is_empty());
        rows.push(vec![file.clone(), told(our), told(their), our.others.join("; ")]);
        if our.symbols != their.symbols {
            findings.push(format!("{file}: audit refuses {our:?}, abi3audit {their:?}"));
        }
    }
    if refused == 0 || refused == rows.len() {
        findings.push(format!(
            "abi3audit refuses {refused} of {} files: nothing to compare",
            rows.len()
        ));
    }
    Compared { rows, refused, findings }
}

fn told(verdict: &Verdict) -> String {
    match verdict.symbols.iter().next() {
        None => "passes".to_owned(),
        Some(first) if verdict.symbols.len() == 1 => first.clone(),
        Some(first) => format!("{first} and {} more", verdict.symbols.len() - 1),
    }
}
