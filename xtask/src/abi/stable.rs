//! The names against CPython's published list of the stable ABI.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::declarations::{Declarations, Minor, Since};
use crate::{pythons, sh, venvs};

/// Where the package with the list is pinned.
const PINS: &str = "xtask/src/abi/requirements.txt";
const SCRIPT: &str = include_str!("stable.py");

/// What `everbind-abi` leaves out of the oldest version's stable ABI, each with the reason.
const LEFT_OUT: [(&str, &[&str]); 4] = [
    (
        "take a va_list, which Rust has not",
        &[
            "PyArg_VaParse",
            "PyArg_VaParseTupleAndKeywords",
            "PyBytes_FromFormatV",
            "PyErr_FormatV",
            "PyOS_vsnprintf",
            "PyUnicode_FromFormatV",
            "Py_VaBuildValue",
            "_PyArg_VaParseTupleAndKeywords_SizeT",
            "_PyArg_VaParse_SizeT",
            "_Py_VaBuildValue_SizeT",
        ],
    ),
    (
        "are done in line",
        &[
            "PyVectorcall_NARGS",
            "Py_Is",
            "Py_IsFalse",
            "Py_IsNone",
            "Py_IsTrue",
            "Py_NewRef",
            "Py_XNewRef",
        ],
    ),
    (
        "are variables that are not objects, deprecated but for Py_Version, which is read by name",
        &[
            "PyOS_InputHook",
            "PyStructSequence_UnnamedField",
            "Py_FileSystemDefaultEncodeErrors",
            "Py_FileSystemDefaultEncoding",
            "Py_HasFileSystemDefaultEncoding",
            "Py_UTF8Mode",
            "Py_Version",
        ],
    ),
    ("are not in every process", &["Py_GetArgcArgv"]),
];

/// What the list says of a name.
#[derive(Deserialize)]
pub struct Entry {
    pub added: Minor,
    pub only_if: Option<String>,
    pub abi_only: bool,
}

/// CPython's list.
///
/// # Errors
/// When it cannot be had.
pub fn list() -> Result<BTreeMap<String, Entry>> {
    let python = venvs::ensure(venvs::host()?, PINS)?.python();
    let text = sh::capture(sh::command(python).args(["-I", "-c", SCRIPT]))?;
    serde_json::from_str(&text).context("cannot read the list of the stable ABI")
}

/// Compares the names; prints a summary and returns what does not agree.
pub fn check(declared: &Declarations, list: &BTreeMap<String, Entry>) -> Vec<String> {
    let mut findings = Vec::new();
    let objects = declared.objects.iter().map(|o| (&o.name, Since::Oldest));
    let functions = declared.functions.iter().map(|f| (&f.name, f.since));
    let mut ours = BTreeSet::new();
    for (name, since) in functions.chain(objects) {
        ours.insert(name.as_str());
        let added = list.get(name).map(|entry| entry.added);
        findings.extend(disagreement(name, since, added));
    }

    let excused: BTreeSet<_> =
        LEFT_OUT.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let unneeded =
        excused.iter().filter(|name| ours.contains(**name) || !list.contains_key(**name));
    findings.extend(unneeded.map(|name| format!("{name}: need not be in LEFT_OUT")));
    let (mut newer, mut not_everywhere) = (Vec::new(), 0);
    for (name, entry) in list.iter().filter(|(name, _)| !ours.contains(name.as_str())) {
        if entry.added > pythons::OLDEST {
            newer.push(name.as_str());
        } else if entry.only_if.is_some() || entry.abi_only {
            not_everywhere += usize::from(!excused.contains(name.as_str()));
        } else if !excused.contains(name.as_str()) {
            findings.push(format!("{name}: in the stable ABI, but not declared"));
        }
    }

    println!("stable ABI: {} of {} names declared; left out:", ours.len(), list.len());
    for (why, names) in LEFT_OUT {
        println!("  {:3} that {why}: {}", names.len(), names.join(", "));
    }
    println!("  {not_everywhere:3} of some systems only, or kept for old binaries");
    println!("  {:3} newer ones: {}", newer.len(), newer.join(", "));
    findings
}

/// What `since.rs` says and the list does not.
fn disagreement(name: &str, since: Since, added: Option<Minor>) -> Option<String> {
    let version = |(major, minor): Minor| format!("{major}.{minor}");
    match (since, added) {
        (Since::Never, None) => None,
        (Since::Never, Some(added)) => {
            Some(format!("{name}: since.rs says never, the list {}", version(added)))
        }
        (_, None) => Some(format!("{name}: not in the stable ABI")),
        (Since::Oldest, Some(added)) => (added > pythons::OLDEST)
            .then(|| format!("{name}: in the stable ABI only from {} on", version(added))),
        (Since::Version(said), Some(added)) => (said != added).then(|| {
            format!("{name}: since.rs says {}, the list {}", version(said), version(added))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disagreements() {
        let agree = |since, added| disagreement("f", since, added).is_none();
        assert!(agree(Since::Oldest, Some((3, 2))));
        assert!(!agree(Since::Oldest, Some((3, 13))));
        assert!(!agree(Since::Oldest, None));
        assert!(agree(Since::Version((3, 14)), Some((3, 14))));
        assert!(!agree(Since::Version((3, 14)), Some((3, 15))));
        assert!(agree(Since::Never, None));
        assert!(!agree(Since::Never, Some((3, 13))));
    }
}
