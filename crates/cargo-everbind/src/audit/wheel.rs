//! The audit of a whole wheel.

use std::{collections::BTreeSet, path::Path};

use anyhow::Result;

use super::{Kind, Promise, Report, glibc, judge, library::Library, platform, stem};
use crate::wheel::{Archive, Entry, WheelFile, WheelName, verify_record};

/// Audits a wheel: RECORD, tags, and each extension module in it.
pub fn audit(path: &Path, file: &str) -> Result<Report> {
    let name: WheelName = file.parse()?;
    let archive = Archive::read(path)?;
    let mut report = Report::default();

    check_record(&archive, &name, &mut report);
    check_tags(&archive, &name, &mut report);
    let promise = match Promise::of(&name.pythons, &name.abis) {
        Ok(promise) => promise,
        Err(error) => {
            report.problem(Kind::Tag, error.to_string());
            return Ok(report);
        }
    };
    if promise.floor().is_none() {
        let tags = &promise.tags;
        report
            .warnings
            .push(format!("the tags {tags} promise no stable ABI: symbols are not judged"));
    } else if !name.is_universal() {
        report.warnings.push(format!(
            "the tags {} leave out CPython with or without the GIL; `cargo everbind build` names a wheel \
             cp312-abi3.abi3t",
            promise.tags
        ));
    }

    let extensions: Vec<&Entry> =
        archive.entries.iter().filter(|entry| is_extension(&entry.path)).collect();
    if extensions.is_empty() {
        report.problem(Kind::Tag, "the wheel holds no extension module (*.so, *.pyd)");
    }
    for extension in extensions {
        check_extension(extension, &name, &promise, &mut report);
    }
    report.promise = Some(promise);
    Ok(report)
}

fn check_record(archive: &Archive, name: &WheelName, report: &mut Report) {
    let record = format!("{}/RECORD", archive.dist_info(name));
    let text = match archive.text(&record) {
        Ok(text) => text,
        Err(error) => return report.problem(Kind::Record, format!("no usable RECORD: {error:#}")),
    };
    let problems = verify_record(&archive.entries, &record, text);
    if problems.is_empty() {
        report.facts.push(format!("RECORD agrees with all {} files", archive.entries.len()));
    }
    problems.iter().for_each(|problem| report.problem(Kind::Record, problem.to_string()));
}

fn check_tags(archive: &Archive, name: &WheelName, report: &mut Report) {
    let path = format!("{}/WHEEL", archive.dist_info(name));
    let wheel = match archive.text(&path).and_then(WheelFile::parse) {
        Ok(wheel) => wheel,
        Err(error) => return report.problem(Kind::Tag, format!("no usable WHEEL: {error:#}")),
    };
    let named = name.expand();
    let own: Vec<String> = wheel.tags().into_iter().flat_map(expand).collect();
    if own.len() != wheel.tags().len() {
        report.warnings.push(
            "WHEEL: a Tag line stands for several tags, which are to be listed singly".to_owned(),
        );
    }
    let (listed, promised): (BTreeSet<&String>, BTreeSet<&String>) =
        (own.iter().collect(), named.iter().collect());
    let before = report.problems.len();
    for tag in promised.difference(&listed) {
        report.problem(
            Kind::Tag,
            format!("WHEEL: the wheel's name stands for {tag}, which has no Tag line"),
        );
    }
    for tag in listed.difference(&promised) {
        report
            .problem(Kind::Tag, format!("WHEEL: Tag {tag} is not among those of the wheel's name"));
    }
    if listed.len() != own.len() {
        report.problem(Kind::Tag, "WHEEL: a Tag is listed twice");
    }
    if wheel.get("Root-Is-Purelib").is_none_or(|value| !value.eq_ignore_ascii_case("false")) {
        let text = "WHEEL: Root-Is-Purelib must be false in a wheel with native code";
        report.warnings.push(text.to_owned());
    }
    if report.problems.len() == before {
        report.facts.push(format!("tags {}", named.join(", ")));
    }
}

/// The tags that a line stands for: some builders write compressed sets there, as in the wheel's name.
fn expand(line: &str) -> Vec<String> {
    let parts: Vec<Vec<&str>> = line.split('-').map(|part| part.split('.').collect()).collect();
    let [pythons, abis, platforms] = &parts[..] else { return vec![line.to_owned()] };
    let pairs = pythons.iter().flat_map(|p| abis.iter().map(move |abi| format!("{p}-{abi}")));
    pairs.flat_map(|pair| platforms.iter().map(move |l| format!("{pair}-{l}"))).collect()
}

fn check_extension(entry: &Entry, name: &WheelName, promise: &Promise, report: &mut Report) {
    let path = &entry.path;
    let file = path.rsplit('/').next().unwrap_or(path);
    let libraries = match Library::parse(&entry.data) {
        Ok(libraries) => libraries,
        Err(error) => return report.problem(Kind::Damaged, format!("{path}: {error:#}")),
    };
    let module = stem(file);
    let hooked = libraries.iter().any(|library| library.all_hooks().next().is_some());
    let suffix = &file[module.len()..];
    if let Some(text) = misnamed(suffix, module, promise).filter(|_| hooked) {
        report.problem(Kind::FileName, format!("{path}: {text}"));
    }
    for tag in &name.platforms {
        if let Some(text) = platform::mismatch(tag, &libraries) {
            report.problem(Kind::Platform, format!("{path}: {text}"));
        }
    }
    for library in &libraries {
        // A name may stand for several platforms; the file must do on each.
        for tag in &name.platforms {
            match glibc::mismatch(tag, library) {
                Ok(None) => {}
                Ok(Some(text)) => report.problem(Kind::Platform, format!("{path}: {text}")),
                Err(error) => report.problem(Kind::Damaged, format!("{path}: {error:#}")),
            }
        }
        match judge::judge(library, path, module, promise) {
            Ok(found) => report.extend(path, found),
            Err(error) => report.problem(Kind::Damaged, format!("{path}: {error:#}")),
        }
    }
}

/// What is wrong with the end of an extension's file name, if anything: each CPython looks for a few only.
fn misnamed(suffix: &str, module: &str, promise: &Promise) -> Option<String> {
    promise.floor()?;
    if promise.is_universal() {
        let bare = [".so", ".pyd"].contains(&suffix);
        return (!bare).then(|| {
            format!(
                "not every CPython looks for this suffix; only the bare {module}.so (on Windows {module}.pyd) imports \
                 on all"
            )
        });
    }
    let tied = suffix.starts_with(".cpython-") || suffix.starts_with(".cp3");
    tied.then(|| {
        format!("the suffix {suffix} is one CPython's; the tags {} promise more", promise.tags)
    })
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
