//! `cargo everbind build`: maturin's wheel, made universal and audited.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{
    audit,
    graph::Graph,
    maturin::Maturin,
    progress::Progress,
    wheel::{Archive, WheelName, make_universal},
};

/// Options of maturin that clash with what this command does, and what to do instead.
const REFUSED: [(&str, &str); 10] = [
    ("-o", PLACE),
    ("--out", PLACE),
    ("-m", CRATE),
    ("--manifest-path", CRATE),
    ("-r", RELEASE),
    ("--release", RELEASE),
    ("-i", INTERPRETERS),
    ("--interpreter", INTERPRETERS),
    ("-f", INTERPRETERS),
    ("--find-interpreter", INTERPRETERS),
];
const PLACE: &str = "give --out to `cargo everbind build` itself";
const CRATE: &str = "give --manifest-path to `cargo everbind build` itself";
const RELEASE: &str = "leave it out, it is the default";
const INTERPRETERS: &str = "leave it out, one wheel serves every interpreter";

#[derive(Args, Debug)]
pub struct Build {
    /// Path to the Cargo.toml of the crate to build
    #[arg(short = 'm', long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,

    /// Folder for the wheel [default: wheels in cargo's target folder]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Build without optimisation
    #[arg(long)]
    debug: bool,

    /// Python (3.8 or later) to install maturin with, where PATH has none; the wheel does not depend on it
    #[arg(long, value_name = "PYTHON")]
    interpreter: Option<PathBuf>,

    /// Further options for `maturin build`
    #[arg(last = true, value_name = "MATURIN_OPTIONS")]
    maturin: Vec<String>,
}

impl Build {
    /// Builds the wheel and prints its path as the last line of standard output, by itself.
    ///
    /// # Errors
    /// Each step's own; no wheel is left behind unless it passed the audit.
    pub fn run(&self) -> Result<()> {
        if let Some((given, advice)) = REFUSED.iter().find(|(option, _)| self.has_option(option)) {
            bail!("{given} cannot be passed on to maturin: {advice}");
        }
        let manifest = self.manifest()?;
        let graph = Graph::read(&manifest, &self.maturin)?;
        let out = self.out.clone().unwrap_or_else(|| graph.target_directory.join("wheels"));
        let out = std::path::absolute(out)?;
        fs::create_dir_all(&out)
            .with_context(|| format!("cannot make the folder {}", out.display()))?;

        let progress = Progress::new(graph.packages);
        let maturin = Maturin::ready(self.interpreter.as_deref(), &progress)?;
        progress.step(&format!("building {} with maturin {}", graph.name, maturin.version()));
        let built = tempfile::tempdir_in(&out).context("cannot make a temporary folder")?;
        maturin.run(&self.arguments(&manifest, built.path()), &progress)?;

        for path in finish(built.path(), &out)? {
            println!("{}", path.display());
        }
        Ok(())
    }

    fn arguments(&self, manifest: &Path, out: &Path) -> Vec<OsString> {
        let mut arguments: Vec<OsString> =
            vec!["build".into(), "--manifest-path".into(), manifest.into()];
        arguments.extend(["--out".into(), out.into()]);
        if !self.debug && !self.has_option("--profile") {
            arguments.push("--release".into());
        }
        arguments.extend(self.maturin.iter().map(OsString::from));
        arguments
    }

    fn has_option(&self, option: &str) -> bool {
        self.maturin.iter().any(|arg| {
            arg.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        })
    }

    /// The manifest asked for, else where maturin would look: as pyproject.toml says, in this folder, in `rust`.
    fn manifest(&self) -> Result<PathBuf> {
        if let Some(path) = &self.manifest_path {
            let path = if path.is_dir() { path.join("Cargo.toml") } else { path.clone() };
            return if path.is_file() { Ok(path) } else { bail!("there is no {}", path.display()) };
        }
        let named =
            fs::read_to_string("pyproject.toml").ok().and_then(|text| manifest_in_pyproject(&text));
        let places = named.into_iter().chain(["Cargo.toml".into(), "rust/Cargo.toml".into()]);
        places
            .into_iter()
            .find(|path| path.is_file())
            .context("there is no Cargo.toml here; name one with --manifest-path")
    }
}

/// `manifest-path` under `[tool.maturin]`.
fn manifest_in_pyproject(text: &str) -> Option<PathBuf> {
    let table = text.lines().map(str::trim).skip_while(|line| *line != "[tool.maturin]").skip(1);
    let mut settings =
        table.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('='));
    let (_, value) = settings.find(|(key, _)| key.trim() == "manifest-path")?;
    let value = value.trim();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(PathBuf::from)
}

/// Makes the wheels in `built` universal, audits them, and moves them to `out`; other files (an sdist) move as they are.
fn finish(built: &Path, out: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(built)?.map(|file| Ok(file?.path())).collect::<Result<_>>()?;
    files.sort();
    let mut finished = Vec::new();
    for file in files {
        let name = file
            .file_name()
            .and_then(|name| name.to_str())
            .context("maturin wrote a file with an odd name")?;
        if !name.ends_with(".whl") {
            fs::rename(&file, out.join(name))?;
            continue;
        }
        let name: WheelName = name.parse()?;
        let (archive, name) = make_universal(Archive::read(&file)?, name)?;
        let universal = built.join(name.to_string());
        archive.write(&universal)?;
        eprint!("{}", audit::audit(&universal)?.into_result(&universal)?);
        let place = out.join(name.to_string());
        fs::rename(&universal, &place)
            .with_context(|| format!("cannot write {}", place.display()))?;
        finished.push(place);
    }
    if finished.is_empty() {
        bail!("maturin reported success but wrote no wheel");
    }
    Ok(finished)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::manifest_in_pyproject;

    #[test]
    fn pyproject_may_name_the_manifest() {
        let text = "[project]\nmanifest-path = \"no\"\n[tool.maturin]\nstrip = true\nmanifest-path = \"py/Cargo.toml\" # x\n";
        assert_eq!(manifest_in_pyproject(text), Some(PathBuf::from("py/Cargo.toml")));
        assert_eq!(
            manifest_in_pyproject("[tool.maturin]\nstrip = true\n[other]\nmanifest-path = 'x'"),
            None
        );
    }
}
