//! How a wheel is made: maturin's, then made universal and audited. `build`, `develop` and `test` differ in what they do
//! with it.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::{
    audit,
    graph::Graph,
    progress::Progress,
    project::Project,
    stubs,
    tools::Maturin,
    wheel::{Archive, WheelName, make_universal},
};

/// What to build, and how.
#[derive(Debug)]
pub struct Recipe<'a> {
    pub project: &'a Project,
    /// With optimisation.
    pub release: bool,
    /// A Python to install maturin with, where it is not yet.
    pub interpreter: Option<&'a Path>,
    /// With stubs of what the library tells of itself.
    pub stubs: bool,
    /// Further options for `maturin build`.
    pub maturin: Vec<String>,
}

/// A finished wheel.
#[derive(Debug)]
pub struct Built {
    pub path: PathBuf,
    pub name: WheelName,
}

impl Built {
    /// The text of its METADATA.
    ///
    /// # Errors
    /// It cannot be read, or has none.
    pub fn metadata(&self) -> Result<String> {
        let archive = Archive::read(&self.path)?;
        Ok(archive.text(&format!("{}/METADATA", self.name.dist_info()))?.to_owned())
    }

    /// What `--json` says of it.
    ///
    /// # Errors
    /// It is not there any more.
    pub fn json(&self) -> Result<Value> {
        Ok(json!({
            "path": self.path,
            "name": self.name.distribution,
            "version": self.name.version,
            "tags": self.name.expand(),
            "size": fs::metadata(&self.path)?.len(),
        }))
    }
}

impl Recipe<'_> {
    /// Builds into `out`, or what `out` makes of cargo's target folder.
    ///
    /// # Errors
    /// Each step's own; no wheel is left behind unless it passed the audit.
    pub fn build(&self, out: impl FnOnce(&Path) -> PathBuf) -> Result<Vec<Built>> {
        let manifest = &self.project.manifest;
        let graph = Graph::read(manifest, &self.maturin)?;
        let out = std::path::absolute(out(&graph.target_directory))?;
        fs::create_dir_all(&out)
            .with_context(|| format!("cannot make the folder {}", out.display()))?;

        let progress = Progress::new(graph.packages);
        let maturin = Maturin::ready(self.interpreter, &progress)?;
        progress.step(&format!("building {} with maturin {}", graph.name, maturin.version()));
        let built = tempfile::tempdir_in(&out).context("cannot make a temporary folder")?;
        maturin.run(&self.arguments(built.path()), &progress)?;
        finish(built.path(), &out, self.stubs)
    }

    fn arguments(&self, out: &Path) -> Vec<OsString> {
        let mut arguments: Vec<OsString> =
            vec!["build".into(), "--manifest-path".into(), self.project.manifest.clone().into()];
        arguments.extend(["--out".into(), out.into()]);
        if self.release && !self.has_option("--profile") {
            arguments.push("--release".into());
        }
        arguments.extend(self.maturin.iter().map(OsString::from));
        arguments
    }

    /// A folder for wheels that are not to be published, by how they are built.
    pub fn folder(&self) -> &'static str {
        if self.release { "wheels-release" } else { "wheels-debug" }
    }

    /// Whether maturin is given this option.
    pub fn has_option(&self, option: &str) -> bool {
        self.maturin.iter().any(|arg| {
            arg.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        })
    }
}

/// Puts stubs into the wheels in `built`, makes them universal, audits them, and moves them to `out`; other files (an
/// sdist) move as they are.
fn finish(built: &Path, out: &Path, with_stubs: bool) -> Result<Vec<Built>> {
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
        let mut archive = Archive::read(&file)?;
        if with_stubs {
            stubs::add(&mut archive)?;
        }
        let (archive, name) = make_universal(archive, name)?;
        let universal = built.join(name.to_string());
        archive.write(&universal)?;
        eprint!("{}", audit::audit(&universal, None)?.into_result(&universal)?);
        let place = out.join(name.to_string());
        fs::rename(&universal, &place)
            .with_context(|| format!("cannot write {}", place.display()))?;
        finished.push(Built { path: place, name });
    }
    if finished.is_empty() {
        bail!("maturin reported success but wrote no wheel");
    }
    Ok(finished)
}
