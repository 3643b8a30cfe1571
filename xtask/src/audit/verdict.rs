//! What each auditor says of files: the symbols it refuses them for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::sh;
use crate::venvs::Venv;

/// What an auditor says of one file.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Symbols that the file may not use.
    pub symbols: BTreeSet<String>,
    /// Other reasons to refuse it.
    pub others: Vec<String>,
}

/// By abi3audit; libraries by themselves are held to `floor`.
pub fn abi3audit(
    venv: &Venv,
    files: &[PathBuf],
    floor: Option<&str>,
) -> Result<BTreeMap<String, Verdict>> {
    let mut command = sh::command(venv.program("abi3audit"));
    command.arg("--report");
    if let Some(floor) = floor {
        command.args(["--assume-minimum-abi3", floor]);
    }
    // It fails when it refuses a file; the report is there all the same.
    let output = sh::output(command.args(files))?;
    let report: Value = serde_json::from_slice(&output.stdout).with_context(|| {
        format!("abi3audit printed no report:\n{}", String::from_utf8_lossy(&output.stderr))
    })?;
    let specs = report["specs"].as_object().context("abi3audit's report has no `specs`")?;
    let mut verdicts = BTreeMap::new();
    for (file, spec) in specs {
        let results = match spec["kind"].as_str() {
            Some("wheel") => spec["wheel"].as_array().cloned().unwrap_or_default(),
            _ => vec![spec["object"].clone()],
        };
        let mut verdict = Verdict::default();
        for result in results.iter().map(|one| &one["result"]) {
            let outside = result["non_abi3_symbols"].as_array().context("no list of symbols")?;
            verdict.symbols.extend(outside.iter().filter_map(Value::as_str).map(str::to_owned));
            let newer = result["future_abi3_objects"].as_object().context("no newer symbols")?;
            verdict.symbols.extend(newer.keys().cloned());
        }
        verdicts.insert(name(Path::new(file)), verdict);
    }
    Ok(verdicts)
}

/// By `cargo everbind audit`.
pub fn everbind(files: &[PathBuf], floor: Option<&str>) -> Result<BTreeMap<String, Verdict>> {
    let mut command = sh::cargo();
    command.args(["run", "--quiet", "-p", "cargo-everbind", "--", "audit", "--json"]);
    if let Some(floor) = floor {
        command.arg(format!("--tags=cp{}-abi3", floor.replace('.', "")));
    }
    let output = sh::output(command.args(files))?;
    let report: Value = serde_json::from_slice(&output.stdout).with_context(|| {
        format!("the audit printed no report:\n{}", String::from_utf8_lossy(&output.stderr))
    })?;
    let mut verdicts = BTreeMap::new();
    for file in report["files"].as_array().context("no list of files")? {
        let mut verdict = Verdict::default();
        for problem in file["report"]["problems"].as_array().into_iter().flatten() {
            match problem["symbol"].as_str() {
                Some(symbol) => verdict.symbols.insert(symbol.to_owned()),
                None => {
                    verdict.others.push(problem["text"].as_str().unwrap_or_default().to_owned());
                    false
                }
            };
        }
        verdicts.insert(name(Path::new(file["path"].as_str().unwrap_or_default())), verdict);
    }
    Ok(verdicts)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
