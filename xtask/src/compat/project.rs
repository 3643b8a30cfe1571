//! One project on one engine: download, switch, build, test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::ladder::{Patch, Project};
use super::outcomes::{self, Outcomes};
use super::switch::{self, Engine};
use crate::venvs::{self, Venv};
use crate::{cpu, sh};

/// What came of a project on an engine.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    pub tests: Outcomes,
    /// CPU-seconds of the build, with one job.
    pub cpu: Option<f64>,
    /// Size of the shared library without symbols.
    pub library_kib: f64,
}

/// The folders of one project on one engine.
pub struct Workshop<'a> {
    project: &'a Project,
    engine: Engine,
    venv: &'a Venv,
    /// `target/everbind/compat/<engine>/<project>`.
    folder: PathBuf,
}

impl<'a> Workshop<'a> {
    pub fn new(project: &'a Project, engine: Engine, venv: &'a Venv) -> Result<Self> {
        let folder = sh::work("compat")?.join(engine.name()).join(project.name);
        sh::fresh(&folder)?;
        Ok(Workshop { project, engine, venv, folder })
    }

    /// All of it.
    ///
    /// # Errors
    /// When it does not get as far as its tests.
    pub fn outcome(&self) -> Result<Outcome> {
        let source = self.unpacked()?;
        self.switch(&source)?;
        self.fetch(&source)?;
        let (wheel, cpu) = cpu::measured(|| self.build(&source));
        let wheel = wheel?;
        let library_kib = library_size(&self.venv.python(), &wheel)? / 1024.0;
        let mut install = venvs::pip(&self.venv.python())?;
        install.args(["install", "--quiet", "--force-reinstall", "--no-deps"]).arg(&wheel);
        sh::capture(&mut install)?;
        Ok(Outcome { tests: self.test(&source)?, cpu, library_kib })
    }

    /// Downloads the source distribution, once, and unpacks it.
    ///
    /// # Errors
    /// When pip cannot get it.
    pub fn unpacked(&self) -> Result<PathBuf> {
        let Project { name, version, .. } = self.project;
        let downloads = sh::work("compat/downloads")?;
        let stem = format!("{}-{version}", name.replace('-', "_"));
        let archive = downloads.join(format!("{stem}.tar.gz"));
        if !archive.exists() {
            let mut download = venvs::pip(&self.venv.python())?;
            self.environment(&mut download);
            download
                .args(["download", "--quiet", "--no-binary", ":all:", "--no-deps"])
                .args(["--no-build-isolation", "--dest"])
                .arg(&downloads)
                .arg(format!("{name}=={version}"));
            sh::capture(&mut download)?;
        }
        let mut unpack = sh::command(self.venv.python());
        unpack.args(["-I", "-m", "tarfile", "-e"]).arg(&archive).arg(&self.folder);
        sh::capture(&mut unpack)?;
        let source = self.folder.join(&stem);
        if !source.is_dir() {
            bail!("{} does not hold {stem}/", archive.display());
        }
        Ok(source)
    }

    /// Changes the manifests' PyO3 lines, or puts everbind in PyO3's place in the whole graph.
    fn switch(&self, source: &Path) -> Result<()> {
        let root = source.join("Cargo.toml");
        if self.engine == Engine::Everbind && self.project.patched {
            let everbind = sh::root().join("patch").join("pyo3");
            fs::write(&root, switch::patch(&fs::read_to_string(&root)?, &everbind)?)?;
        } else if switch_all(source, self.engine)? == 0 {
            bail!("{} has no pyo3 line to change", root.display());
        }
        for patch in self.project.patches.iter().filter(|_| self.engine == Engine::Everbind) {
            apply(patch, source)?;
        }
        Ok(())
    }

    /// Downloads what the build needs, so that its CPU time is the compiler's.
    fn fetch(&self, source: &Path) -> Result<()> {
        let mut fetch = sh::cargo();
        fetch.args(["fetch", "--quiet", "--manifest-path"]).arg(source.join("Cargo.toml"));
        sh::capture(&mut fetch).map(drop)
    }

