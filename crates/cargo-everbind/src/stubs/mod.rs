//! `cargo everbind stubs`: `.pyi` files from a built library, without running Python.
//!
//! `read` takes from the library what it tells of itself, `assemble` puts that into modules (`model`), `render` writes them, `files` names the
//! files and `place` finds their place in a wheel.

mod assemble;
mod compile;
mod expression;
mod files;
mod model;
mod names;
mod place;
mod read;
mod render;
mod stdlib;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::json;

use crate::{
    editable::is_library,
    project::Project,
    ui::{self, advise},
    wheel::Archive,
};
use files::{File, Top};
use model::Module;

/// Where stubs go that have no place of their own: pyright looks here by itself.
const TYPINGS: &str = "typings";

#[derive(Args, Debug)]
pub struct Stubs {
    /// A wheel, a library, or a project's folder or Cargo.toml [default: the project here]
    #[arg(value_name = "WHEEL_OR_LIBRARY_OR_PROJECT")]
    from: Option<PathBuf>,

    /// Folder for the files [default: a mixed project's Python sources, else typings]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Write nothing; fail if the files in the folder are not those that would be written
    #[arg(long)]
    check: bool,

    /// Features of the project's crate, comma-separated
    #[arg(short = 'F', long, value_name = "FEATURES")]
    features: Vec<String>,

    /// Print one JSON object with the files' paths
    #[arg(long)]
    json: bool,
}

impl Stubs {
    /// Writes the files, or checks them, and prints their paths.
    ///
    /// # Errors
    /// There is nothing to read, it tells nothing of itself, or with `--check` a file is not as it would be written.
    pub fn run(self) -> Result<()> {
        let (files, place) = self.files()?;
        let out = self.out.clone().unwrap_or(place);
        let mut stale = Vec::new();
        let mut paths = Vec::new();
        for file in files {
            let path = out.join(&file.path);
            let old = fs::read(&path).ok();
            if old
                .as_ref()
                .is_some_and(|old| file.path.ends_with(".pyi") && !files::is_generated(old))
            {
                ui::note(format_args!("{} stays as it is: it was not generated", path.display()));
                continue;
            }
            let is_current = old.is_some_and(|old| old == file.text.as_bytes());
            if !is_current && self.check {
                stale.push(path.display().to_string());
            } else if !is_current {
                let folder = path.parent().context("a file has a folder")?;
                fs::create_dir_all(folder)
                    .and_then(|()| fs::write(&path, &file.text))
                    .with_context(|| format!("cannot write {}", path.display()))?;
            }
            paths.push(path);
        }
        if !stale.is_empty() {
            return Err(advise(
                format!("not as the library tells: {}", stale.join(", ")),
                "write them anew: the same command without --check",
            ));
        }
        if self.json {
            println!("{}", json!({ "files": paths }));
        } else {
            paths.iter().for_each(|path| println!("{}", path.display()));
        }
        Ok(())
    }

    /// The files, and where they go unless asked otherwise.
    fn files(&self) -> Result<(Vec<File>, PathBuf)> {
        let is_project = |path: &Path| {
            path.is_dir() || path.file_name().is_some_and(|name| name == "Cargo.toml")
        };
        let from = match &self.from {
            Some(path) if !is_project(path) => path,
            other => return self.of_project(&Project::find(other.as_deref())?),
        };
        let files = if from.extension().is_some_and(|extension| extension == "whl") {
            let archive = Archive::read(from)?;
            let mut files = Vec::new();
            for (path, module) in modules(&archive)? {
                files.extend(place::plan(&archive, &path, &module));
            }
            if files.is_empty() {
                bail!(
                    "{} holds no library that tells of itself, or the author's own stubs",
                    from.display()
                );
            }
            files
        } else {
            let name = from
                .file_name()
                .and_then(|name| name.to_str())
                .context("the path has no file name")?;
            let data = fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
            let module =
                module(&data, name).with_context(|| format!("no stubs of {}", from.display()))?;
            files::of(&module, Top::Beside)
        };
        Ok((files, TYPINGS.into()))
    }

    /// Builds the project's library, and tells of that.
    fn of_project(&self, project: &Project) -> Result<(Vec<File>, PathBuf)> {
        let library = compile::library(project, &self.features)?;
        let data =
            fs::read(&library).with_context(|| format!("cannot read {}", library.display()))?;
        let file = library
            .file_name()
            .and_then(|name| name.to_str())
            .context("cargo built an odd name")?;
        // `pkg._native`: the library is put into a package of Python sources.
        let full = project.module_name().unwrap_or_default();
        let (package, last) =
            full.rsplit_once('.').map_or((None, full), |(package, last)| (Some(package), last));
        let module = module(&data, if last.is_empty() { file } else { last })
            .with_context(|| format!("no stubs of {}", library.display()))?;
        let mut files = files::of(&module, Top::Beside);
        let package = package.map(|package| package.replace('.', "/"));
        let source = project.python_source(package.as_deref().unwrap_or(module.name.as_str()));
        if source.is_some() || package.is_some() {
            let folder = package.unwrap_or_else(|| module.name.clone());
            for file in &mut files {
                file.path = format!("{folder}/{}", file.path);
            }
            let top = folder.split('/').next().unwrap_or(&folder);
            files.push(File { path: format!("{top}/py.typed"), text: String::new() });
        }
        Ok((files, source.unwrap_or_else(|| project.root.join(TYPINGS))))
    }
}

/// Puts stubs of its libraries into a wheel, but for those that tell nothing of themselves.
///
/// # Errors
/// What a library tells is damaged, or of another version.
pub fn add(archive: &mut Archive) -> Result<()> {
    for (path, module) in modules(archive)? {
        place::put(archive, &path, &module);
    }
    Ok(())
}

/// The libraries of a wheel that tell of themselves, and what they tell.
fn modules(archive: &Archive) -> Result<Vec<(String, Module)>> {
    let mut modules = Vec::new();
    for entry in archive.entries.iter().filter(|entry| is_library(&entry.path)) {
        if !read::tells(&entry.data) {
            continue;
        }
        let file = entry.path.rsplit('/').next().unwrap_or(&entry.path);
        let module = module(&entry.data, file)
            .with_context(|| format!("no stubs of {} can be made", entry.path))?;
        modules.push((entry.path.clone(), module));
    }
    Ok(modules)
}

/// The module of a library with this file name, which may still be as cargo names it.
fn module(data: &[u8], file: &str) -> Result<Module> {
    let records = read::library(data)?;
    let stem = file.split('.').next().unwrap_or(file);
    let bare = stem.strip_prefix("lib").unwrap_or(stem);
    assemble::module(&records, stem).or_else(|_| assemble::module(&records, bare))
}
