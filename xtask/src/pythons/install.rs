//! Lays out the matrix of interpreters: `uv python install` where uv works, else
//! `tools/get-pythons`, which takes them from Debian's packages.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, bail};

use super::{Interpreter, WANTED, find};
use crate::sh;

/// Installs what `there` lacks of the matrix; what cannot be had is reported and left out.
///
/// With `debug`, a `Py_DEBUG` build of the newest version belongs to the matrix too.
pub fn install(there: &[Interpreter], debug: bool) -> Result<()> {
    let lacking = missing(there);
    let has_debug = there.iter().any(|p| p.debug);
    if lacking.is_empty() && (has_debug || !debug) {
        return Ok(());
    }
    let uv = sh::runs("uv");
    if uv && with_uv(&lacking) && !debug {
        return Ok(());
    }
    if is_debian() {
        // Asked for once, it stays: the matrix is laid out as a whole.
        return from_debian(debug || has_debug);
    }
    if uv {
        // Some versions are not to be had; the table says which.
        return Ok(());
    }
    bail!(
        "cannot install interpreters here: neither uv nor Debian's packages are at hand; install uv first"
    )
}

/// The wanted kinds that are not among `there`.
pub fn missing(there: &[Interpreter]) -> Vec<(u32, bool)> {
    let has = |&(minor, ft): &(u32, bool)| {
        there.iter().any(|p| p.numbers.1 == minor && p.free_threaded == ft && !p.debug)
    };
    WANTED.into_iter().filter(|kind| !has(kind)).collect()
}

/// The reason that `get-pythons` recorded for a missing interpreter.
pub fn why_missing(name: &str) -> String {
    find::prefixes()
        .iter()
        .filter_map(|prefix| fs::read_to_string(prefix.join("missing.tsv")).ok())
        .find_map(|text| reason(&text, name))
        .unwrap_or_else(|| " (`cargo xtask pythons --install` may get it)".into())
}

fn reason(missing_tsv: &str, name: &str) -> Option<String> {
    missing_tsv
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .find(|(n, _)| *n == name)
        .map(|(_, why)| format!(" ({why})"))
}

/// Each version by itself, so that one that is not to be had costs only itself.
fn with_uv(lacking: &[(u32, bool)]) -> bool {
    let mut complete = true;
    for (minor, free_threaded) in lacking {
        let version = format!("3.{minor}{}", if *free_threaded { "t" } else { "" });
        eprintln!("uv python install {version}");
        let mut install = sh::command("uv");
        install.args(["python", "install", &version]);
        if let Err(error) = sh::run(&mut install) {
            eprintln!("{error}");
            complete = false;
        }
    }
    complete
}

fn is_debian() -> bool {
    cfg!(target_os = "linux") && sh::runs("apt-get") && sh::runs("dpkg-deb")
}

fn from_debian(debug: bool) -> Result<()> {
    let script = sh::root().join("xtask").join("tools").join("get-pythons");
    let mut command = sh::command("bash");
    command.arg(script).env("PYTHONS_PREFIX", prefix());
    if debug {
        command.arg("--debug-python");
    }
    // The table it prints on standard output is ours to print.
    command.stdout(std::process::Stdio::null());
    sh::run(&mut command)
}

/// The first of the matrix folders that can be written.
fn prefix() -> PathBuf {
    let prefixes = find::prefixes();
    let writable = |p: &&PathBuf| fs::create_dir_all(p).is_ok() && tempfile::tempfile_in(p).is_ok();
    prefixes.iter().find(writable).unwrap_or(&prefixes[0]).clone()
}

#[cfg(test)]
mod tests {
    #[test]
    fn reasons_are_found_by_name() {
        let text = "python3.14t\tno source\npython3.15t\tno source either\n";
        assert_eq!(super::reason(text, "python3.14t").unwrap(), " (no source)");
        assert_eq!(super::reason(text, "python3.14"), None);
    }
}