    /// `maturin build --release` with one job, and without symbols; the wheel's path.
    fn build(&self, source: &Path) -> Result<PathBuf> {
        let wheels = self.folder.join("wheels");
        let mut maturin = sh::cargo_command(self.venv.program("maturin"));
        self.environment(&mut maturin);
        maturin
            .args(["build", "--release", "-i"])
            .arg(self.venv.python())
            .arg("-o")
            .arg(&wheels)
            .current_dir(source)
            .env("CARGO_BUILD_JOBS", "1")
            .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
            .env("CARGO_TARGET_DIR", self.folder.join("target"));
        let log = self.folder.join("build.log");
        if !sh::logged(&mut maturin, &log)? {
            let text = fs::read_to_string(&log)?;
            bail!("maturin failed (all of it: {})\n{}", log.display(), sh::tail(&text, 40));
        }
        let built: Vec<_> = fs::read_dir(&wheels)?.flatten().map(|e| e.path()).collect();
        match &built[..] {
            [one] => Ok(one.clone()),
            more => bail!("maturin built {} wheels, not one", more.len()),
        }
    }

    /// Runs the suite.
    fn test(&self, source: &Path) -> Result<Outcomes> {
        let mut place = source.to_path_buf();
        if self.project.tests_outside {
            place = self.folder.join("outside");
            copy_tree(&source.join(self.project.target), &place.join(self.project.target))?;
        }
        let plugin = self.folder.join("plugin");
        fs::create_dir_all(&plugin)?;
        fs::write(plugin.join("everbind_outcomes.py"), outcomes::PLUGIN)?;
        let told = self.folder.join("outcomes.jsonl");
        let mut pytest = sh::command(self.venv.python());
        self.environment(&mut pytest);
        pytest
            .args(["-m", "pytest", "-p", "no:asyncio", "-p", "no:cacheprovider"])
            .args(["-p", "everbind_outcomes", "-o", "addopts=", "--color", "no", "-rfE"])
            .args(self.project.options)
            .arg(self.project.target)
            .current_dir(place)
            .env("PYTHONPATH", plugin)
            .env("EVERBIND_OUTCOMES", &told);
        let log = self.folder.join("pytest.log");
        let succeeded = sh::logged(&mut pytest, &log)?;
        let tests = fs::read_to_string(&told).map_err(Into::into).and_then(|t| Outcomes::parse(&t));
        let tests = match tests {
            Ok(tests) if succeeded || tests.failures().next().is_some() => tests,
            _ => {
                let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
                bail!("pytest ended early (all of it: {})\n{}", log.display(), sh::tail(&text, 30));
            }
        };
        Ok(tests)
    }

    /// The environment's programs first: pip's and maturin's helpers look for them on PATH.
    fn environment(&self, command: &mut Command) {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = [self.venv.bin()].into_iter().chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(folders).expect("folders of a PATH"));
    }
}

/// Replaces one line, of which there is one.
fn apply(patch: &Patch, source: &Path) -> Result<()> {
    let path = source.join(patch.file);
    let text = fs::read_to_string(&path)?;
    let lines: Vec<&str> = text.lines().collect();
    if lines.iter().filter(|line| **line == patch.line).count() != 1 {
        bail!("{} does not have the line to be replaced, or twice: {}", patch.file, patch.line);
    }
    let changed =
        |line: &&str| if *line == patch.line { patch.replacement } else { *line }.to_owned();
    Ok(fs::write(&path, lines.iter().map(changed).collect::<Vec<_>>().join("\n") + "\n")?)
}

/// Switches every manifest of a source tree; returns how many entries changed.
fn switch_all(folder: &Path, engine: Engine) -> Result<usize> {
    let everbind = sh::root().join("crates").join("everbind");
    let mut changed = 0;
    for path in files(folder)? {
        if path.file_name().is_some_and(|n| n == "Cargo.toml") {
            let text = fs::read_to_string(&path)?;
            // Fixtures among the tests need not be manifests at all.
            let Ok((text, entries)) = switch::manifest(&text, engine, &everbind) else { continue };
            if entries > 0 {
                fs::write(&path, text)?;
                changed += entries;
            }
        }
    }
    Ok(changed)
}

/// The size of the shared library in a wheel, in bytes.
fn library_size(python: &Path, wheel: &Path) -> Result<f64> {
    let code = "import sys, zipfile; print(sum(i.file_size for i in \
                zipfile.ZipFile(sys.argv[1]).infolist() if i.filename.endswith(('.so', '.pyd'))))";
    let said = sh::capture(sh::command(python).args(["-I", "-c", code]).arg(wheel))?;
    Ok(said.trim().parse()?)
}

/// Every file under a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let place = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(place.parent().expect("a file is in a folder"))?;
        fs::copy(&file, &place).with_context(|| format!("cannot copy {}", file.display()))?;
    }
    Ok(())
}
