//! The audit of a whole wheel.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context, Result};

use super::{Library, Report, platform, stem};
use crate::wheel::{Archive, Entry, WheelFile, WheelName, verify_record};

/// Audits a wheel: RECORD, tags, and each extension module in it.
pub fn audit(path: &Path, file: &str) -> Result<Report> {
    let name: WheelName = file.parse()?;
    let archive = Archive::read(path)?;
    let mut report = Report::default();

    check_record(&archive, &name, &mut report).context("no usable RECORD")?;
    check_tags(&archive, &name, &mut report).context("no usable WHEEL")?;

    let extensions: Vec<&Entry> =
        archive.entries.iter().filter(|entry| is_extension(&entry.path)).collect();
    if extensions.is_empty() {
        report.problems.push("the wheel holds no extension module (*.so, *.pyd)".to_owned());
    }
    for extension in extensions {
        check_extension(extension, &name, &mut report);
    }
    Ok(report)
}

fn check_record(archive: &Archive, name: &WheelName, report: &mut Report) -> Result<()> {
    let record = format!("{}/RECORD", name.dist_info());
    let problems = verify_record(&archive.entries, &record, archive.text(&record)?);
    if problems.is_empty() {
        report.facts.push(format!("RECORD agrees with all {} files", archive.entries.len()));
    }
    report.problems.extend(problems.iter().map(ToString::to_string));
    Ok(())
}

fn check_tags(archive: &Archive, name: &WheelName, report: &mut Report) -> Result<()> {
    let wheel = WheelFile::parse(archive.text(&format!("{}/WHEEL", name.dist_info()))?)?;
    let (own, named) = (wheel.tags(), name.expand());
    let (listed, promised): (BTreeSet<&str>, BTreeSet<&str>) =
        (own.iter().copied().collect(), named.iter().map(String::as_str).collect());
    let before = report.problems.len();
    for tag in promised.difference(&listed) {
        report
            .problems
            .push(format!("WHEEL: the wheel's name stands for {tag}, which has no Tag line"));
    }
    for tag in listed.difference(&promised) {
        report.problems.push(format!("WHEEL: Tag {tag} is not among those of the wheel's name"));
    }
    if listed.len() != own.len() {
        report.problems.push("WHEEL: a Tag is listed twice".to_owned());
    }
    if wheel.get("Root-Is-Purelib").is_none_or(|value| !value.eq_ignore_ascii_case("false")) {
        report
            .problems
            .push("WHEEL: Root-Is-Purelib must be false in a wheel with native code".to_owned());
    }
    if !name.is_universal() {
        report.problems.push(format!(
            "the tags {}-{} leave out CPython with or without the GIL; `cargo everbind build` names a wheel cp312-abi3.abi3t",
            name.pythons.join("."),
            name.abis.join("."),
        ));
    }
    if report.problems.len() == before {
        report.facts.push(format!("tags {}", named.join(", ")));
    }
    Ok(())
}

fn check_extension(entry: &Entry, name: &WheelName, report: &mut Report) {
    let file = entry.path.rsplit('/').next().unwrap_or(&entry.path);
    let libraries = match Library::parse(&entry.data) {
        Ok(libraries) => libraries,
        Err(error) => {
            report.problems.push(format!("{}: {error:#}", entry.path));
            return;
        }
    };
    let module = stem(file);
    if file != format!("{module}.so") && file != format!("{module}.pyd") {
        report.problems.push(format!(
            "{}: not every CPython looks for this suffix; only the bare {module}.so (on Windows {module}.pyd) imports on all",
            entry.path
        ));
    }
    let mismatches = name.platforms.iter().filter_map(|tag| platform::mismatch(tag, &libraries));
    report.problems.extend(mismatches.map(|text| format!("{}: {text}", entry.path)));
    libraries.iter().for_each(|library| report.extend(&entry.path, library.check_module(module)));
}

/// Extension modules are all libraries but those that repair tools bundle beside the package, scripts and data.
fn is_extension(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let bundled = folders.split('/').any(|folder| folder.ends_with(".libs") || folder == ".dylibs");
    let is_data = match folders.split_once(".data/") {
        Some((_, rest)) => !rest.starts_with("platlib") && !rest.starts_with("purelib"),
        None => false,
    };
    (file.ends_with(".so") || file.ends_with(".pyd")) && !bundled && !is_data
}

#[cfg(test)]
mod tests {
    use super::is_extension;

    #[test]
    fn bundled_libraries_are_no_extensions() {
        for path in ["x.so", "p/x.so", "p/x.abi3.so", "p/q/x.pyd", "p-1.data/platlib/x.so"] {
            assert!(is_extension(path), "{path}");
        }
        for path in
            ["p.libs/libz.so", "p/.dylibs/z.so", "p-1.data/scripts/x.so", "p/x.py", "p/libz.so.1"]
        {
            assert!(!is_extension(path), "{path}");
        }
    }
}
